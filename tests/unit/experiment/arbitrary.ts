import fc from 'fast-check';
import { countTrainPairs, isPrime, OPERATIONS } from '../../../src/experiment/modular';
import { PRESETS } from '../../../src/experiment/presets';
import {
  dataSchema,
  type Experiment,
  parseExperiment,
  type Scalar,
  SOURCES,
  settingPaths,
  withSetting,
} from '../../../src/experiment/schema';

/** Valid values of each setting, by path; a setting that is missing here fails the tests that use it. */
const VALUES: Record<string, fc.Arbitrary<Scalar>> = {
  'data.source': fc.constantFrom(...SOURCES),
  'data.hub': fc.stringMatching(/^[\w.-]{1,60}\/[\w.-]{1,60}$/),
  'data.hubConfig': fc.stringMatching(/^[\w.+ -]{0,60}$/),
  'data.operation': fc.constantFrom(...OPERATIONS),
  'data.modulus': fc.integer({ min: 2, max: 113 }),
  'data.trainShare': real(0.05, 0.95),
  'data.size': fc.option(fc.integer({ min: 8, max: 128 })),
  'data.colour': fc.constantFrom('as-is', 'grey', 'colour'),
  'data.train': fc.integer({ min: 10, max: 60_000 }),
  'data.test': fc.integer({ min: 10, max: 10_000 }),
  'data.codeStrength': real(0, 10),
  'data.codeAtTest': fc.constantFrom('absent', 'random'),
  'data.labelNoise': real(0, 1),
  'data.targetScale': real(1e-4, 1e4),
  'model.kind': fc.constantFrom('mlp', 'quadratic', 'cnn', 'deep-cnn', 'vgg16', 'resnet18', 'transformer'),
  'model.depth': fc.integer({ min: 1, max: 4 }),
  'model.width': fc.integer({ min: 2, max: 1_024 }),
  'model.channels': fc.integer({ min: 1, max: 128 }),
  'model.widthMultiplier': real(0.125, 2),
  'model.activation': fc.constantFrom('relu', 'tanh', 'square'),
  'model.init': fc.constantFrom('he', 'lecun'),
  'model.initScale': real(0.01, 100),
  'model.zeroHead': fc.boolean(),
  'model.bias': fc.boolean(),
  'model.batchNorm': fc.boolean(),
  'model.parameterisation': fc.constantFrom('standard', 'mup'),
  'training.layers': fc.constantFrom('all', 'last'),
  'training.loss': fc.constantFrom('mse', 'cross-entropy'),
  'training.labelSmoothing': real(0, 0.99),
  'training.optimiser': fc.constantFrom('sgd', 'adamw'),
  'training.learningRate': real(1e-12, 1e9),
  'training.outputScale': fc.oneof(fc.constant(1), real(1e-3, 1e5)),
  'training.schedule': fc.constantFrom('constant', 'cosine', 'steps'),
  'training.firstDrop': real(0, 1),
  'training.secondDrop': real(0, 1),
  'training.warmup': fc.integer({ min: 0, max: 1_000_000 }),
  'training.momentum': real(0, 0.999),
  'training.beta2': real(0, 0.99999),
  'training.weightDecay': real(0, 100),
  'training.clipNorm': fc.option(real(1e-6, 1e6)),
  'training.flip': fc.boolean(),
  'training.shift': fc.integer({ min: 0, max: 32 }),
  'training.fullBatch': fc.boolean(),
  'training.batchSize': fc.integer({ min: 1, max: 60_000 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  'stop.steps': fc.integer({ min: 1, max: 10_000_000 }),
  'stop.trainAccuracy': fc.option(real(0, 1)),
  'probe.samples': fc.integer({ min: 16, max: 4_096 }),
  'probe.perDecade': fc.integer({ min: 1, max: 200 }),
  'probe.batchStatistics': fc.constantFrom('running', 'batch'),
  'probe.tangentKernel': fc.boolean(),
};

function real(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true });
}

const valuesOf = (path: string) => {
  const values = VALUES[path];
  if (!values) throw new Error(`tests/unit/experiment/arbitrary.ts has no values for the setting "${path}".`);
  return values;
};

const differences = (paths: string[]) =>
  fc.record(Object.fromEntries(paths.map(path => [path, valuesOf(path)])), { requiredKeys: [] });

const all = settingPaths();
const perArm = all.filter(({ meta }) => meta.perArm).map(({ path }) => path);

/** Any text that the schema takes as a label: every kind of character, trimmed, up to 60 UTF-16 units. */
const label = fc
  .string({
    unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', 'é', '日', '🧠', ' ', '-')),
  })
  .map(text => text.trim().slice(0, 60).trim())
  .filter(text => text.length > 0);

/** Any valid experiment. */
export const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    preset: fc.option(fc.constantFrom(...PRESETS.map(({ id }) => id))),
    base: differences(all.map(({ path }) => path)),
    arms: fc.array(fc.record({ label, set: differences(perArm) }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ preset, base, arms }) => {
    const sets = [base, ...arms.map(({ set }) => set)];
    const scaled = sets.some(set => (set['training.outputScale'] ?? 1) !== 1);
    // The outputs of the start, which a scale needs, do not change.
    const still = { 'model.batchNorm': false, 'training.flip': false, 'training.shift': 0 };
    if (scaled)
      for (const set of sets)
        for (const [path, value] of Object.entries(still)) if (path in set) set[path] = value;
    let input: object = { preset, arms };
    for (const [path, value] of Object.entries(base)) input = withSetting(input, path, value!);
    return parseExperiment(withinRules(input));
  });

/** Keeps to the two rules between settings: division has a prime modulus, and a batch fits in the training set. */
function withinRules(input: object): object {
  const { training, data: given } = input as { training?: { batchSize?: number }; data?: object };
  const data = dataSchema.parse(given ?? {});
  const isModular = data.source === 'modular';
  if (isModular && data.operation === 'division' && !isPrime(data.modulus))
    return withinRules(withSetting(input, 'data.modulus', 31));
  const most = isModular ? countTrainPairs(data) : data.train;
  return withSetting(input, 'training.batchSize', Math.min(training?.batchSize ?? 10, most));
}
