import type { Columns } from './columns';
import { transposed } from './columns';

const TILE_ROWS = 4;
const TILE_COLUMNS = 2;

/**
 * Eight dot products of columns at once: 4 columns of `a` from `i` with 2 columns of `b` from `j`, into `sums`.
 * Each number read is used several times and stays in a register, which is what makes it fast.
 */
function tile(a: Columns, b: Columns, i: number, j: number, sums: Float64Array): void {
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
  for (let k = 0; k < n; k++) {
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

/** aᵀb of the stored numbers (scales left out): a.columns × b.columns, row-major. Both need the same rows. */
export function product(a: Columns, b: Columns): Float64Array {
  const result = new Float64Array(a.columns * b.columns);
  const sums = new Float64Array(TILE_ROWS * TILE_COLUMNS);
  for (let i = 0; i < a.columns; i += TILE_ROWS)
    for (let j = 0; j < b.columns; j += TILE_COLUMNS) {
      tile(a, b, i, j, sums);
      const height = Math.min(TILE_ROWS, a.columns - i);
      const width = Math.min(TILE_COLUMNS, b.columns - j);
      for (let di = 0; di < height; di++)
        for (let dj = 0; dj < width; dj++)
          result[(i + di) * b.columns + j + dj] = sums[di * TILE_COLUMNS + dj]!;
    }
  return result;
}

/** aᵀa of the stored numbers: a.columns × a.columns, symmetric; half the work of `product(a, a)`. */
export function gram(a: Columns): Float64Array {
  const size = a.columns;
  const result = new Float64Array(size * size);
  const sums = new Float64Array(TILE_ROWS * TILE_COLUMNS);
  for (let i = 0; i < size; i += TILE_ROWS)
    for (let j = i; j < size; j += TILE_COLUMNS) {
      tile(a, a, i, j, sums);
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

/** The Gram matrix on the shorter side: aᵀa, or aaᵀ where there are fewer rows than columns. */
export function smallerGram(a: Columns): Float64Array {
  return a.rows < a.columns ? gram(transposed(a)) : gram(a);
}

/** Square root of the sum of squares: the Frobenius norm of a matrix, the length of a vector. */
export function norm(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum);
}
