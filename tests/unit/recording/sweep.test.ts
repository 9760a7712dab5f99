import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/schema';
import { makeSweep, sweepPoints } from '../../../src/experiment/sweep';
import {
  type ArmOutcome,
  isGeometric,
  keyOf,
  outcomeOf,
  type PointResult,
  SWEEP_MEASURES,
  SweepResults,
  spreadOf,
  sweepToCsv,
} from '../../../src/recording/sweep';
import { frameAt } from '../app/fake-client';

const outcome = (dlr: number | null, divergedAt: number | null = null): ArmOutcome => ({
  ...(Object.fromEntries(SWEEP_MEASURES.map(name => [name, null])) as Record<'dlr', null>),
  ...({ testAccuracy: 0.5 } as ArmOutcome),
  dlr,
  step: 10,
  divergedAt,
});
const result = (...dlrs: (number | null)[]): PointResult => ({
  arms: dlrs.map(dlr => outcome(dlr)),
  device: 'wasm',
  seconds: 4,
});

function sweepOf(axes: 1 | 2, arms = 1): SweepResults {
  const experiment = parseExperiment({
    data: { train: 100 },
    training: { batchSize: 20 },
    arms: ['All layers', 'Last, "layer"'].slice(0, arms).map((label, i) => ({
      label,
      set: i ? { 'training.layers': 'last' } : {},
    })),
  });
  const sweep = makeSweep({
    experiment,
    axes: [
      { path: 'data.targetScale', values: [0.1, 1, 10] },
      { path: 'training.learningRate', values: [0.01, 0.1] },
    ].slice(0, axes),
    seeds: [0, 1, 2],
  });
  return new SweepResults(sweep, sweepPoints(sweep));
}

describe('mean and spread', () => {
  it('are those of the sample', () => {
    expect(spreadOf([1, 2, 6])).toEqual({ mean: 3, spread: Math.sqrt(7), defined: 3, seeds: 3 });
  });
  it('leave out what is undefined, and say so', () => {
    expect(spreadOf([1, null, 3, Number.NaN])).toEqual({ mean: 2, spread: Math.SQRT2, defined: 2, seeds: 4 });
  });
  it('one value has no spread, and none no mean', () => {
    expect(spreadOf([0.4])).toEqual({ mean: 0.4, spread: Number.NaN, defined: 1, seeds: 1 });
    expect(spreadOf([])).toEqual({ mean: Number.NaN, spread: Number.NaN, defined: 0, seeds: 0 });
  });
});

describe('the results of a sweep', () => {
  it('as a series: over the seeds that are there', () => {
    const results = sweepOf(1, 2);
    results.add(0, result(0.2, 0.5));
    results.add(3, result(0.4, 0.7));
    results.add(1, result(null, 0.6));
    expect(results.series(0, 'dlr').map(({ mean }) => mean)).toEqual([
      0.30000000000000004,
      Number.NaN,
      Number.NaN,
    ]);
    expect(results.series(1, 'dlr').map(({ seeds }) => seeds)).toEqual([2, 1, 0]);
    expect(results.done).toBe(3);
  });

  it('as a grid: a row for each value of the second setting', () => {
    const results = sweepOf(2);
    results.points.forEach(({ values: [x, y], seed }, i) => {
      results.add(i, result(x! / 100 + y! + seed / 1000));
    });
    const grid = results.grid(0, 'dlr');
    expect(grid.map(row => row.map(({ mean }) => Number(mean.toFixed(4))))).toEqual([
      [0.012, 0.021, 0.111],
      [0.102, 0.111, 0.201],
    ]);
    expect(grid[0]![0]!.spread).toBeCloseTo(0.001, 12);
  });

  it.each([0, 1] as const)('as a slice along setting %i: what the grid says there', along => {
    const results = sweepOf(2);
    results.points.forEach(({ values: [x, y], seed }, i) => {
      if (i % 5) results.add(i, result(x! / 100 + y! + seed / 1000));
    });
    const grid = results.grid(0, 'dlr');
    for (const place of along ? [0, 1, 2] : [0, 1]) {
      const slice = results.slice(along, place);
      expect(slice.sweep.axes).toEqual([results.sweep.axes[along]]);
      expect(slice.series(0, 'dlr')).toEqual(along ? grid.map(row => row[place]) : grid[place]);
    }
  });

  it('tells how long the rest takes by what was made', () => {
    const results = sweepOf(1);
    expect(results.secondsLeft()).toBeNull();
    results.add(0, { ...result(0.1), seconds: 2 });
    results.add(1, { ...result(0.1), seconds: 4 });
    expect(results.secondsLeft()).toBe(3 * 7);
  });

  it('counts the runs that diverged', () => {
    const results = sweepOf(1);
    results.add(0, { ...result(0), arms: [outcome(null, 7)] });
    results.add(3, result(0.3));
    expect(results.divergedAt([0.1], 0)).toBe(1);
    expect(results.divergedAt([1], 0)).toBe(0);
  });

  it('are told apart by their experiments, and not by the name of a preset', () => {
    const { points } = sweepOf(2);
    const keys = points.map(({ experiment }) => keyOf(experiment));
    expect(new Set(keys).size).toBe(points.length);
    expect(keyOf({ ...points[0]!.experiment, preset: 'the-dial' })).toBe(keys[0]);
  });
});

describe('the outcome of a run', () => {
  it('is what its last probe measured', () => {
    expect(outcomeOf(frameAt(0, 40, 0.25, 0.75), null)).toMatchObject({
      ...{ step: 40, divergedAt: null, dlr: 0.25, testDlr: 0.25, testAccuracy: 0.75, trainAccuracy: 0.75 },
      ...{ initialSimilarity: null, parameterNorm: null },
    });
  });
  it('has no measure of a network that diverged', () => {
    const found = outcomeOf(frameAt(0, 40, 0.25, 0.75), 41);
    expect(found.divergedAt).toBe(41);
    for (const name of SWEEP_MEASURES) expect(found[name]).toBeNull();
  });
});

it('CSV: a row for each finished run and arm, undefined left empty', () => {
  const results = sweepOf(2, 2);
  results.add(1, result(0.25, null));
  const lines = sweepToCsv(results).trimEnd().split('\r\n');
  expect(lines).toEqual([
    'data.targetScale,training.learningRate,seed,arm,label,step,divergedAt,dlr,testAccuracy,trainAccuracy,testDlr,initialSimilarity,parameterNorm,parameterDistance,nc1,targetAlignment,device,seconds',
    '0.1,0.1,0,A,All layers,10,,0.25,0.5,,,,,,,,wasm,4',
    '0.1,0.1,0,B,"Last, ""layer""",10,,,0.5,,,,,,,,wasm,4',
  ]);
});

it.each<[number[], boolean]>([
  [[0.01, 0.1, 1], true],
  [[1, 3, 10, 30], true],
  [[0, 0.1, 1], false],
  [[1, 2, 3, 4], false],
  [[0.1, 1], true],
  [[2, 3], false],
  [[5], false],
])('%j is geometric: %s', (values, expected) => {
  expect(isGeometric(values)).toBe(expected);
});
