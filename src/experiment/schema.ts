import * as z from 'zod/mini';
import { faultOfBranches } from './branches';
import { countTrainPairs, modularFault, OPERATIONS } from './modular';
import { getSetting, withSetting } from './paths';
import { faultOf } from './sentences';
import { stagesOf } from './stages';

export { getSetting, withSetting } from './paths';

/**
 * The one description of an experiment. Form, link, file, command-line flags, documentation and the
 * difference between arms are all derived from it: add a setting here and it exists everywhere.
 */

/** What the form, the documentation and the sentence "A differs from B in …" say about one setting. */
export interface FieldMeta {
  /** Short label, sentence case. */
  label: string;
  /** One sentence for a reader who has not seen the setting before. */
  help: string;
  /** The form's fieldset. */
  group: 'data' | 'model' | 'training' | 'run';
  /** Steps of the form control: equal steps or equal ratios. */
  scale?: 'linear' | 'log';
  /** Arms may differ in it. Everything else is common to all arms, so that they stay comparable. */
  perArm?: boolean;
  /** It can change while a run goes on, and in a branch: it leaves the network, its start and the pictures as they are. */
  live?: boolean;
  /** Words for the values of an enumeration or a boolean. */
  words?: Record<string, string>;
  /** Only meaningful where another setting has one of these values. */
  when?: { path: string; is: readonly (string | number | boolean)[] };
}

declare module 'zod/v4/core' {
  interface GlobalMeta extends Partial<FieldMeta> {}
}

function setting<Schema extends z.ZodMiniType>(schema: Schema, meta: FieldMeta): Schema {
  z.globalRegistry.add(schema, { ...meta });
  return schema;
}

const number = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));
const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));

/** Most steps of a run. */
const MOST_STEPS = 10_000_000;

/** Where data come from. */
export const SOURCES = [
  'digits',
  'colours',
  'modular',
  'mnist',
  'fashion-mnist',
  'cifar10',
  'cifar100',
  'hub',
  'files',
] as const;
export type Source = (typeof SOURCES)[number];

/** Sources that are read from the Hugging Face hub. */
export const HUB_SOURCES = [
  'mnist',
  'fashion-mnist',
  'cifar10',
  'cifar100',
  'hub',
] as const satisfies readonly Source[];
export type HubSource = (typeof HUB_SOURCES)[number];

export const isHubSource = (source: Source): source is HubSource =>
  (HUB_SOURCES as readonly Source[]).includes(source);

const ONLY_PICTURES = { path: 'data.source', is: SOURCES.filter(source => source !== 'modular') };
const ONLY_MODULAR = { path: 'data.source', is: ['modular'] };
const ONLY_HUB = { path: 'data.source', is: ['hub'] };
const ONLY_RESIZED = { path: 'data.source', is: [...HUB_SOURCES, 'files'] };

/** A data set's name, or a configuration's, as the Hugging Face hub allows them. */
const HUB_NAME = /^[\w.-]{1,96}\/[\w.-]{1,96}$/;
const HUB_CONFIG = /^[\w.+ -]{0,96}$/;

