import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metrics/measure';
import { type Measures, type ProbeInput, SCALAR_MEASURES } from '../../../src/metrics/types';
import { at, matrix, net } from './nets';

const SHAPE = { samples: 90, width: 12, classes: 5 };
const input = net(7, SHAPE);

/** No number is NaN, and each measure that is undefined has a reason, and no other. */
function expectNoNaN(measures: Measures): void {
  const undefinedOnes = SCALAR_MEASURES.filter(name => measures[name] === null);
  expect(Object.keys(measures.undefinedBecause ?? {}).sort()).toEqual(undefinedOnes.sort());
  for (const reason of Object.values(measures.undefinedBecause ?? {})) expect(reason).toMatch(/^[A-Z].+\.$/);
  for (const [name, value] of Object.entries(measures)) {
    const numbers = value instanceof Float64Array ? Array.from(value) : [value];
    for (const number of numbers)
      if (typeof number === 'number') expect(Number.isFinite(number), name).toBe(true);
  }
}

function expectUndefined(probe: ProbeInput, reason: RegExp): Measures {
  const measures = measure(probe);
  expectNoNaN(measures);
  expect(measures).toMatchObject({ dlr: null, share: null, participation: null, linearCka: null });
  expect(measures.undefinedBecause?.dlr).toMatch(reason);
  expect(measures.utilisation).toBeUndefined();
  return measures;
}

describe('undefined, with the reason', () => {
  it.each([0, 0.1, 1e6 / 3])('outputs that are all %d', value => {
    const outputs = matrix(90, 5, () => value);
    const measures = expectUndefined({ ...input, outputs }, /outputs do not differ/);
    expect(measures.rank).toBe(0);
    expect(measures.quality!.at(-1)).toBeGreaterThan(0);
  });

  it('outputs that differ by rounding only', () => {
    const outputs = matrix(90, 5, (i, j) => 1e-16 * at(input.outputs, i, j));
    expect(measure({ ...input, outputs })).toMatchObject({
      rank: 0,
      dlr: null,
      undefinedBecause: expect.objectContaining({ dlr: expect.stringMatching(/outputs do not differ/) }),
    });
  });

  it('logits that differ between inputs but not between classes', () => {
    const outputs = matrix(90, 5, i => 1e7 * Math.sin(i));
    expect(measure({ ...input, outputs }).undefinedBecause?.dlr).toMatch(/outputs do not differ/);
  });

  it.each([0, 0.1, 1e6 / 3])('features that are all %d', value => {
    const measures = expectUndefined(
      { ...input, features: matrix(90, 12, () => value) },
      /features are the same/,
    );
    expect(measures.initialSimilarity).toBeNull();
    for (const name of ['eigenvalues', 'quality'] as const) expect(measures).not.toHaveProperty(name);
    for (const name of ['targetAlignment', 'effectiveDimension', 'nc1'] as const)
      expect(measures[name]).toBeNull();
  });

  it('a single sample', () => {
    expectUndefined(net(1, { samples: 1, width: 3, classes: 1 }), /features are the same/);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e200])('%d among the features', value => {
    const features = matrix(90, 12, (i, j) => (i === 40 && j === 3 ? value : at(input.features, i, j)));
    expectUndefined({ ...input, features }, /features hold numbers/);
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, 1e200])('%d among the outputs', value => {
    const outputs = matrix(90, 5, (i, j) => (i === 40 && j === 3 ? value : at(input.outputs, i, j)));
    const measures = expectUndefined({ ...input, outputs }, /outputs hold numbers/);
    expect(measures.nc4).toBeNull();
    expect(measures.nc1).toBeGreaterThan(0);
  });

  it('leaves only what NaN touches undefined', () => {
    const bad = (rows: number, columns: number) => matrix(rows, columns, () => Number.NaN);
    const measures = measure({
      ...input,
      targets: bad(90, 5),
      initialFeatures: bad(90, 12),
      head: bad(5, 12),
    });
    expectNoNaN(measures);
    expect(measures).toMatchObject({ targetAlignment: null, initialSimilarity: null, nc3: null });
    expect(measures.quality).toBeUndefined();
    expect(measures.dlr).toBeCloseTo(measure(input).dlr!, 12);
    expect(measures.undefinedBecause?.dlr).toBeUndefined();
  });
});

