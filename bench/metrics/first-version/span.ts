import { SVD } from 'ml-matrix';
import type { Columns } from './columns';
import { emptyColumns, withoutRowMeans } from './columns';

/** Singular values below this share of the largest do not count towards the rank (method.md, estimator 2). */
const RANK_TOLERANCE = 1e-6;
/** What is left of a column below this share of the largest column is rounding, not a direction. */
const ROUNDING = 1e-14;

/**
 * Orthonormal basis (n × r, scale 1) of the span of the centred columns: left singular vectors whose singular
 * value is above 1e-6 of the largest. `classification` also takes off each row's mean over two or more columns.
 * r = 0 where the columns have no variance. Formula: method.md, estimator 2.
 */
export function span(centred: Columns, classification: boolean): Columns {
  const matrix = classification && centred.columns > 1 ? withoutRowMeans(centred) : centred;
  const { rows } = matrix;
  const { basis, triangle } = orthogonalise(matrix);
  if (basis.length === 0) return emptyColumns(rows, 0);
  const svd = new SVD(triangle, { autoTranspose: true });
  const values = svd.diagonal;
  if (values[0]! * matrix.scale <= 1e-12 * Math.max(1, Math.sqrt(rows))) return emptyColumns(rows, 0);
  const rank = values.filter(value => value > RANK_TOLERANCE * values[0]!).length;
  const result = emptyColumns(rows, rank);
  for (let column = 0; column < rank; column++)
    for (let k = 0; k < basis.length; k++)
      addMultiple(
        result.data.subarray(column * rows, (column + 1) * rows),
        basis[k]!,
        svd.leftSingularVectors.get(k, column),
      );
  return result;
}

/**
 * A = QR by modified Gram–Schmidt with column pivoting: `basis` holds the k orthonormal columns of Q,
 * `triangle` the k × columns matrix R in the original column order. Each column is swept twice, which keeps Q
 * orthonormal to rounding.
 */
function orthogonalise(matrix: Columns): { basis: Float64Array[]; triangle: number[][] } {
  const { rows, columns } = matrix;
  const left = Array.from({ length: columns }, (_, j) => matrix.data.slice(j * rows, (j + 1) * rows));
  const waiting = new Set(left.keys());
  const basis: Float64Array[] = [];
  const triangle: number[][] = [];
  let largest = 0;
  while (waiting.size > 0 && basis.length < rows) {
    const pivot = longest(left, waiting);
    const direction = left[pivot]!;
    const correction = basis.map(q => removeFrom(direction, q));
    const length = Math.sqrt(dot(direction, direction));
    largest = Math.max(largest, length);
    if (length <= ROUNDING * largest) break;
    for (let i = 0; i < rows; i++) direction[i]! /= length;
    correction.forEach((amount, k) => {
      triangle[k]![pivot]! += amount;
    });
    waiting.delete(pivot);
    const row = new Array<number>(columns).fill(0);
    row[pivot] = length;
    for (const j of waiting) row[j] = removeFrom(left[j]!, direction);
    basis.push(direction);
    triangle.push(row);
  }
  return { basis, triangle };
}

function longest(columns: readonly Float64Array[], among: ReadonlySet<number>): number {
  let best = -1;
  let most = -1;
  for (const j of among) {
    const square = dot(columns[j]!, columns[j]!);
    if (square > most) {
      most = square;
      best = j;
    }
  }
  return best;
}

/** Takes the part along the unit vector q off; returns its length. */
function removeFrom(vector: Float64Array, q: Float64Array): number {
  const amount = dot(vector, q);
  addMultiple(vector, q, -amount);
  return amount;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addMultiple(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}
