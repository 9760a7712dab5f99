import { type Experiment, ExperimentError, parseExperiment } from './schema';

/** An experiment that the page offers by name. Its claim and texts are the page's (`src/app/`). */
export interface Preset {
  /** The title in kebab-case: in links, on the command line and in `window.richscope.load`. */
  id: string;
  title: string;
  experiment: Experiment;
}

/** Lower case, words joined by hyphens: "Rich is not better" → "rich-is-not-better". */
export function kebabCase(title: string): string {
  return title
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word)
    .join('-');
}

function preset(title: string, experiment: object): Preset {
  const id = kebabCase(title);
  return { id, title, experiment: parseExperiment({ ...experiment, preset: id }) };
}

/** The first is shown where neither a link nor a person asks for another. */
export const PRESETS: readonly Preset[] = [
  preset('Rich is not better', {
    data: { source: 'digits', train: 4_000, test: 2_000, codeStrength: 1, codeAtTest: 'random' },
    model: { kind: 'mlp', depth: 2, width: 128, activation: 'relu' },
    training: { loss: 'mse', optimiser: 'adamw', learningRate: 1e-3, weightDecay: 0.1, batchSize: 128 },
    stop: { steps: 3_000 },
    arms: [
      { label: 'All layers', set: {} },
      { label: 'Last layer only', set: { 'training.layers': 'last' } },
    ],
  }),
  preset('The dial', {
    data: { source: 'digits', train: 4_000, test: 2_000 },
    model: { kind: 'mlp', depth: 2, width: 128, activation: 'relu', zeroHead: true },
    training: { loss: 'mse', optimiser: 'sgd', learningRate: 0.01, momentum: 0.9, batchSize: 128 },
    stop: { steps: 2_000 },
    arms: [
      { label: 'Targets × 10', set: { 'data.targetScale': 10 } },
      { label: 'Targets × 1', set: { 'data.targetScale': 1 } },
      { label: 'Targets × 0.1', set: { 'data.targetScale': 0.1 } },
    ],
  }),
  preset('Grokking', {
    data: { source: 'modular', modulus: 31, trainShare: 0.6 },
    model: { kind: 'quadratic', width: 128 },
    training: {
      ...{ loss: 'mse', optimiser: 'adamw', learningRate: 2e-3, beta2: 0.98, weightDecay: 1 },
      fullBatch: true,
    },
    stop: { steps: 1_000 },
    arms: [{ label: 'Addition modulo 31', set: {} }],
  }),
  preset('Rich before accurate', {
    data: { source: 'modular', modulus: 31, trainShare: 0.6 },
    model: { kind: 'quadratic', width: 256, initScale: 4 },
    training: {
      ...{ loss: 'mse', optimiser: 'adamw', learningRate: 1e-3, beta2: 0.98, weightDecay: 1 },
      fullBatch: true,
    },
    stop: { steps: 4_000 },
    arms: [{ label: 'Starts × 4', set: {} }],
  }),
  preset('Random labels', {
    data: { source: 'digits', train: 300, test: 1_000 },
    model: { kind: 'mlp', depth: 3, width: 128 },
    training: { loss: 'mse', optimiser: 'adamw', learningRate: 1e-3, weightDecay: 1, batchSize: 64 },
    stop: { steps: 2_000 },
    arms: [
      { label: 'True labels', set: {} },
      { label: 'Random labels', set: { 'data.labelNoise': 1 } },
      { label: 'True, no decay', set: { 'training.weightDecay': 0 } },
      { label: 'Random, no decay', set: { 'data.labelNoise': 1, 'training.weightDecay': 0 } },
    ],
  }),
  preset('Weight decay', {
    data: { source: 'digits', train: 2_000, test: 1_000, targetScale: 0.01 },
    model: { kind: 'mlp', depth: 2, width: 128, zeroHead: true },
    training: { loss: 'mse', optimiser: 'sgd', learningRate: 0.03, momentum: 0.9, batchSize: 128 },
    stop: { steps: 1_000 },
    arms: [
      { label: 'Without decay', set: {} },
      { label: 'With decay', set: { 'training.weightDecay': 0.002 } },
    ],
  }),
  preset('Batch norm', {
    data: { source: 'digits', train: 2_000, test: 1_000 },
    model: { kind: 'mlp', depth: 8, width: 64 },
    training: {
      ...{ loss: 'cross-entropy', optimiser: 'sgd', learningRate: 0.01, momentum: 0.9, batchSize: 128 },
    },
    stop: { steps: 600 },
    arms: [
      { label: 'Without', set: {} },
      { label: 'With batch norm', set: { 'model.batchNorm': true } },
    ],
  }),
  preset('Batch norm, VGG16', {
    data: { source: 'colours', train: 2_000, test: 1_000 },
    model: { kind: 'vgg16', widthMultiplier: 0.125 },
    training: {
      ...{ loss: 'cross-entropy', optimiser: 'sgd', learningRate: 0.01, momentum: 0.9, batchSize: 64 },
    },
    probe: { samples: 512 },
    stop: { steps: 500 },
    arms: [
      { label: 'Without', set: {} },
      { label: 'With batch norm', set: { 'model.batchNorm': true } },
    ],
  }),
  preset('Output scale', {
    data: { source: 'digits', train: 2_000, test: 1_000 },
    model: { kind: 'mlp', depth: 2, width: 128 },
    training: { loss: 'mse', optimiser: 'sgd', learningRate: 0.01, momentum: 0.9, batchSize: 128 },
    stop: { steps: 800 },
    arms: [
      { label: 'α = 0.5', set: { 'training.outputScale': 0.5 } },
      { label: 'α = 3', set: { 'training.outputScale': 3 } },
      { label: 'α = 30', set: { 'training.outputScale': 30 } },
    ],
  }),
  preset('Width', {
    data: { source: 'digits', train: 2_000, test: 1_000 },
    model: { kind: 'mlp', depth: 2, width: 32 },
    training: { loss: 'mse', optimiser: 'sgd', learningRate: 0.01, momentum: 0.9, batchSize: 64 },
    stop: { steps: 600 },
    arms: [
      { label: 'Width 32', set: {} },
      { label: 'Width 512', set: { 'model.width': 512 } },
      { label: 'Width 32, μP', set: { 'model.parameterisation': 'mup' } },
      { label: 'Width 512, μP', set: { 'model.width': 512, 'model.parameterisation': 'mup' } },
    ],
  }),
  preset('Neural collapse', {
    data: { source: 'digits', train: 500, test: 1_000 },
    model: { kind: 'mlp', depth: 3, width: 128 },
    training: { loss: 'mse', optimiser: 'adamw', learningRate: 1e-3, weightDecay: 1, batchSize: 100 },
    stop: { steps: 2_000 },
    arms: [{ label: 'Past zero error', set: {} }],
  }),
  preset('Strong features first', {
    data: { source: 'digits', train: 2_000, test: 1_000 },
    model: { kind: 'mlp', depth: 3, width: 128 },
    training: { loss: 'mse', optimiser: 'sgd', learningRate: 0.01, momentum: 0.9, batchSize: 128 },
    stop: { steps: 600 },
    arms: [{ label: 'Three hidden layers', set: {} }],
  }),
  preset('Layers', {
    data: { source: 'digits', train: 2_000, test: 1_000 },
    model: { kind: 'mlp', depth: 4, width: 128 },
    training: { loss: 'mse', optimiser: 'adamw', learningRate: 1e-3, weightDecay: 0.1, batchSize: 128 },
    stop: { steps: 800 },
    arms: [{ label: 'Four hidden layers', set: {} }],
  }),
  preset('Features used', {
    data: { source: 'colours', train: 2_000, test: 1_000 },
    model: { kind: 'mlp', depth: 2, width: 128, channels: 8 },
    training: { loss: 'cross-entropy', optimiser: 'adamw', learningRate: 1e-3, batchSize: 64 },
    stop: { steps: 600 },
    arms: [
      { label: 'Perceptron', set: {} },
      { label: 'Convolutional', set: { 'model.kind': 'cnn' } },
    ],
  }),
  preset('Grokking transformer', {
    data: { source: 'modular', modulus: 31, trainShare: 0.7 },
    model: { kind: 'transformer', depth: 2, width: 32 },
    training: {
      ...{ loss: 'cross-entropy', optimiser: 'adamw', learningRate: 3e-3, beta2: 0.98, weightDecay: 1 },
      fullBatch: true,
    },
    stop: { steps: 2_500 },
    arms: [{ label: 'Two layers, modulo 31', set: {} }],
  }),
];

/** @throws ExperimentError that lists the known ids. */
export function presetById(id: string): Preset {
  const found = PRESETS.find(candidate => candidate.id === id);
  if (found) return found;
  const known = PRESETS.map(candidate => candidate.id).join(', ');
  throw new ExperimentError(`There is no preset "${id.slice(0, 60)}"; choose one of: ${known}.`, 'preset');
}
