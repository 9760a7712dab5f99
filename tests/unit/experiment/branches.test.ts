import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink } from '../../../src/experiment/link';
import {
  type ExperimentInput,
  getSetting,
  parseExperiment,
  viewSchema,
} from '../../../src/experiment/schema';
import { stageAt, stagesOf } from '../../../src/experiment/stages';

const input = {
  training: { batchSize: 50, learningRate: 0.01 },
  arms: [
    { label: 'All', set: {} },
    { label: 'Last', set: { 'training.layers': 'last' } },
    {
      label: 'From A',
      set: { 'training.learningRate': 0.1, 'training.batchSize': 20 },
      branch: { of: 'A', at: 100 },
    },
  ],
  changes: [
    { step: 40, arms: ['A', 'B'], path: 'training.batchSize', value: 30 },
    { step: 60, arms: ['A'], path: 'training.learningRate', value: 0.02 },
    { step: 60, arms: ['A'], path: 'training.weightDecay', value: 1 },
    { step: 200, arms: ['B', 'C'], path: 'training.learningRate', value: 0.5 },
  ],
} satisfies ExperimentInput;

const valuesOf = (index: number, path: string) =>
  stagesOf(parseExperiment(input), index).map(({ from, settings }) => [from, getSetting(settings, path)]);

describe('the settings of an arm over time', () => {
  it('change where changes and branches say so', () => {
    expect(valuesOf(0, 'training.learningRate')).toEqual([
      [0, 0.01],
      [40, 0.01],
      [60, 0.02],
    ]);
    expect(valuesOf(1, 'training.batchSize')).toEqual([
      [0, 50],
      [40, 30],
      [200, 30],
    ]);
    expect(valuesOf(2, 'training.learningRate')).toEqual([
      [0, 0.01],
      [40, 0.01],
      [60, 0.02],
      [100, 0.1],
      [200, 0.5],
    ]);
    // What is not its own is that of the base, not of the arm that it leaves.
    expect(valuesOf(2, 'training.weightDecay').at(-1)).toEqual([200, 0]);
    const stages = stagesOf(parseExperiment(input), 0);
    expect([0, 39, 40, 59, 60, 9_000].map(step => stageAt(stages, step).from)).toEqual([
      0, 0, 40, 40, 60, 60,
    ]);
  });

  it('are one stage where a change changes nothing', () => {
    const change = { step: 10, arms: ['A'], path: 'training.learningRate', value: 1e-3 };
    expect(stagesOf(parseExperiment({ changes: [change] }), 0)).toHaveLength(1);
  });
});

it('a link holds branches and changes', () => {
  const experiment = parseExperiment(input);
  const link = encodeLink({ experiment, view: viewSchema.parse({}) });
  expect(decodeLink(link)!.experiment).toEqual(experiment);
  expect(link.length).toBeLessThan(700);
});

describe('branches and changes that cannot be are refused with a sentence', () => {
  const REFUSED: [words: string, change: object][] = [
    [
      'cannot change in the middle of a run',
      { changes: [{ step: 5, arms: ['A'], path: 'model.width', value: 3 }] },
    ],
    ['is not a setting', { changes: [{ step: 5, arms: ['A'], path: 'training.luck', value: 3 }] }],
    ['there is no arm D', { changes: [{ step: 5, arms: ['D'], path: 'training.momentum', value: 0 }] }],
    [
      'arm C is not there yet at step 5',
      { changes: [{ step: 5, arms: ['C'], path: 'training.momentum', value: 0 }] },
    ],
    [
      'change it in all of them',
      { changes: [{ step: 5, arms: ['A'], path: 'training.batchSize', value: 9 }] },
    ],
    ['must be at most 1', { changes: [{ step: 5, arms: ['A'], path: 'data.labelNoise', value: 2 }] }],
    [
      'is larger than the training set',
      {
        data: { train: 100 },
        changes: [{ step: 5, arms: ['A', 'B'], path: 'training.batchSize', value: 101 }],
      },
    ],
    [
      'the run ends before step 5',
      {
        stop: { steps: 4 },
        arms: input.arms.slice(0, 2),
        changes: [{ step: 5, arms: ['A'], path: 'training.momentum', value: 0 }],
      },
    ],
    ['in the order of their steps', { changes: [...input.changes].reverse() }],
    [
      'must stand behind the arm that it leaves',
      { arms: [{ label: 'x', branch: { of: 'A', at: 3 } }], changes: undefined },
    ],
    [
      'arm C is not there yet at step 50',
      { arms: [...input.arms, { label: 'x', branch: { of: 'C', at: 50 } }] },
    ],
    [
      'network and the pictures that are there',
      {
        arms: [
          ...input.arms.slice(0, 2),
          { label: 'x', set: { 'model.width': 7 }, branch: { of: 'A', at: 50 } },
        ],
        changes: undefined,
      },
    ],
    [
      'is common to all arms',
      { arms: [{ label: 'x', set: { 'training.batchSize': 7 } }], changes: undefined },
    ],
    [
      'is common to all arms',
      {
        arms: [...input.arms.slice(0, 2), { label: 'x', set: { seed: 7 }, branch: { of: 'A', at: 50 } }],
        changes: undefined,
      },
    ],
  ];

  it.each(REFUSED)('%s', (words, change) => {
    const { changes, ...rest } = { ...input, ...change } as ExperimentInput;
    expect(() => parseExperiment({ ...rest, ...(changes && { changes }) })).toThrow(words);
  });
});
