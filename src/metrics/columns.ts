import type { Matrix } from './types';

/** Columns are stored in groups of this many, filled up with zeros, so that products need no edge cases. */
const GROUP = 4;

/** Columns and rows copied at a time: float32 and float64 numbers in a cache line. */
const CACHE_COLUMNS = 16;
const CACHE_ROWS = 8;

/** Squares of numbers up to here, and sums of them, stay finite. */
const LARGEST = 1e150;

/** A matrix stored column by column in float64: element (i, j) is `scale * data[j * rows + i]`. */
export interface Columns {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
  /** A power of two that keeps the stored numbers near 1, whatever the unit of the input. */
  readonly scale: number;
  /** What centring has taken off each column, in units of `scale`; absent where nothing was. */
  readonly means?: Float64Array;
}

/** Zeros, rows × columns. */
export function emptyColumns(rows: number, columns: number, scale = 1): Columns {
  return { rows, columns, scale, data: new Float64Array(rows * Math.ceil(columns / GROUP) * GROUP) };
}

/** True where every number is finite and small enough to be squared. */
export function isUsable(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i]!) <= LARGEST)) return false;
  return true;
}

/** The TypeScript twin of `Numerics.centre`. */
export function centre(matrix: Matrix, order?: Int32Array): Columns | null {
  const { rows, columns } = matrix;
  const { data, firsts, sums, extent } = inColumns(matrix, order);
  if (extent === null) return null;
  const unit = unitOf(extent);
  const means = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    const mean = sums[j]! / rows;
    means[j] = (firsts[j]! + mean) / unit;
    for (let i = j * rows; i < (j + 1) * rows; i++) data[i] = (data[i]! - mean) / unit;
  }
  return { rows, columns, data, scale: unit, means };
}

/** Power of two that is at least this large; 1 for zero. */
export const unitOf = (largest: number) => (largest === 0 ? 1 : 2 ** Math.ceil(Math.log2(largest)));

/**
 * Copies a row-major matrix a few columns and rows at a time, so that reads and writes both stay in cache where columns
 * lie at a distance of a power of two, which share few of its lines; each column less its
 * first number, with the sums of what is left. `extent` is the largest distance from a column's mean, null where a number
 * is not usable.
 */
function inColumns({ rows, columns, data }: Matrix, order?: Int32Array) {
  const target = emptyColumns(rows, columns).data;
  const firsts = new Float64Array(columns);
  const sums = new Float64Array(columns);
  let extent: number | null = 0;
  const low = new Float64Array(CACHE_COLUMNS);
  const high = new Float64Array(CACHE_COLUMNS);
  const start = (order ? order[0]! : 0) * columns;
  for (let from = 0; from < columns && extent !== null; from += CACHE_COLUMNS) {
    const count = Math.min(CACHE_COLUMNS, columns - from);
    for (let c = 0; c < count; c++) firsts[from + c] = data[start + from + c]!;
    low.fill(0);
    high.fill(0);
    for (let block = 0; block < rows; block += CACHE_ROWS) {
      const end = Math.min(block + CACHE_ROWS, rows);
      for (let c = 0; c < count; c++) {
        const first = firsts[from + c]!;
        const to = (from + c) * rows;
        let sum = 0;
        let least = low[c]!;
        let most = high[c]!;
        for (let i = block; i < end; i++) {
          const value = data[(order ? order[i]! : i) * columns + from + c]! - first;
          target[to + i] = value;
          sum += value;
          if (value < least) least = value;
          if (value > most) most = value;
        }
        sums[from + c]! += sum;
        low[c] = least;
        high[c] = most;
      }
    }
    for (let c = 0; c < count; c++)
      extent = extentWith(extent, firsts[from + c]!, low[c]!, high[c]!, sums[from + c]! / rows);
  }
  return { data: target, firsts, sums, extent };
}

/** The larger of `extent` and a column's distances from its mean; null where a number of the column is not usable. */
function extentWith(extent: number | null, first: number, low: number, high: number, mean: number) {
  const largest = Math.max(Math.abs(first + low), Math.abs(first + high));
  // A NaN makes the mean one as well.
  if (extent === null || !Number.isFinite(mean) || !(largest <= LARGEST)) return null;
  return Math.max(extent, high - mean, mean - low);
}

/** Takes each row's mean over the columns off; exactly zero where the columns agree. */
export function withoutRowMeans(matrix: Columns): Columns {
  const { rows, columns, data, scale } = matrix;
  const means = new Float64Array(rows);
  for (let at = 0, j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++, at++) means[i]! += data[at]! - data[i]!;
  for (let i = 0; i < rows; i++) means[i]! /= columns;
  const result = emptyColumns(rows, columns, scale);
  let largest = 0;
  for (let at = 0, j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++, at++) {
      const value = data[at]! - data[i]! - means[i]!;
      result.data[at] = value;
      largest = Math.max(largest, Math.abs(value));
    }
  return rescaled(result, largest);
}

/** The same matrix with stored numbers in [-1, 1]; works in place. Powers of two lose no digits. */
function rescaled(matrix: Columns, largest: number): Columns {
  const unit = unitOf(largest);
  if (unit === 1) return matrix;
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i]! /= unit;
  return { ...matrix, scale: matrix.scale * unit };
}

/** The transposed matrix. */
export function transposed(matrix: Columns): Columns {
  const result = emptyColumns(matrix.columns, matrix.rows, matrix.scale);
  for (let j = 0; j < matrix.columns; j++)
    for (let i = 0; i < matrix.rows; i++)
      result.data[i * matrix.columns + j] = matrix.data[j * matrix.rows + i]!;
  return result;
}
