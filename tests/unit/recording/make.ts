import { type ExperimentInput, parseExperiment } from '../../../src/experiment/schema';
import type { Measures } from '../../../src/metrics/types';
import { Recording } from '../../../src/recording/recording';
import type { Frame, SplitFrame } from '../../../src/recording/types';

const arms = [
  { label: 'All layers', set: {} },
  { label: 'Last layer only', set: { 'training.layers': 'last' } },
];

export const NETWORK = { parameterNorm: 2, parameterDistance: 0.5, tangentKernelChange: null };

export function makeRecording(input: ExperimentInput = { arms }): Recording {
  return new Recording(parseExperiment(input), 'run-1');
}

export function makeSplit(accuracy = 0.5, measures: Partial<Measures> = {}): SplitFrame {
  return {
    accuracy,
    loss: 1 - accuracy,
    measures: {
      ...{ samples: 64, width: 8, outputs: 10, rank: 9 },
      ...{ dlr: 0.5, share: 0.6, participation: 4 },
      ...measures,
    },
    layers: [],
  };
}

/** A frame whose training split has this accuracy and D_LR. */
export function makeFrame(arm: number, step: number, accuracy = 0.5, dlr: number | null = 0.5): Frame {
  return { arm, step, train: makeSplit(accuracy, { dlr }), test: makeSplit(accuracy / 2), network: NETWORK };
}
