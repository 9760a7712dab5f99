import type { Columns } from '../columns';
import type { Eigen } from '../numerics';

/** Rows over which `productSingle` sums in float32. */
export const BLOCK_ROWS = 256;

/** @throws RangeError where the rows of two matrices differ or the range is not one of theirs */
export function checkRows(a: Columns, b: Columns, from: number, to: number): void {
  if (a.rows !== b.rows) throw new RangeError(`A product of ${a.rows} rows with ${b.rows} rows.`);
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= a.rows))
    throw new RangeError(`There are no rows ${from} to ${to} in a matrix of ${a.rows} rows.`);
}

/** @throws RangeError where edges do not run from the first row to the last, or one block is everything */
export function checkEdges(a: Columns, edges: readonly number[], others: Columns): void {
  if (edges[0] !== 0 || edges.at(-1) !== a.rows)
    throw new RangeError('Blocks of rows must cover all of them.');
  edges.slice(1).forEach((to, b) => {
    checkRows(a, others, edges[b]!, to);
    if (to - edges[b]! === a.rows) throw new RangeError('Nothing is left without a block that has all rows.');
  });
}

/** @throws RangeError where there is not one weight for each column */
export function checkWeights(a: Columns, weights: Columns): void {
  if (weights.rows !== a.columns)
    throw new RangeError(`${a.columns} columns cannot be combined with ${weights.rows} weights.`);
}

/** @throws RangeError where float32 was too narrow for a sum */
export function checkSingle(sums: Float64Array): Float64Array {
  for (let i = 0; i < sums.length; i++)
    if (!Number.isFinite(sums[i]!)) throw new RangeError('These numbers are too large for single precision.');
  return sums;
}

/** @throws RangeError where a matrix is not size × size or the carried rows are not as long */
export function checkEigen(square: Float64Array, size: number, carried: Float64Array): void {
  if (!Number.isInteger(size) || size < 1 || square.length !== size * size)
    throw new RangeError(`${square.length} numbers are not a square matrix of size ${size}.`);
  if (carried.length % size !== 0)
    throw new RangeError(`${carried.length} carried numbers are not rows of ${size}.`);
}

/**
 * Exponent of the power of two that brings the largest absolute value to [1, 2), within rounding; 0 for zero.
 * @throws RangeError where it is not finite
 */
export function exponentOf(largest: number): number {
  if (!Number.isFinite(largest))
    throw new RangeError('An eigenproblem with numbers that are not finite has no solution.');
  return largest === 0 ? 0 : Math.floor(Math.log2(largest));
}

/** The largest absolute value; NaN where one is. */
export function largestOf(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** Two factors whose product is 2^exponent, which alone may be beyond the numbers that there are. */
export function powerOfTwo(exponent: number): [number, number] {
  const half = Math.trunc(exponent / 2);
  return [2 ** half, 2 ** (exponent - half)];
}

/** Eigenvalues and carried columns from the strongest down, in the units that they came in. */
export function inOrder(
  values: Float64Array,
  exponent: number,
  count: number,
  carriedExponent: number,
  /** Carried row r in the direction of eigenvalue k. */
  entry: (row: number, k: number) => number,
): Eigen {
  const size = values.length;
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
  const [low, high] = powerOfTwo(exponent);
  const [carriedLow, carriedHigh] = powerOfTwo(carriedExponent);
  const carried = new Float64Array(count * size);
  for (let row = 0; row < count; row++)
    for (let k = 0; k < size; k++) carried[row * size + k] = entry(row, order[k]!) * carriedLow * carriedHigh;
  return { values: Float64Array.from(order, k => values[k]! * low * high), carried };
}

/** What `eigen` throws where its sweeps do not end. */
export function notConverged(size: number): Error {
  return new Error(`The eigenvalues of a ${size} × ${size} matrix did not converge.`);
}