describe('unusual nets', () => {
  it('a zero head has an undefined NC3 and no D_LR', () => {
    const head = matrix(5, 12, () => 0);
    const measures = measure({ ...input, head, outputs: matrix(90, 5, () => 0) });
    expectNoNaN(measures);
    expect(measures.nc3).toBeNull();
    expect(measures.dlr).toBeNull();
  });

  it('dead and twin units leave fewer features than units, and D_LR as it was', () => {
    const wide = matrix(90, 16, (i, j) => (j < 12 ? at(input.features, i, j) : j < 14 ? 0.3 : 0));
    const { head: _, initialFeatures: __, ...rest } = input;
    const measures = measure({ ...rest, features: wide });
    expect(measures.eigenvalues).toHaveLength(measure(input).eigenvalues!.length);
    expect(measures.dlr).toBeCloseTo(measure(input).dlr!, 10);
    const twins = matrix(90, 24, (i, j) => at(input.features, i, j % 12));
    expect(measure({ ...rest, features: twins }).dlr).toBeCloseTo(measure(input).dlr!, 10);
  });

  it('a class without samples is left out of the class means', () => {
    const labels = input.labels.map(label => (label === 2 ? 3 : label));
    const measures = measure({ ...input, labels });
    expectNoNaN(measures);
    expect(measures.nc1).toBeGreaterThan(0);
    expect(measures.nc3).toBeNull();
    expect(measures.undefinedBecause?.nc3).toMatch(/class is absent/);
  });

  it('with one class present there is no collapse to measure and no target to align with', () => {
    const measures = measure({ ...input, labels: new Int32Array(90) });
    expectNoNaN(measures);
    expect(measures.nc1).toBeNull();
    expect(measures.undefinedBecause?.nc1).toMatch(/Only one class/);
    expect(measures.targetAlignment).toBeNull();
    expect(measures.dlr).toBeGreaterThan(0);
  });

  it.each([
    ['one output', { samples: 50, width: 8, classes: 1 }, 1],
    ['two classes', { samples: 50, width: 8, classes: 2 }, 1],
    ['more classes than features', { samples: 80, width: 4, classes: 9 }, 4],
    ['fewer samples than features', { samples: 9, width: 40, classes: 3 }, 2],
    ['fewer samples than classes', { samples: 4, width: 6, classes: 9 }, 3],
    ['one feature', { samples: 30, width: 1, classes: 3 }, 1],
  ])('%s', (_, shape, rank) => {
    const measures = measure(net(11, shape));
    expectNoNaN(measures);
    expect(measures.rank).toBe(rank);
    expect(measures.dlr).toBeGreaterThanOrEqual(0);
    expect(measures.dlr).toBeLessThanOrEqual(1);
  });

  it.each([1e-150, 1e-40, 1e40, 1e140])('features times %d have the same D_LR', factor => {
    const features = matrix(90, 12, (i, j) => factor * at(input.features, i, j));
    const measures = measure({ ...input, features });
    expectNoNaN(measures);
    expect(measures.dlr).toBeCloseTo(measure(input).dlr!, 10);
    expect(measures.nc1).toBeCloseTo(measure(input).nc1!, 10);
  });

  it.each([
    [{ labels: Int32Array.from(input.labels, () => 5) }, /label/],
    [{ labels: new Int32Array(3) }, /3 labels/],
    [{ outputs: matrix(89, 5, () => 1) }, /outputs has 89 rows/],
    [{ head: matrix(5, 11, () => 1) }, /head/],
    [{ features: { rows: 90, columns: 12, data: new Float64Array(7) } }, /7 numbers/],
    [{ features: matrix(90, 0, () => 1) }, /at least one/],
  ])('refuses shapes that disagree (%#)', (change, message) => {
    expect(() => measure({ ...input, ...change } as ProbeInput)).toThrow(message);
  });
});