export const dataSchema = z.strictObject({
  source: setting(z._default(z.enum(SOURCES), 'digits'), {
    label: 'Data set',
    help: 'What to learn from. Built-in pictures and modular arithmetic are made on your machine; downloads come from the Hugging Face hub and are kept here; files are yours and stay here.',
    group: 'data',
    words: {
      digits: 'Built-in digits',
      colours: 'Built-in colour pictures',
      modular: 'Modular arithmetic',
      mnist: 'MNIST (download)',
      'fashion-mnist': 'Fashion-MNIST (download)',
      cifar10: 'CIFAR-10 (download)',
      cifar100: 'CIFAR-100 (download)',
      hub: 'Any pictures of the Hugging Face hub',
      files: 'Your files',
    },
  }),
  hub: setting(
    z._default(
      z.string().check(z.regex(HUB_NAME, 'needs the name of a data set as in its address, owner/name')),
      'uoft-cs/cifar10',
    ),
    {
      label: 'Name on the hub',
      help: 'An image-classification data set of huggingface.co, owner/name. Its pictures and labels are found by their columns.',
      group: 'data',
      when: ONLY_HUB,
    },
  ),
  hubConfig: setting(
    z._default(
      z.string().check(z.regex(HUB_CONFIG, 'needs the name of a configuration as the hub writes it')),
      '',
    ),
    {
      label: 'Configuration',
      help: 'Which configuration of the data set, by its name on the hub. Empty: the default one, or the first.',
      group: 'data',
      when: ONLY_HUB,
    },
  ),
  operation: setting(z._default(z.enum(OPERATIONS), 'addition'), {
    label: 'Operation',
    help: 'What is to be learned of each pair of numbers a and b, modulo p. Division leaves out b = 0 and needs a prime p.',
    group: 'data',
    words: {
      addition: 'addition, a + b',
      subtraction: 'subtraction, a − b',
      multiplication: 'multiplication, a · b',
      division: 'division, a / b',
    },
    when: ONLY_MODULAR,
  }),
  modulus: setting(z._default(whole(2, 113), 31), {
    label: 'Modulus p',
    help: 'Numbers are 0 to p − 1, so there are p² pairs and p classes. A pair is 2p inputs, of which two are 1.',
    group: 'data',
    scale: 'linear',
    when: ONLY_MODULAR,
  }),
  trainShare: setting(z._default(number(0.05, 0.95), 0.6), {
    label: 'Share trained on',
    help: 'Share of all pairs that is trained on, drawn with the seed. All others are tested on.',
    group: 'data',
    scale: 'linear',
    when: ONLY_MODULAR,
  }),
  train: setting(z._default(whole(10, 60_000), 4_000), {
    label: 'Training pictures',
    help: 'How many pictures are trained on, drawn with the seed.',
    group: 'data',
    scale: 'log',
    when: ONLY_PICTURES,
  }),
  test: setting(z._default(whole(10, 10_000), 2_000), {
    label: 'Test pictures',
    help: 'How many pictures are kept for testing.',
    group: 'data',
    scale: 'log',
    when: ONLY_PICTURES,
  }),
  size: setting(z._default(z.nullable(whole(8, 128)), null), {
    label: 'Picture size',
    help: 'Pictures are cut to a centred square and resized to this many pixels a side. Empty: the size of the first picture.',
    group: 'data',
    scale: 'log',
    words: { null: 'that of the first' },
    when: ONLY_RESIZED,
  }),
  colour: setting(z._default(z.enum(['as-is', 'grey', 'colour']), 'as-is'), {
    label: 'Colours',
    help: 'As they are: grey where the first picture is a grey one, else three channels.',
    group: 'data',
    words: { 'as-is': 'as they are', grey: 'grey', colour: 'three channels' },
    when: ONLY_RESIZED,
  }),
  codeStrength: setting(z._default(number(0, 10), 0), {
    label: 'Label code',
    help: 'Brightness of one pixel in the top row that gives the label away on training pictures. 0: no code.',
    group: 'data',
    scale: 'linear',
    when: ONLY_PICTURES,
  }),
  codeAtTest: setting(z._default(z.enum(['absent', 'random']), 'random'), {
    label: 'Code on test pictures',
    help: 'Test pictures carry no code, or the code of a random label.',
    group: 'data',
    words: { absent: 'absent', random: 'random' },
    when: ONLY_PICTURES,
  }),
  labelNoise: setting(z._default(number(0, 1), 0), {
    label: 'Label noise',
    help: 'Share of the training labels that are replaced by random ones.',
    group: 'data',
    live: true,
    scale: 'linear',
    perArm: true,
  }),
  targetScale: setting(z._default(number(1e-4, 1e4), 1), {
    label: 'Target scale',
    help: 'Targets are multiplied by this. Small targets are reached before the features move: the dial from rich to lazy. Squared error only.',
    group: 'data',
    live: true,
    scale: 'log',
    perArm: true,
    when: { path: 'training.loss', is: ['mse'] },
  }),
});

