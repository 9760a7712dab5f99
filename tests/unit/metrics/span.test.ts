import { describe, expect, it } from 'vitest';
import { type Columns, centre, emptyColumns } from '../../../src/metrics/columns';
import { plainNumerics } from '../../../src/metrics/numerics';
import { norm } from '../../../src/metrics/products';
import { span } from '../../../src/metrics/span';
import { at, gaussian, matrix, rotation } from './nets';
import { wasmNumerics } from './numerics';

const ROWS = 60;

/** Orthonormal centred columns. */
function orthonormal(count: number): Columns {
  const found = span(centre(gaussian(1, 'columns', ROWS, count))!, false, plainNumerics).basis;
  expect(found.columns).toBe(count);
  return found;
}

/** U diag(σ) Rᵀ, R a rotation: columns with these singular values. */
function withSingularValues(basis: Columns, values: readonly number[]): Columns {
  const turn = rotation(2, values.length);
  const mixed = matrix(ROWS, values.length, (i, j) =>
    values.reduce((sum, value, k) => sum + value * basis.data[k * ROWS + i]! * at(turn, j, k), 0),
  );
  return centre(mixed)!;
}

function expectOrthonormal(basis: Columns): void {
  const overlaps = plainNumerics.gram(basis);
  for (let k = 0; k < basis.columns; k++) overlaps[k * basis.columns + k]! -= 1;
  expect(norm(overlaps)).toBeLessThanOrEqual(1e-12);
}

/** The weights make the basis of the columns, as closely as uneven columns allow. */
function expectCombined(basis: Columns, columns: Columns, weights: Float64Array): void {
  expect(weights.length).toBe(columns.columns * basis.columns);
  const byRow = emptyColumns(columns.columns, basis.columns);
  for (let c = 0; c < columns.columns; c++)
    for (let r = 0; r < basis.columns; r++)
      byRow.data[r * columns.columns + c] = weights[c * basis.columns + r]!;
  const combined = plainNumerics.combine(columns, byRow).data;
  expect(norm(combined.map((value, i) => value - basis.data[i]!))).toBeLessThanOrEqual(1e-14 * norm(weights));
}

/** ‖u − P u‖ of column k. */
function outside(basis: Columns, columns: Columns, k: number): number {
  const along = plainNumerics.product(basis, columns);
  const rest = columns.data.slice(k * ROWS, (k + 1) * ROWS);
  for (let c = 0; c < basis.columns; c++)
    for (let i = 0; i < ROWS; i++) rest[i]! -= along[c * columns.columns + k]! * basis.data[c * ROWS + i]!;
  return norm(rest);
}

describe.each([
  ['TypeScript twin', async () => plainNumerics],
  ['WebAssembly', wasmNumerics],
])('the span of columns, %s', (_, create) => {
  it('keeps the singular values above 1e-6 of the largest, and is orthonormal however uneven they are', async () => {
    const numerics = await create();
    const sources = orthonormal(8);
    const cases: [number[], number][] = [
      [[1, 1, 1, 1, 1, 1, 1, 1], 8],
      [[1, 0.5, 1e-2, 1e-3, 1e-4, 1e-5, 2e-6, 1.1e-6], 8],
      [[1, 1e-3, 1e-5, 1.05e-6, 0.95e-6, 1e-7, 1e-12, 0], 4],
      [[1e-9, 1e-10, 1e-16, 0, 0, 0, 0, 0], 2],
      [[1e9, 1e4, 0, 0, 0, 0, 0, 0], 2],
    ];
    for (const [values, rank] of cases) {
      const columns = withSingularValues(sources, values);
      const { basis, weights } = span(columns, false, numerics);
      expectCombined(basis, columns, weights);
      expect(basis.columns, String(values)).toBe(rank);
      expect(basis.scale).toBe(1);
      expectOrthonormal(basis);
      // Rounding of YᵀY turns a kept direction towards the strongest of those that are left out.
      const [first, dropped] = [values[0]!, values[rank] ?? 0];
      for (let k = 0; k < rank; k++) {
        const own = values[k]!;
        const turned = ((first ** 2 / (own ** 2 - dropped ** 2)) * dropped) / own;
        expect(outside(basis, sources, k)).toBeLessThanOrEqual(1e-14 * (first / own + turned));
      }
    }
  });

  it('takes off what the columns of a row have in common, in classification', async () => {
    const numerics = await create();
    const shared = gaussian(3, 'shared', ROWS, 1);
    const own = gaussian(3, 'own', ROWS, 1);
    const two = centre(matrix(ROWS, 2, (i, j) => at(shared, i, 0) + (j === 0 ? 1 : -1) * at(own, i, 0)))!;
    expect(span(two, false, numerics).basis.columns).toBe(2);
    const { basis, weights } = span(two, true, numerics);
    expectCombined(basis, two, weights);
    expect(basis.columns).toBe(1);
    expect(outside(basis, centre(own)!, 0)).toBeLessThanOrEqual(1e-14);
  });

  it('is empty where nothing varies', async () => {
    const numerics = await create();
    expect(span(emptyColumns(ROWS, 3), false, numerics).basis).toMatchObject({ rows: ROWS, columns: 0 });
    expect(span(emptyColumns(1, 3), true, numerics).basis.columns).toBe(0);
    const tiny = centre(matrix(ROWS, 2, (i, j) => 1e-13 * Math.sin(i + j)))!;
    expect(span(tiny, false, numerics).basis.columns).toBe(0);
  });
});
