import { presetById } from './presets';
import { type Experiment, parseExperiment } from './schema';
import { makeSweep, type Sweep, type SweepAxis } from './sweep';

/** A sweep that the page and the command line offer by name. */
export interface ReadySweep {
  id: string;
  title: string;
  /** Id of the preset whose experiment it takes, with fewer pictures or steps where that is said. */
  preset: string;
  /** The preset is about this sweep, and the gallery opens it with the sweep. */
  opensWithPreset: boolean;
  /** One sentence: what it asks. */
  question: string;
  sweep: Sweep;
}

function ready(
  id: string,
  title: string,
  question: string,
  preset: string,
  axes: readonly SweepAxis[],
  changes: (experiment: Experiment) => object = experiment => experiment,
): ReadySweep {
  const experiment = parseExperiment({ ...changes(presetById(preset).experiment), preset: null });
  const opensWithPreset = preset === 'training-set-size' || preset === 'learning-rate';
  return {
    id,
    title,
    preset,
    opensWithPreset,
    question,
    sweep: makeSweep({ experiment, axes, seeds: [0, 1, 2] }),
  };
}

/** The first is shown where nothing else is asked for. */
export const READY_SWEEPS: readonly ReadySweep[] = [
  ready(
    'phase-diagram',
    'Lazy–rich phase diagram',
    'Where do target scale and learning rate together leave a network lazy, and where do they make it rich?',
    'the-dial',
    [
      { path: 'data.targetScale', values: [0.1, 0.3, 1, 3, 10] },
      { path: 'training.learningRate', values: [0.001, 0.003, 0.01, 0.03] },
    ],
    experiment => ({
      ...experiment,
      data: { ...experiment.data, train: 1_000, test: 1_000 },
      stop: { ...experiment.stop, steps: 600 },
    }),
  ),
  ready('output-scale', 'Output scale', 'From which α on is a network lazy?', 'output-scale', [
    { path: 'training.outputScale', values: [0.5, 1, 3, 10, 30, 100] },
  ]),
  ready(
    'width',
    'Width',
    'How does richness follow the width, under the standard parameterisation and under maximal update?',
    'width',
    [{ path: 'model.width', values: [16, 32, 64, 128, 256, 512] }],
  ),
  ready(
    'weight-decay',
    'Weight decay',
    'Which measure follows the weight decay: the richness of the features, or the size of the weights?',
    'weight-decay',
    [{ path: 'training.weightDecay', values: [0, 0.0005, 0.001, 0.002, 0.004] }],
  ),
  ready(
    'label-noise',
    'Label noise',
    'Are features of random labels as rich as those of true ones, with weight decay and without?',
    'random-labels',
    [{ path: 'data.labelNoise', values: [0, 0.25, 0.5, 0.75, 1] }],
  ),
  ready(
    'training-set-size',
    'Training-set size',
    'Do more pictures make a network richer?',
    'training-set-size',
    [{ path: 'data.train', values: [100, 300, 1_000, 4_000] }],
  ),
  ready(
    'learning-rate',
    'Learning rate',
    'At which learning rate does a convolutional network become richest? In the settings it can be a ResNet18, which takes longer.',
    'learning-rate',
    [{ path: 'training.learningRate', values: [0.001, 0.005, 0.02, 0.05, 0.2, 1] }],
  ),
];

/** The ready sweep of this id; undefined where there is none. */
export const readySweep = (id: string): ReadySweep | undefined =>
  READY_SWEEPS.find(candidate => candidate.id === id);