export const modelSchema = z.strictObject({
  kind: setting(
    z._default(z.enum(['mlp', 'quadratic', 'cnn', 'deep-cnn', 'vgg16', 'resnet18', 'transformer']), 'mlp'),
    {
      label: 'Network',
      help: 'A multilayer perceptron; for modular arithmetic a network of squares or a transformer; for pictures a small or a deep convolutional network, or VGG16 or ResNet18 as they are used on CIFAR.',
      group: 'model',
      perArm: true,
      words: {
        mlp: 'multilayer perceptron',
        quadratic: 'quadratic network',
        cnn: 'convolutional network',
        'deep-cnn': 'deep convolutional network',
        vgg16: 'VGG16',
        resnet18: 'ResNet18',
        transformer: 'transformer',
      },
    },
  ),
  depth: setting(z._default(whole(1, 8), 2), {
    label: 'Hidden layers',
    help: 'Hidden layers of the perceptron, layers of the transformer, or convolution blocks of the convolutional network (each halves the picture; at most 4).',
    group: 'model',
    perArm: true,
    scale: 'linear',
    when: { path: 'model.kind', is: ['mlp', 'cnn', 'transformer'] },
  }),
  width: setting(z._default(whole(2, 1_024), 128), {
    label: 'Width',
    help: 'Units of each hidden layer. In the convolutional network: units of the dense layer before the outputs. In the transformer: values of each token, a multiple of 4.',
    group: 'model',
    perArm: true,
    scale: 'log',
    when: { path: 'model.kind', is: ['mlp', 'quadratic', 'cnn', 'transformer'] },
  }),
  widthMultiplier: setting(z._default(number(0.125, 2), 0.25), {
    label: 'Width multiplier',
    help: 'Channels of each layer, as a multiple of the published ones. 1 asks for a fast GPU; a quarter has about a sixteenth of the weights.',
    group: 'model',
    perArm: true,
    scale: 'log',
    when: { path: 'model.kind', is: ['deep-cnn', 'vgg16', 'resnet18'] },
  }),
  channels: setting(z._default(whole(1, 128), 16), {
    label: 'Channels',
    help: 'Channels of the first convolution; each further block doubles them.',
    group: 'model',
    perArm: true,
    scale: 'log',
    when: { path: 'model.kind', is: ['cnn'] },
  }),
  activation: setting(z._default(z.enum(['relu', 'tanh', 'square']), 'relu'), {
    label: 'Activation',
    help: 'The function after each hidden layer.',
    group: 'model',
    perArm: true,
    words: { relu: 'ReLU', tanh: 'tanh', square: 'square' },
    when: { path: 'model.kind', is: ['mlp', 'cnn', 'deep-cnn', 'vgg16', 'resnet18', 'transformer'] },
  }),
  init: setting(z._default(z.enum(['he', 'lecun']), 'he'), {
    label: 'Start',
    help: 'Standard deviation of the starting weights: He, √(2 / inputs), or LeCun, √(1 / inputs).',
    group: 'model',
    perArm: true,
    words: { he: 'He', lecun: 'LeCun' },
    when: { path: 'model.kind', is: ['mlp', 'cnn', 'deep-cnn', 'vgg16', 'resnet18'] },
  }),
  initScale: setting(z._default(number(0.01, 100), 1), {
    label: 'Start scale',
    help: 'All starting weights are multiplied by this. Large starts are lazier.',
    group: 'model',
    perArm: true,
    scale: 'log',
  }),
  zeroHead: setting(z._default(z.boolean(), false), {
    label: 'Zero head',
    help: 'Start the last layer at zero, so that the outputs start at zero. Richness is undefined until they move.',
    group: 'model',
    perArm: true,
    words: { true: 'zero', false: 'random' },
  }),
  bias: setting(z._default(z.boolean(), true), {
    label: 'Biases',
    help: 'Give each layer a bias.',
    group: 'model',
    perArm: true,
    words: { true: 'with', false: 'without' },
    when: { path: 'model.kind', is: ['mlp', 'cnn', 'deep-cnn', 'vgg16', 'resnet18', 'transformer'] },
  }),
  batchNorm: setting(z._default(z.boolean(), false), {
    label: 'Batch norm',
    help: 'Normalise each hidden layer over the batch before its activation, with a scale and a shift of its own in place of the bias.',
    group: 'model',
    perArm: true,
    words: { true: 'with', false: 'without' },
    when: { path: 'model.kind', is: ['mlp', 'cnn', 'deep-cnn', 'vgg16', 'resnet18'] },
  }),
  parameterisation: setting(z._default(z.enum(['standard', 'mup']), 'standard'), {
    label: 'Parameterisation',
    help: 'How starts and learning rates follow the width. Standard: one learning rate for all. Maximal update: each array has its own, so that features move as much at any width; at the default widths it is the same as standard.',
    group: 'model',
    perArm: true,
    words: { standard: 'standard', mup: 'maximal update (μP)' },
  }),
});

