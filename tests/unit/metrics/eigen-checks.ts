import { expect } from 'vitest';
import type { Eigen, Numerics } from '../../../src/metrics/numerics';

/** What `Numerics.eigen` promises for sizes up to 512, as a share of ‖A‖ and as a distance from the identity. */
const RESIDUAL = 1e-13;
const ORTHOGONALITY = 1e-12;

export const frobenius = (values: Float64Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));

export function identity(size: number): Float64Array {
  const square = new Float64Array(size * size);
  for (let i = 0; i < size; i++) square[i * size + i] = 1;
  return square;
}

/** aᵀ · b, both size × size and row-major. */
function transposedTimes(size: number, a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(size * size);
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) {
      const value = a[k * size + i]!;
      if (value === 0) continue;
      for (let j = 0; j < size; j++) result[i * size + j]! += value * b[k * size + j]!;
    }
  return result;
}

/** Solves for all eigenvectors and holds every promise; returns the solution. */
export function expectSolved(numerics: Numerics, square: Float64Array, size: number): Eigen {
  const before = square.slice();
  const solution = numerics.eigen(square, size, identity(size));
  expect(
    square.every((value, at) => value === before[at]),
    'the matrix is left as it was',
  ).toBe(true);
  const { values, carried: vectors } = solution;
  expect(values.length).toBe(size);
  expect(vectors.length).toBe(size * size);
  for (let k = 1; k < size; k++) expect(values[k - 1]!).toBeGreaterThanOrEqual(values[k]!);

  // A is symmetric: AᵀV is AV.
  const unit = frobenius(square) || 1;
  const rest = transposedTimes(size, square, vectors).map(
    (value, at) => (value - vectors[at]! * values[at % size]!) / unit,
  );
  expect(frobenius(rest), 'residual').toBeLessThanOrEqual(RESIDUAL);
  const overlaps = transposedTimes(size, vectors, vectors);
  for (let i = 0; i < size; i++) overlaps[i * size + i]! -= 1;
  expect(frobenius(overlaps), 'orthogonality').toBeLessThanOrEqual(ORTHOGONALITY);
  return solution;
}

/** Holds eigenvalues against others of the same matrix, whose Frobenius norm is `unit`. */
export function expectSameValues(actual: Float64Array, expected: Float64Array, unit: number): void {
  const largest = actual.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k]!)), 0);
  expect(actual.length).toBe(expected.length);
  expect(largest / (unit || 1)).toBeLessThanOrEqual(RESIDUAL);
}
