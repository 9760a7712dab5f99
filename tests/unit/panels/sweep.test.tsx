import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/schema';
import { makeSweep, sweepPoints } from '../../../src/experiment/sweep';
import { SweepCurve, SweepMap } from '../../../src/panels/sweep';
import { valuePlaces, valueTicks } from '../../../src/panels/sweep-curve/axis';
import { sweepCurveModel } from '../../../src/panels/sweep-curve/geometry';
import { formatSpread } from '../../../src/panels/sweep-curve/measures';
import { sweepMapModel } from '../../../src/panels/sweep-map/geometry';
import { type ArmOutcome, SWEEP_MEASURES, SweepResults } from '../../../src/recording/sweep';
import { asFile, expectWhole } from './drawn';

const SCALES = [0.1, 0.3, 1, 3, 10];
const RATES = [0.001, 0.01, 0.1];

/** The richer, the larger the scale, by a formula. */
function outcome(scale: number, rate: number, seed: number, arm: number): ArmOutcome {
  const diverged = rate >= 0.1 && scale >= 3;
  const dlr = 0.6 / (1 + scale + 100 * rate) + 0.01 * seed + 0.1 * arm;
  const measures = Object.fromEntries(SWEEP_MEASURES.map(name => [name, diverged ? null : dlr]));
  return { ...(measures as Record<'dlr', number>), step: 10, divergedAt: diverged ? 5 : null } as ArmOutcome;
}

interface Made {
  axes?: 1 | 2;
  arms?: 1 | 2;
  seeds?: number;
  /** How many points are there. */
  done?: number;
}

function make({ axes = 1, arms = 1, seeds = 2, done = Number.POSITIVE_INFINITY }: Made = {}): SweepResults {
  const sweep = makeSweep({
    experiment: parseExperiment({
      arms: [
        { label: 'All layers', set: {} },
        { label: 'Last layer only', set: { 'training.layers': 'last' } },
      ].slice(0, arms),
    }),
    axes: [
      { path: 'data.targetScale', values: SCALES },
      { path: 'training.learningRate', values: RATES },
    ].slice(0, axes),
    seeds: Array.from({ length: seeds }, (_, i) => i),
  });
  const results = new SweepResults(sweep, sweepPoints(sweep));
  results.points.slice(0, done).forEach(({ values: [scale, rate = 0.01], seed }, i) => {
    const found = Array.from({ length: arms }, (_, arm) => outcome(scale!, rate, seed, arm));
    results.add(i, { arms: found, device: 'wasm', seconds: 1 });
  });
  return results;
}

const draw = (picture: ReactElement) => renderToStaticMarkup(picture, { identifierPrefix: 'sweep' });
const curve = (results: SweepResults, theme: 'light' | 'dark' = 'light') =>
  draw(
    <SweepCurve
      {...{ results, theme, version: 1, measure: 'dlr', axisLabel: 'Target scale', width: 420, height: 240 }}
      selected={1}
      onHover={() => {}}
      onSelect={() => {}}
    />,
  );
const map = (results: SweepResults, theme: 'light' | 'dark' = 'light') =>
  draw(
    <SweepMap
      {...{ results, theme, version: 1, arm: 0, measure: 'testAccuracy', width: 480 }}
      axisLabels={['Target scale', 'Learning rate']}
      selected={[1, 2]}
      onHover={() => {}}
      onSelect={() => {}}
    />,
  );

describe('pictures of a sweep, as drawn', () => {
  it('curve', async () => {
    await expect(asFile(curve(make({ arms: 2 })))).toMatchFileSnapshot('snapshots/sweep-curve.svg');
  });
  it('map', async () => {
    await expect(asFile(map(make({ axes: 2, done: 20 })))).toMatchFileSnapshot('snapshots/sweep-map.svg');
  });
});

describe('pictures of a sweep are whole', () => {
  it.each([0, 1, 3, 15, 30])('with %i points', done => {
    expectWhole(map(make({ axes: 2, done }), 'dark'));
    expectWhole(curve(make({ done }), 'dark'));
  });
  it('with every seed the same and a single value', () => {
    const results = make({ seeds: 1 });
    expect(curve(results)).not.toContain('fill-opacity');
  });
});