export const trainingSchema = z.strictObject({
  layers: setting(z._default(z.enum(['all', 'last']), 'all'), {
    label: 'Trained layers',
    help: 'All layers, or only the last one: features that cannot move are as lazy as can be.',
    group: 'training',
    live: true,
    perArm: true,
    words: { all: 'all layers', last: 'only the last layer' },
  }),
  loss: setting(z._default(z.enum(['mse', 'cross-entropy']), 'mse'), {
    label: 'Loss',
    help: 'Squared error to one-hot targets, ½ the sum over classes, mean over the batch; or cross-entropy.',
    group: 'training',
    live: true,
    perArm: true,
    words: { mse: 'squared error', 'cross-entropy': 'cross-entropy' },
  }),
  labelSmoothing: setting(z._default(number(0, 0.99), 0), {
    label: 'Label smoothing',
    help: 'ε: targets are 1 − ε of the one-hot target plus ε spread evenly over all classes. All losses shown are towards these targets. 0: off.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'linear',
  }),
  optimiser: setting(z._default(z.enum(['sgd', 'adamw']), 'adamw'), {
    label: 'Optimiser',
    help: 'Stochastic gradient descent with momentum, or Adam with decoupled weight decay.',
    group: 'training',
    live: true,
    perArm: true,
    words: { sgd: 'SGD', adamw: 'AdamW' },
  }),
  learningRate: setting(z._default(z.number().check(z.gt(0), z.lte(1e9)), 1e-3), {
    label: 'Learning rate',
    help: 'Step size of the optimiser.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'log',
  }),
  outputScale: setting(z._default(number(1e-3, 1e5), 1), {
    label: 'Output scale',
    help: 'α: train α·(f − f₀), the network less what it was at the start, in place of the network f. The larger α, the lazier. The learning rate is divided by α² for SGD, and by α for AdamW, whose steps do not grow with the gradient. Outputs, losses, accuracy and richness are those of the trained function. 1: off, the network itself is trained. Without batch norm, flips and shifts only.',
    group: 'training',
    perArm: true,
    scale: 'log',
  }),
  schedule: setting(z._default(z.enum(['constant', 'cosine', 'steps']), 'constant'), {
    label: 'Schedule',
    help: 'How the learning rate goes on: as it is, down to zero at the last step along half a cosine, or to a tenth at two points of the run.',
    group: 'training',
    live: true,
    perArm: true,
    words: { constant: 'constant', cosine: 'cosine', steps: 'two drops to a tenth' },
  }),
  firstDrop: setting(z._default(number(0, 1), 0.5), {
    label: 'First drop after',
    help: 'Share of the run after which the learning rate falls to a tenth. 1: never.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'linear',
    when: { path: 'training.schedule', is: ['steps'] },
  }),
  secondDrop: setting(z._default(number(0, 1), 0.75), {
    label: 'Second drop after',
    help: 'Share of the run after which the learning rate falls to a tenth once more. 1: never.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'linear',
    when: { path: 'training.schedule', is: ['steps'] },
  }),
  warmup: setting(z._default(whole(0, 1_000_000), 0), {
    label: 'Warm-up',
    help: 'Steps in which the learning rate rises linearly from nothing to its full size.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'log',
  }),
  momentum: setting(z._default(number(0, 0.999), 0.9), {
    label: 'Momentum',
    help: 'Share of the last update that is kept.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'linear',
    when: { path: 'training.optimiser', is: ['sgd'] },
  }),
  beta2: setting(z._default(number(0, 0.99999), 0.999), {
    label: 'Adam β₂',
    help: 'Memory of the squared gradient. β₁ is the momentum of Adam and stays at 0.9.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'linear',
    when: { path: 'training.optimiser', is: ['adamw'] },
  }),
  weightDecay: setting(z._default(number(0, 100), 0), {
    label: 'Weight decay',
    help: 'AdamW shrinks the weights by learning rate × this at every step; SGD adds this × weights to the gradient.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'log',
  }),
  clipNorm: setting(z._default(z.nullable(number(1e-6, 1e6)), null), {
    label: 'Largest gradient norm',
    help: 'Where the gradient of all trained weights together is longer than this, it is shortened to it. Empty: never.',
    group: 'training',
    live: true,
    perArm: true,
    scale: 'log',
    words: { null: 'none' },
  }),
  flip: setting(z._default(z.boolean(), false), {
    label: 'Flips',
    help: 'Mirror each training picture left to right half of the times that it is seen. The pictures that are measured stay as they are. Common to all arms.',
    group: 'training',
    live: true,
    words: { true: 'half of the times', false: 'none' },
    when: ONLY_PICTURES,
  }),
  shift: setting(z._default(whole(0, 32), 0), {
    label: 'Shifts',
    help: 'Shift each training picture, a label code with it, by up to this many pixels in both directions, each time that it is seen; what comes in is zero. The pictures that are measured stay as they are. Common to all arms.',
    group: 'training',
    live: true,
    scale: 'linear',
    when: ONLY_PICTURES,
  }),
  fullBatch: setting(z._default(z.boolean(), false), {
    label: 'Full batch',
    help: 'Every step sees all training pictures, however many there are. With batch norm they must fit in memory at once. Common to all arms.',
    group: 'training',
    live: true,
    words: { true: 'all pictures', false: 'a batch' },
  }),
  batchSize: setting(z._default(whole(1, 60_000), 128), {
    label: 'Batch size',
    help: 'Pictures per step. Common to all arms, so that they see the same batches.',
    group: 'training',
    live: true,
    scale: 'log',
    when: { path: 'training.fullBatch', is: [false] },
  }),
});

