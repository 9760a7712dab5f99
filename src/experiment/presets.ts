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
];

/** @throws ExperimentError that lists the known ids. */
export function presetById(id: string): Preset {
  const found = PRESETS.find(candidate => candidate.id === id);
  if (found) return found;
  const known = PRESETS.map(candidate => candidate.id).join(', ');
  throw new ExperimentError(`There is no preset "${id.slice(0, 60)}"; choose one of: ${known}.`, 'preset');
}
