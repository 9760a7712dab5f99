import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlOf } from '../../../src/app/settings/values';
import {
  armDifferences,
  batchSizeOf,
  changeSetting,
  ExperimentError,
  getSetting,
  parseExperiment,
  resolveArm,
  settingPaths,
  settingsSchema,
  withSetting,
} from '../../../src/experiment/schema';
import { experiments } from './arbitrary';

const errorOf = (act: () => unknown): ExperimentError => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ExperimentError);
    return error as ExperimentError;
  }
  throw new Error('No error was thrown.');
};

const pair = (set: object) => ({
  arms: [
    { label: 'One', set: {} },
    { label: 'Two', set },
  ],
});

describe('the settings', () => {
  it('each have a label, a sentence and a group, and a default that is valid', () => {
    const paths = settingPaths();
    expect(new Set(paths.map(({ path }) => path)).size).toBe(paths.length);
    for (const { path, schema, meta } of paths) {
      expect(meta.label, path).toMatch(/^[A-Z]/);
      expect(meta.help, path).toMatch(/\.$/);
      expect(['data', 'model', 'training', 'run'], path).toContain(meta.group);
      expect(schema.safeParse(getSetting(parseExperiment({}), path)).success, path).toBe(true);
    }
  });

  it('name every value of an enumeration in words', () => {
    for (const { path, schema, meta } of settingPaths()) {
      const { kind, ...control } = controlOf(schema) as { kind: string; options?: string[] };
      const values = kind === 'switch' ? ['true', 'false'] : (control.options ?? []);
      for (const value of values) expect(Object.keys(meta.words ?? {}), path).toContain(value);
    }
  });

  it('that depend on another setting name one that exists, with a value that it takes', () => {
    for (const { path, meta } of settingPaths()) {
      if (!meta.when) continue;
      const other = settingPaths().find(field => field.path === meta.when!.path);
      for (const value of meta.when.is) expect(other?.schema.safeParse(value).success, path).toBe(true);
    }
  });

  it('are found and replaced by path, without touching the original', () => {
    const before = parseExperiment({});
    const after = withSetting(before, 'model.width', 7);
    expect([getSetting(before, 'model.width'), getSetting(after, 'model.width')]).toEqual([128, 7]);
    expect(after.data).toBe(before.data);
    expect(getSetting(before, 'model.nothing')).toBeUndefined();
    expect(getSetting(before, 'seed.deeper')).toBeUndefined();
    expect(getSetting(before, 'constructor')).toBeUndefined();
  });
});

describe('an experiment', () => {
  it('is complete from nothing', () => {
    const experiment = parseExperiment({});
    expect(experiment.preset).toBeNull();
    expect(experiment.arms).toEqual([{ label: 'All layers', set: {} }]);
    expect(settingPaths().every(({ path }) => getSetting(experiment, path) !== undefined)).toBe(true);
  });

  it('is read the same a second time', () => {
    fc.assert(
      fc.property(experiments, experiment => {
        expect(parseExperiment(JSON.parse(JSON.stringify(experiment)))).toEqual(experiment);
      }),
      { numRuns: 50 },
    );
  });

  it('does not share its arms with another one', () => {
    const [one, other] = [parseExperiment({}), parseExperiment({})];
    one.arms[0]!.set['training.layers'] = 'last';
    expect(other.arms[0]!.set).toEqual({});
  });

  it('takes a full batch whatever the batch size says', () => {
    const { training } = parseExperiment({ data: { train: 100 }, training: { fullBatch: true } });
    expect(training.batchSize).toBe(128);
    expect(batchSizeOf(training, 75)).toBe(75);
    expect(batchSizeOf({ ...training, fullBatch: false }, 75)).toBe(128);
  });

  it.each([
    ['an unknown setting', { model: { widht: 3 } }, 'model', /^model: .*widht.*\.$/],
    ['a value out of range', { model: { width: 1 } }, 'model.width', /^model\.width: .*2.*\.$/],
    ['a text for a number', { seed: '1' }, 'seed', /^seed: .*\.$/],
    [
      'a value that is not finite',
      { training: { learningRate: Number.NaN } },
      'training.learningRate',
      /\.$/,
    ],
    ['no arm', { arms: [] }, 'arms', /^arms: .*\.$/],
    ['five arms', { arms: Array(5).fill({ label: 'x' }) }, 'arms', /^arms: .*\.$/],
    ['an empty label', { arms: [{ label: ' ' }] }, 'arms.0.label', /\.$/],
    [
      'a batch larger than the data',
      { data: { train: 100 }, training: { batchSize: 128 } },
      'training.batchSize',
      /^training\.batchSize: The batch \(128\) is larger than the training set \(100\): use at most 100\.$/,
    ],
    [
      'a batch larger than the pairs',
      { data: { source: 'modular', modulus: 11 }, training: { batchSize: 128 } },
      'training.batchSize',
      /^training\.batchSize: The batch \(128\) is larger than the training set \(73\): use at most 73\.$/,
    ],
    [
      'division by what is not prime',
      { data: { source: 'modular', operation: 'division', modulus: 32 } },
      'data.modulus',
      /^data\.modulus: Division needs a prime modulus, and 32 is none: choose 31 or 37\.$/,
    ],
    [
      'a name that the hub has not',
      { data: { hub: 'https://x/y/z' } },
      'data.hub',
      /: needs the name .*owner\/name\.$/,
    ],
    [
      'a convolutional network that is too deep',
      { model: { kind: 'cnn', depth: 5 } },
      'model.depth',
      /^model\.depth: A convolutional network has at most 4 blocks here/,
    ],
    [
      'an output scale and batch norm',
      { training: { outputScale: 10 }, model: { batchNorm: true } },
      'training.outputScale',
      /^training\.outputScale: .* batch norm makes depend on the batch: set the output scale to 1/,
    ],
    [
      'an output scale of one arm, and shifts',
      { training: { shift: 2 }, arms: [{ label: 'x', set: { 'training.outputScale': 10 } }] },
      'training.outputScale',
      /^training\.outputScale: .* flips and shifts change each time/,
    ],
    ['no experiment at all', null, '', /\.$/],
  ])('with %s gives a sentence that names the setting', (_, input, path, sentence) => {
    const error = errorOf(() => parseExperiment(input));
    expect(error.path).toBe(path);
    expect(error.message).toMatch(sentence);
  });
});