describe('the curve', () => {
  const input = {
    measure: 'dlr',
    axisLabel: 'Target scale',
    theme: 'light',
    width: 420,
    height: 240,
  } as const;
  it('spaces values in equal ratios where they are such', () => {
    expect(valuePlaces([1, 10, 100], 0, 200)).toEqual([0, 100, 200]);
    expect(valuePlaces([0, 1, 4], 0, 200)).toEqual([0, 50, 200]);
    expect(valuePlaces([7], 0, 200)).toEqual([100]);
  });
  it('labels the ends, and what has room between', () => {
    expect(valueTicks([1, 2, 3, 1000], [0, 5, 50, 100]).map(({ label }) => label)).toEqual([
      '1',
      '3',
      '1,000',
    ]);
    expect(valueTicks([7], [10])).toEqual([{ at: 10, label: '7' }]);
  });
  it('reads means and spreads', () => {
    const model = sweepCurveModel({ ...input, results: make({ arms: 2 }) });
    expect(model.wordsAt(1)).toEqual(['A 0.27 ± 0.01', 'B 0.37 ± 0.01']);
    expect(model.indexAt(model.places[3]! + 2)).toBe(3);
    expect(model.lines.every(({ band }) => band)).toBe(true);
    expect(model.labels.map(({ text }) => text).sort()).toEqual(['A', 'B']);
  });
  it('a band that reaches below 0 ends at the foot of a logarithmic axis', () => {
    const results = make({ done: 0 });
    results.points.forEach(({ seed }, i) => {
      const arms = [{ ...outcome(1, 0.01, 0, 0), nc1: seed ? 90 : 0.5 }];
      results.add(i, { arms, device: 'wasm', seconds: 1 });
    });
    const { lines, plot } = sweepCurveModel({ ...input, measure: 'nc1', results });
    expect(lines[0]!.band).not.toContain('NaN');
    expect(lines[0]!.band).toContain(`,${plot.bottom}`);
  });
  it('says what is missing', () => {
    const model = sweepCurveModel({ ...input, results: make({ done: 2 }) });
    expect(model.wordsAt(4)).toEqual(['not run yet']);
    expect(sweepCurveModel({ ...input, results: make({ done: 0 }) }).empty).toMatch(/^Start/);
  });
});

describe('the map', () => {
  const input = {
    arm: 0,
    measure: 'dlr',
    axisLabels: ['Target scale', 'Learning rate'],
    theme: 'light',
    width: 480,
  } as const;
  it('has the smallest values at the lower left, and a state for each cell', () => {
    const { cells, cellAt, plot } = sweepMapModel({ ...input, results: make({ axes: 2, done: 15 }) });
    const at = (i: number, j: number) => cells.find(cell => cell.at[0] === i && cell.at[1] === j)!;
    expect(at(0, 0).left).toBeLessThan(at(1, 0).left);
    expect(at(0, 0).top).toBeGreaterThan(at(0, 1).top);
    expect(at(0, 0)).toMatchObject({ state: 'measured', text: '0.50' });
    expect(at(4, 2)).toMatchObject({ state: 'undefined', text: 'diverged' });
    expect(cellAt(plot.left + 1, plot.bottom - 1)).toEqual([0, 0]);
    expect(cellAt(plot.right + 99, plot.top - 99)).toEqual([4, 2]);
    const waiting = sweepMapModel({ ...input, results: make({ axes: 2, done: 1 }) });
    expect(waiting.cells.filter(({ state }) => state === 'waiting')).toHaveLength(14);
    expect(waiting.summary).toBe('1 of 15 points are there');
  });
});

it('a spread is written with its unit', () => {
  expect(formatSpread({ mean: 0.812, spread: 0.02, defined: 2, seeds: 2 }, 'testAccuracy')).toBe(
    '81 ± 2\u202f%',
  );
  expect(formatSpread({ mean: 0.812, spread: Number.NaN, defined: 1, seeds: 1 }, 'dlr')).toBe('0.81');
  expect(formatSpread({ mean: Number.NaN, spread: Number.NaN, defined: 0, seeds: 1 }, 'dlr')).toBe(
    'undefined',
  );
});