export const stopSchema = z.strictObject({
  steps: setting(z._default(whole(1, MOST_STEPS), 3_000), {
    label: 'Stop after',
    help: 'Steps after which the run is finished.',
    group: 'run',
    scale: 'log',
  }),
  trainAccuracy: setting(z._default(z.nullable(number(0, 1)), null), {
    label: 'Stop at train accuracy',
    help: 'Stop as soon as every arm reaches this accuracy on the training probe. Empty: never.',
    group: 'run',
    scale: 'linear',
  }),
});

export const probeSchema = z.strictObject({
  samples: setting(z._default(whole(16, 4_096), 1_024), {
    label: 'Probe pictures',
    help: 'Fixed pictures of each set, training and test, on which richness and accuracy are measured.',
    group: 'run',
    scale: 'log',
  }),
  perDecade: setting(z._default(whole(1, 200), 24), {
    label: 'Probes per decade',
    help: 'Measurements per tenfold of steps, so that a log axis is evenly filled.',
    group: 'run',
    scale: 'linear',
  }),
  batchStatistics: setting(z._default(z.enum(['running', 'batch']), 'running'), {
    label: 'Batch norm in probes',
    help: 'Networks with batch norm are probed with their running statistics, or with those of the probe pictures themselves, 256 or a batch of them at a time.',
    group: 'run',
    words: { running: 'running statistics', batch: 'statistics of the batch' },
  }),
  tangentKernel: setting(z._default(z.boolean(), false), {
    label: 'Tangent kernel',
    help: 'Measure now and then how far the empirical tangent kernel on 48 training pictures has moved, which tells lazy training by definition. Takes up to a tenth of the time; for networks of at most 100,000 trained parameters.',
    group: 'run',
    words: { true: 'measured', false: 'not measured' },
  }),
});

/** Everything that one arm needs; an arm of an experiment resolves to this. */
export const settingsSchema = z.strictObject({
  data: z.prefault(dataSchema, {}),
  model: z.prefault(modelSchema, {}),
  training: z.prefault(trainingSchema, {}),
  seed: setting(z._default(whole(0, 4_294_967_295), 1), {
    label: 'Seed',
    help: 'Every random draw comes from it: same seed, same device, same curves.',
    group: 'run',
  }),
  stop: z.prefault(stopSchema, {}),
  probe: z.prefault(probeSchema, {}),
});

export const ARM_IDS = ['A', 'B', 'C', 'D'] as const;
export type ArmId = (typeof ARM_IDS)[number];

/** Values by name, such as settings by their path. */
/** A value of a setting. */
export const scalarSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const scalarsSchema = z.record(z.string(), scalarSchema);

const stepSchema = whole(0, MOST_STEPS);