describe('a fault', () => {
  it.each([
    [
      null,
      'An experiment is an object such as { seed: 2 }, or the id of a preset, and not null: give one of these.',
    ],
    [{ foo: 1 }, 'There is no setting "foo": leave it out, or take one that docs/settings.md lists.'],
    [
      { training: { foo: 1 } },
      'training: there is no setting "foo": leave it out, or take one that docs/settings.md lists.',
    ],
    [{ arms: [] }, 'arms: give one to four arms, such as { label: "All layers" }.'],
    [{ arms: [{}] }, 'arms.0.label: is missing: give a text.'],
    [
      { arms: [{ label: 'x', sets: {} }] },
      'arms.0: an arm has a label and a set, and no "sets": leave it out.',
    ],
    [pair({ 'model.width': 1 }), 'arms.1.set.model.width: must be at least 2.'],
    [{ seed: 1.5 }, 'seed: needs a whole number.'],
    [{ training: { learningRate: 0 } }, 'training.learningRate: must be above 0.'],
    [{ training: { optimiser: 'adam' } }, 'training.optimiser: choose "sgd" or "adamw".'],
  ])('of %j is a sentence that says what to do', (input, sentence) => {
    expect(errorOf(() => parseExperiment(input)).message).toBe(sentence);
  });
});

describe('an arm', () => {
  it('is the base with its differences laid over it', () => {
    const experiment = parseExperiment({
      seed: 4,
      model: { width: 32 },
      ...pair({ 'model.width': 64, 'training.layers': 'last' }),
    });
    const [one, two] = [resolveArm(experiment, 0), resolveArm(experiment, 1)];
    const { preset: _preset, arms: _arms, ...base } = experiment;
    expect(one).toEqual(base);
    expect(two).toEqual({
      ...base,
      model: { ...base.model, width: 64 },
      training: { ...base.training, layers: 'last' },
    });
  });

  it('of any experiment resolves to settings that are valid', () => {
    fc.assert(
      fc.property(experiments, experiment => {
        experiment.arms.forEach((arm, index) => {
          const settings = resolveArm(experiment, index);
          expect(settingsSchema.parse(settings)).toEqual(settings);
          for (const [path, value] of Object.entries(arm.set)) expect(getSetting(settings, path)).toBe(value);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('that is not there is refused', () => {
    expect(() => resolveArm(parseExperiment({}), 1)).toThrow('The experiment has 1 arms; there is no arm 1.');
  });

  it.each([
    ['a common setting', { seed: 3 }, '"seed" is common to all arms'],
    ['another common one', { 'training.batchSize': 3 }, '"training.batchSize" is common to all arms'],
    ['what is not a setting', { 'model.hight': 3 }, '"model.hight" is not a setting'],
    ['a prototype', JSON.parse('{"constructor":1}'), '"constructor" is not a setting'],
    ['a value out of range', { 'model.width': 1 }, 'arms.1.set.model.width'],
    ['too deep a convolutional network', { 'model.kind': 'cnn', 'model.depth': 5 }, 'at most 4 blocks'],
  ])('must not change %s', (_, set, sentence) => {
    expect(errorOf(() => parseExperiment(pair(set))).message).toContain(sentence);
  });
});

describe('the differences between arms', () => {
  it('are listed in form order, with the value of each arm', () => {
    const experiment = parseExperiment({
      arms: [
        { label: 'One', set: { 'training.layers': 'last' } },
        { label: 'Two', set: { 'model.width': 64 } },
        { label: 'Three', set: { 'model.depth': 2 } },
      ],
    });
    expect(armDifferences(experiment).map(({ path, values }) => [path, values])).toEqual([
      ['model.width', [128, 64, 128]],
      ['training.layers', ['last', 'all', 'all']],
    ]);
  });

  it('are none where there is one arm', () => {
    expect(armDifferences(parseExperiment({}))).toEqual([]);
  });
});

describe('changing a setting', () => {
  it('gives a new experiment', () => {
    const before = parseExperiment({});
    const after = changeSetting(before, 'training.learningRate', 0.5);
    expect(after.training.learningRate).toBe(0.5);
    expect(before.training.learningRate).toBe(0.001);
  });

  it('refuses what is not a setting, or not valid', () => {
    const experiment = parseExperiment({});
    expect(errorOf(() => changeSetting(experiment, 'model', 1)).message).toBe('"model" is not a setting.');
    expect(errorOf(() => changeSetting(experiment, 'arms', 1)).path).toBe('arms');
    expect(errorOf(() => changeSetting(experiment, 'model.kind', 'rnn')).path).toBe('model.kind');
    expect(errorOf(() => changeSetting(experiment, 'data.train', 100)).message).toContain('use at most 100');
  });
});
