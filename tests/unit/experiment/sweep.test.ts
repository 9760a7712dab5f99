import { describe, expect, it } from 'vitest';
import { presetById } from '../../../src/experiment/presets';
import { ExperimentError, parseExperiment, resolveArm } from '../../../src/experiment/schema';
import {
  MOST_POINTS,
  makeSweep,
  readSeeds,
  readSweepWord,
  readValues,
  type Sweep,
  sweepPaths,
  sweepPoints,
  sweepWord,
} from '../../../src/experiment/sweep';

const base = parseExperiment({ data: { train: 100 }, training: { batchSize: 20 } });
const sweepOf = (changes: Partial<Sweep> = {}) =>
  makeSweep({
    experiment: base,
    axes: [
      { path: 'data.targetScale', values: [1, 0.1] },
      { path: 'training.learningRate', values: [0.01, 0.1, 1] },
    ],
    seeds: [0, 3],
    ...changes,
  });

describe('the settings that can be swept', () => {
  const paths = sweepPaths().map(({ path }) => path);
  it('are numbers', () => {
    for (const path of [
      'data.train',
      'training.learningRate',
      'model.width',
      'stop.steps',
      'training.clipNorm',
    ])
      expect(paths).toContain(path);
  });
  it('are no texts, choices, switches, seeds or probes', () => {
    for (const path of ['data.source', 'data.hub', 'model.batchNorm', 'seed', 'probe.samples'])
      expect(paths).not.toContain(path);
  });
});

describe('the points of a sweep', () => {
  const points = sweepPoints(sweepOf());
  it('are all combinations, all of one seed before the next', () => {
    expect(points.map(({ values, seed }) => [...values, seed])).toEqual([
      ...[0, 3].flatMap(seed => [0.1, 1].flatMap(x => [0.01, 0.1, 1].map(y => [x, y, seed]))),
    ]);
  });
  it('are experiments with those values and that seed, and otherwise as the base', () => {
    const { experiment } = points[8]!;
    expect(experiment).toEqual({
      ...base,
      seed: 3,
      data: { ...base.data, targetScale: 0.1 },
      training: { ...base.training, learningRate: 1 },
    });
    expect(parseExperiment(experiment)).toEqual(experiment);
  });
});

describe('the arms of a sweep', () => {
  it('become one where they differ in nothing else', () => {
    const { experiment } = sweepOf({ experiment: presetById('the-dial').experiment });
    expect(experiment.arms).toEqual([{ label: 'One network', set: {} }]);
  });
  it('stay apart where they do, and are named by that', () => {
    const { experiment, axes } = sweepOf({
      experiment: presetById('random-labels').experiment,
      axes: [{ path: 'data.labelNoise', values: [0, 0.5] }],
    });
    expect(experiment.arms).toEqual([
      { label: 'Weight decay 1', set: {} },
      { label: 'Weight decay 0', set: { 'training.weightDecay': 0 } },
    ]);
    for (const point of sweepPoints({ experiment, axes, seeds: [1] }))
      for (const arm of [0, 1])
        expect(resolveArm(point.experiment, arm).data.labelNoise).toBe(point.values[0]);
  });
  it('keep their labels where the sweep goes along something else', () => {
    const { experiment } = presetById('rich-is-not-better');
    expect(sweepOf({ experiment }).experiment.arms).toEqual(experiment.arms);
  });
});

describe('bad sweeps are refused in a sentence', () => {
  it.each<[string, Partial<Sweep>, RegExp]>([
    ['no setting', { axes: [] }, /one or two settings/],
    ['the same twice', { axes: [0, 1].map(() => ({ path: 'data.train', values: [50] })) }, /different/],
    ['unknown', { axes: [{ path: 'a.b', values: [1] }] }, /"a\.b" is not a setting\./],
    ['no number', { axes: [{ path: 'model.kind', values: [1] }] }, /is a number/],
    ['no value', { axes: [{ path: 'data.train', values: [] }] }, /needs 1 to 24 values/],
    [
      'a value out of range',
      { axes: [{ path: 'data.labelNoise', values: [0, 2] }] },
      /labelNoise: must be at most 1/,
    ],
    ['values that do not fit', { axes: [{ path: 'data.train', values: [10] }] }, /batch \(20\) is larger/],
    ['no seed', { seeds: [] }, /at least one seed/],
    ['a bad seed', { seeds: [0.5] }, /seed/],
    ['too many', { seeds: Array.from({ length: 100 }, (_, i) => i) }, new RegExp(`at most ${MOST_POINTS}`)],
  ])('%s', (_, changes, words) => {
    expect(() => sweepOf(changes)).toThrow(ExperimentError);
    expect(() => sweepOf(changes)).toThrow(words);
  });
});

describe('what is typed', () => {
  it('is read as numbers', () => {
    expect(readValues(' 1e-3, .5;2\n 30 ', 'Width')).toEqual([0.001, 0.5, 2, 30]);
    expect(readSeeds('0 1,2')).toEqual([0, 1, 2]);
  });
  it.each(['', ' , ', '1, two', '0x10', 'Infinity'])('"%s" is refused', text => {
    expect(() => readValues(text, 'Width')).toThrow(/^Width needs numbers/);
  });
  it.each(['-1', '0.5'])('%s is no seed', text => {
    expect(() => readSeeds(text)).toThrow(/whole number/);
  });
});

describe('a sweep in a link', () => {
  it('comes back as it was', () => {
    const sweep = sweepOf();
    expect(readSweepWord(sweepWord(sweep), sweep.experiment)).toEqual(sweep);
  });
  it.each(['', 'seeds=1', 'nothing=1;seeds=0', 'data.train=ten;seeds=0', 'data.train=50'])(
    '"%s" is refused',
    word => {
      expect(() => readSweepWord(word, base)).toThrow(ExperimentError);
    },
  );
});