export const armSchema = z.strictObject({
  /** Shown at the line's end and on the arm's card. */
  label: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
  /** Settings in which this arm differs from the base, by dotted path: `{"training.layers": "last"}`. */
  set: z._default(scalarsSchema, {}),
  /** It is arm `of` until step `at`, and another one from there on. */
  branch: z.exactOptional(z.strictObject({ of: z.enum(ARM_IDS), at: stepSchema })),
});

/** A setting that becomes another one in the middle of a run, for update `step` + 1 and those after it. */
export const changeSchema = z.strictObject({
  step: stepSchema,
  arms: z.array(z.enum(ARM_IDS)).check(z.minLength(1), z.maxLength(ARM_IDS.length)),
  path: z.string().check(z.maxLength(60)),
  value: scalarSchema,
});

/** Most changes in the middle of one run. */
export const MOST_CHANGES = 100;

const experimentShape = z.strictObject({
  ...settingsSchema.shape,
  /** The scenario whose claim and texts are shown; null for an experiment of the reader's own. */
  preset: z._default(z.nullable(z.string().check(z.maxLength(60))), null),
  arms: z._default(z.array(armSchema).check(z.minLength(1), z.maxLength(ARM_IDS.length)), () => [
    { label: 'All layers', set: {} },
  ]),
  /** Made while it ran, ascending by step; played again whenever it runs anew. Absent where there are none. */
  changes: z.exactOptional(z.array(changeSchema).check(z.minLength(1), z.maxLength(MOST_CHANGES))),
});

export type Settings = z.output<typeof settingsSchema>;
export type Arm = z.output<typeof armSchema>;
export type Change = z.output<typeof changeSchema>;
export type Experiment = z.output<typeof experimentShape>;
export type ExperimentInput = z.input<typeof experimentShape>;
export type Scalar = string | number | boolean | null;

/** Panels by their names, in their order, each with an exclamation mark where it takes the whole width. */
const PANELS = /^([a-z]+!?(\.[a-z]+!?)*)?$/;

/** Two series by their names, that along x first. */
const PAIR = /^[a-z0-9]+\.[a-z0-9]+$/i;

/** View settings, which travel in the link beside the experiment. */
export const viewSchema = z.strictObject({
  stepAxis: z._default(z.enum(['log', 'linear']), 'log'),
  /** Which inputs the richness curve and the spectrum show. */
  probe: z._default(z.enum(['train', 'test']), 'train'),
  theme: z._default(z.enum(['system', 'light', 'dark']), 'system'),
  /** Which panels are shown, where the reader has chosen; empty: all, as they stand at first. */
  panels: z._default(z.string().check(z.maxLength(300), z.regex(PANELS)), ''),
  /** How much curves are smoothed; what was measured stays visible behind them. */
  smoothing: z._default(z.enum(['none', 'light', 'strong']), 'none'),
  /** Which series is drawn against which, in the panel for any two. */
  pair: z._default(z.string().check(z.maxLength(60), z.regex(PAIR)), 'dlr.testAccuracy'),
});
export type View = z.output<typeof viewSchema>;

/** Dotted paths of all settings, in form order, with their leaf schemas. */
export function settingPaths(): { path: string; schema: z.ZodMiniType; meta: FieldMeta }[] {
  const found: { path: string; schema: z.ZodMiniType; meta: FieldMeta }[] = [];
  const walk = (schema: z.ZodMiniObject, prefix: string) => {
    for (const [key, child] of Object.entries(schema.shape) as [string, z.ZodMiniType][]) {
      const inner = child instanceof z.ZodMiniPrefault ? child._zod.def.innerType : child;
      if (inner instanceof z.ZodMiniObject) walk(inner, `${prefix}${key}.`);
      else found.push({ path: prefix + key, schema: child, meta: z.globalRegistry.get(child) as FieldMeta });
    }
  };
  walk(settingsSchema, '');
  return found;
}

/** Samples of one step on a training set of this size. */
export function batchSizeOf({ fullBatch, batchSize }: Settings['training'], samples: number): number {
  return fullBatch ? samples : batchSize;
}

/** The full settings of arm `index` at its first step: the base with the arm's differences laid over it. */
export function resolveArm(experiment: Experiment, index: number): Settings {
  const { preset: _preset, changes: _changes, arms, ...base } = experiment;
  const arm = arms[index];
  if (!arm) throw new RangeError(`The experiment has ${arms.length} arms; there is no arm ${index}.`);
  let settings: Settings = base;
  for (const [path, value] of Object.entries(arm.set)) settings = withSetting(settings, path, value);
  return settingsSchema.parse(settings);
}

