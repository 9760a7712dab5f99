import { type Columns, emptyColumns } from './columns';
import { checkEdges, checkRows, checkWeights } from './kernels/shared';
import type { GramInParts } from './numerics';

const TILE_ROWS = 4;
const TILE_COLUMNS = 2;

/**
 * Eight dot products of columns over rows [from, to) at once: 4 columns of `a` from `i` with 2 of `b` from `j`, into
 * `sums`.
 * Each number read is used several times and stays in a register, which is what makes it fast.
 */
function tile(
  a: Columns,
  b: Columns,
  i: number,
  j: number,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const n = a.rows;
  const x = a.data;
  const y = b.data;
  const x0 = i * n;
  const x1 = x0 + n;
  const x2 = x1 + n;
  const x3 = x2 + n;
  const y0 = j * n;
  const y1 = y0 + n;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  let s20 = 0;
  let s21 = 0;
  let s30 = 0;
  let s31 = 0;
  for (let k = from; k < to; k++) {
    const left0 = x[x0 + k]!;
    const left1 = x[x1 + k]!;
    const left2 = x[x2 + k]!;
    const left3 = x[x3 + k]!;
    const right0 = y[y0 + k]!;
    const right1 = y[y1 + k]!;
    s00 += left0 * right0;
    s01 += left0 * right1;
    s10 += left1 * right0;
    s11 += left1 * right1;
    s20 += left2 * right0;
    s21 += left2 * right1;
    s30 += left3 * right0;
    s31 += left3 * right1;
  }
  sums[0] = s00;
  sums[1] = s01;
  sums[2] = s10;
  sums[3] = s11;
  sums[4] = s20;
  sums[5] = s21;
  sums[6] = s30;
  sums[7] = s31;
}

/** The TypeScript twin of `Numerics.product`. */
export function product(a: Columns, b: Columns, from = 0, to: number = a.rows): Float64Array {
  checkRows(a, b, from, to);
  const result = new Float64Array(a.columns * b.columns);
  const sums = new Float64Array(TILE_ROWS * TILE_COLUMNS);
  for (let i = 0; i < a.columns; i += TILE_ROWS)
    for (let j = 0; j < b.columns; j += TILE_COLUMNS) {
      tile(a, b, i, j, from, to, sums);
      const height = Math.min(TILE_ROWS, a.columns - i);
      const width = Math.min(TILE_COLUMNS, b.columns - j);
      for (let di = 0; di < height; di++)
        for (let dj = 0; dj < width; dj++)
          result[(i + di) * b.columns + j + dj] = sums[di * TILE_COLUMNS + dj]!;
    }
  return result;
}

/** The TypeScript twin of `Numerics.productSingle`: in float64, since plain numbers are no quicker in float32. */
export function productSingle(a: Columns, b: Columns): Float64Array {
  return product(a, b);
}

/** The TypeScript twin of `Numerics.gram`; half the work of `product(a, a)`. */
export function gram(a: Columns, from = 0, to: number = a.rows): Float64Array {
  checkRows(a, a, from, to);
  const size = a.columns;
  const result = new Float64Array(size * size);
  const sums = new Float64Array(TILE_ROWS * TILE_COLUMNS);
  for (let i = 0; i < size; i += TILE_ROWS)
    for (let j = i; j < size; j += TILE_COLUMNS) {
      tile(a, a, i, j, from, to, sums);
      const height = Math.min(TILE_ROWS, size - i);
      const width = Math.min(TILE_COLUMNS, size - j);
      for (let di = 0; di < height; di++)
        for (let dj = 0; dj < width; dj++) {
          const sum = sums[di * TILE_COLUMNS + dj]!;
          result[(i + di) * size + j + dj] = sum;
          result[(j + dj) * size + i + di] = sum;
        }
    }
  return result;
}

/** The TypeScript twin of `Numerics.combine`. */
export function combine(a: Columns, weights: Columns): Columns {
  checkWeights(a, weights);
  const { rows, columns, data } = a;
  const result = emptyColumns(rows, weights.columns, a.scale * weights.scale);
  for (let r = 0; r < weights.columns; r++) {
    const to = result.data.subarray(r * rows, (r + 1) * rows);
    for (let j = 0; j < columns; j++) {
      const weight = weights.data[r * columns + j]!;
      const from = j * rows;
      for (let i = 0; i < rows; i++) to[i]! += weight * data[from + i]!;
    }
  }
  return result;
}

/** The TypeScript twin of `Numerics.gramInParts`. */
export function gramInParts(a: Columns, edges: readonly number[], others: Columns): GramInParts {
  checkEdges(a, edges, others);
  const size = a.columns;
  const blocks = edges.slice(1).map((to, b) => gram(a, edges[b], to));
  const all = new Float64Array(size * size);
  for (const block of blocks) for (let i = 0; i < all.length; i++) all[i]! += block[i]!;
  const sums = new Float64Array(blocks.length * size);
  const normsWithout = Float64Array.from(blocks, (block, b) => {
    const [from, to] = [edges[b]!, edges[b + 1]!];
    const own = sums.subarray(b * size, (b + 1) * size);
    for (let j = 0; j < size; j++)
      for (let i = j * a.rows + from; i < j * a.rows + to; i++) own[j]! += a.data[i]!;
    const left = a.rows - (to - from);
    return norm(
      all.map((value, at) => value - block[at]! - (own[Math.floor(at / size)]! / left) * own[at % size]!),
    );
  });
  const crossed = blocks.map((_, b) => product(others, a, edges[b], edges[b + 1]));
  return { all, sums, normsWithout, crossed };
}

/** The identity, size × size. */
export function identity(size: number): Float64Array {
  const square = new Float64Array(size * size);
  for (let i = 0; i < size; i++) square[i * size + i] = 1;
  return square;
}

/** The inner product of two vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Square root of the sum of squares: the Frobenius norm of a matrix, the length of a vector. */
export function norm(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum);
}
