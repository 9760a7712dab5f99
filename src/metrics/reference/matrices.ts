import type { Matrix } from '../types';
import { type Draws, drawsOf } from './random';

/** A float32 matrix, as networks give them. */
export interface Float32Matrix extends Matrix {
  readonly data: Float32Array;
}

/** A matrix from a function of row and column. */
export function filled(rows: number, columns: number, at: (i: number, j: number) => number): Float32Matrix {
  const data = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = at(i, j);
  return { rows, columns, data };
}

/** Element (i, j). */
export const at = ({ columns, data }: Matrix, i: number, j: number): number => data[i * columns + j]!;

/** Normal draws under a name. */
export function normals(name: string, rows: number, columns: number): Float32Matrix {
  const draws = drawsOf(name);
  return filled(rows, columns, () => draws.normal());
}

/** a · bᵀ: what a linear layer with weights b makes of features a. */
export function through(a: Matrix, b: Matrix): Float32Matrix {
  return filled(a.rows, b.rows, (i, c) => {
    let sum = 0;
    for (let j = 0; j < a.columns; j++) sum += at(a, i, j) * at(b, c, j);
    return sum;
  });
}

/** The rows turned by two mirrors whose normals are drawn: an orthogonal map, with no QR needed. */
export function turned(matrix: Matrix, draws: Draws): Float32Matrix {
  const { rows, columns } = matrix;
  const values = Float64Array.from(matrix.data);
  for (let mirror = 0; mirror < 2; mirror++) {
    const normal = Array.from({ length: columns }, () => draws.normal());
    const square = normal.reduce((sum, value) => sum + value * value, 0);
    for (let i = 0; i < rows; i++) {
      const row = values.subarray(i * columns, (i + 1) * columns);
      const along = (2 * normal.reduce((sum, value, j) => sum + value * row[j]!, 0)) / square;
      normal.forEach((value, j) => {
        row[j]! -= along * value;
      });
    }
  }
  return filled(rows, columns, (i, j) => values[i * columns + j]!);
}