/** Why a network with an output scale has no fixed outputs at its start, as a clause; null where all is well. */
function movingStart({ data, model, training }: Settings): string | null {
  if (training.outputScale === 1) return null;
  if (model.batchNorm && model.kind !== 'quadratic' && model.kind !== 'transformer')
    return 'batch norm makes depend on the batch';
  return data.source !== 'modular' && (training.flip || training.shift)
    ? 'flips and shifts change each time'
    : null;
}

/** The schema of a whole experiment: each arm is also checked with its differences laid over the base. */
export const experimentSchema = experimentShape.check(
  z.superRefine((experiment, context) => {
    const known = new Map(settingPaths().map(field => [field.path, field.meta]));
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    experiment.arms.forEach(({ set, branch }, index) => {
      for (const path of Object.keys(set)) {
        const meta = known.get(path);
        if (meta && (meta.perArm || (branch && meta.live))) continue;
        const reason = meta ? 'is common to all arms' : 'is not a setting';
        refuse(['arms', index, 'set', path], `"${path}" ${reason}`);
      }
    });
    const broken = faultOfBranches(experiment, known);
    if (broken) refuse(broken.path, broken.message);
    const { data } = experiment;
    const fault = data.source === 'modular' ? modularFault(data) : null;
    if (fault) refuse(['data', 'modulus'], fault);
    if (context.issues.length) return;
    for (const index of experiment.arms.keys())
      for (const { from, settings } of stagesOf(experiment, index)) {
        const where = from > 0 ? [] : ['arms', index, 'set'];
        const checked = settingsSchema.safeParse(settings, { reportInput: true });
        for (const issue of checked.error?.issues ?? [])
          refuse([...where, issue.path.join('.')], faultOf(issue));
        const moving = movingStart(settings);
        if (moving)
          refuse(
            ['training', 'outputScale'],
            `An output scale needs the outputs of the start, one for each picture, which ${moving}: set the output scale to 1, or leave that out`,
          );
        if (settings.model.kind === 'cnn' && settings.model.depth > 4)
          refuse(
            ['model', 'depth'],
            'A convolutional network has at most 4 blocks here: each halves a 28×28 picture',
          );
        const most =
          settings.data.source === 'modular' ? countTrainPairs(settings.data) : settings.data.train;
        const { fullBatch, batchSize } = settings.training;
        if (!fullBatch && batchSize > most)
          refuse(
            ['training', 'batchSize'],
            `The batch (${batchSize}) is larger than the training set (${most}): use at most ${most}`,
          );
      }
  }),
);

/** A bad setting, as a sentence for people. */
export class ExperimentError extends Error {
  override name = 'ExperimentError';
  /** Dotted path of the first setting at fault; empty for the experiment as a whole. */
  readonly path: string;
  constructor(message: string, path = '') {
    super(message);
    this.path = path;
  }
}

/**
 * Completes and checks an experiment.
 * @throws ExperimentError with one sentence that names the setting at fault.
 */
export function parseExperiment(input: unknown): Experiment {
  const result = experimentSchema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.join('.');
  const fault = faultOf(issue);
  const sentence = path ? `${path}: ${fault}.` : `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`;
  throw new ExperimentError(sentence, path);
}

/** Sets one setting and checks the result. @throws ExperimentError */
export function changeSetting(experiment: Experiment, path: string, value: Scalar): Experiment {
  if (!settingPaths().some(field => field.path === path))
    throw new ExperimentError(`"${path}" is not a setting.`, path);
  return parseExperiment(withSetting(experiment, path, value));
}

/** Settings in which the arms differ, with each arm's value, in form order. */
export function armDifferences(
  experiment: Experiment,
): { path: string; meta: FieldMeta; values: Scalar[] }[] {
  const arms = experiment.arms.map((_, index) => resolveArm(experiment, index));
  return settingPaths()
    .map(({ path, meta }) => ({ path, meta, values: arms.map(arm => getSetting(arm, path) as Scalar) }))
    .filter(({ values }) => values.some(value => value !== values[0]));
}
