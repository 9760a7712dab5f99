import type { Matrix } from './types';

/** Columns are stored in groups of this many, filled up with zeros, so that products need no edge cases. */
const GROUP = 4;

/** Columns copied at a time: float32 numbers in a cache line. */
const CACHE_COLUMNS = 16;

/** Squares of numbers up to here, and sums of them, stay finite. */
const LARGEST = 1e150;

/** A matrix stored column by column in float64: element (i, j) is `scale * data[j * rows + i]`. */
export interface Columns {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
  /** A power of two that keeps the stored numbers near 1, whatever the unit of the input. */
  readonly scale: number;
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

/**
 * The matrix less its column means, or null where it holds a number that is not usable.
 * The first row is taken off before the mean, so that constant columns become exactly zero.
 */
export function centre(matrix: Matrix): Columns | null {
  if (!isUsable(matrix.data)) return null;
  const centred = inColumns(matrix);
  const { rows, columns, data } = centred;
  let largest = 0;
  for (let j = 0; j < columns; j++) {
    const from = j * rows;
    const first = data[from]!;
    let sum = 0;
    for (let i = from; i < from + rows; i++) sum += data[i]! - first;
    const mean = sum / rows;
    for (let i = from; i < from + rows; i++) {
      const value = data[i]! - first - mean;
      data[i] = value;
      largest = Math.max(largest, Math.abs(value));
    }
  }
  return rescaled(centred, largest);
}

/** Copies a row-major matrix a few columns at a time, so that reads and writes both stay in cache. */
function inColumns({ rows, columns, data }: Matrix): Columns {
  const result = emptyColumns(rows, columns);
  const target = result.data;
  for (let start = 0; start < columns; start += CACHE_COLUMNS) {
    const end = Math.min(start + CACHE_COLUMNS, columns);
    for (let i = 0; i < rows; i++)
      for (let j = start; j < end; j++) target[j * rows + i] = data[i * columns + j]!;
  }
  return result;
}

/** Takes each row's mean over the columns off; exactly zero where the columns agree. */
export function withoutRowMeans(matrix: Columns): Columns {
  const { rows, columns, data } = matrix;
  const result = emptyColumns(rows, columns);
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    const first = data[i]!;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += data[j * rows + i]! - first;
    const mean = sum / columns;
    for (let j = 0; j < columns; j++) {
      const value = data[j * rows + i]! - first - mean;
      result.data[j * rows + i] = value;
      largest = Math.max(largest, Math.abs(value));
    }
  }
  return rescaled({ ...result, scale: matrix.scale }, largest);
}

/** The same matrix with stored numbers in [-1, 1]; works in place. Powers of two lose no digits. */
function rescaled(matrix: Columns, largest: number): Columns {
  if (largest === 0) return matrix;
  const unit = 2 ** Math.ceil(Math.log2(largest));
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
