import { type Columns, emptyColumns, withoutRowMeans } from './columns';
import type { Numerics } from './numerics';
import { identity } from './products';

/** Singular values below this share of the largest do not count towards the rank (method.md, estimator 2). */
const RANK_TOLERANCE = 1e-6;
/** Columns whose Gram matrix is no worse conditioned than this become orthonormal to 1e-12. */
const CONDITION = 1e3;

/** An orthonormal basis of what centred columns Y (n × C) span. */
export interface Span {
  /** n × r, scale 1. */
  readonly basis: Columns;
  /** C × r, row-major: the basis is Y · weights, of the stored numbers of Y. */
  readonly weights: Float64Array;
}

/**
 * The span of the centred columns: of their left singular vectors those whose singular value is above 1e-6 of the
 * largest. `classification` also takes off each row's mean over two or more columns. r = 0 where the columns have no
 * variance. Formula: method.md, estimator 2.
 *
 * With YᵀY = VΛVᵀ the basis is YVΛ^(-1/2). Rounding leaves it as far from orthonormal as YᵀY is badly conditioned, and
 * the same once more, from the basis itself, makes it good (the idea of Cholesky QR done twice, Yamamoto et al. 2015).
 */
export function span(centred: Columns, classification: boolean, numerics: Numerics): Span {
  const { rows, columns } = centred;
  const withoutMeans = classification && columns > 1;
  const matrix = withoutMeans ? withoutRowMeans(centred) : centred;
  let weights: Float64Array = identity(columns).map(value => (value * centred.scale) / matrix.scale);
  if (withoutMeans) weights = weights.map(value => value - centred.scale / matrix.scale / columns);
  let basis = matrix;
  for (;;) {
    const step = whitening(basis, numerics);
    const noVariance =
      basis === matrix && step.largest * matrix.scale <= 1e-12 * Math.max(1, Math.sqrt(rows));
    if (noVariance || step.weights.columns === 0)
      return { basis: emptyColumns(rows, 0), weights: new Float64Array(0) };
    basis = { ...numerics.combine(basis, step.weights), scale: 1 };
    weights = times(weights, step.weights);
    if (step.condition <= CONDITION) return { basis, weights };
  }
}

/** a · b, a row-major with as many columns as b has rows; row-major. */
function times(a: Float64Array, b: Columns): Float64Array {
  const result = new Float64Array((a.length / b.rows) * b.columns);
  for (let at = 0; at < result.length; at++) {
    const row = Math.floor(at / b.columns) * b.rows;
    const column = (at % b.columns) * b.rows;
    for (let k = 0; k < b.rows; k++) result[at]! += a[row + k]! * b.data[column + k]!;
  }
  return result;
}

/** W (columns × r) for which the columns of YW are orthonormal and span what those of Y do. */
interface Whitening {
  weights: Columns;
  /** The largest singular value of the stored numbers. */
  largest: number;
  /** Of YᵀY, as far as its eigenvalues are kept. */
  condition: number;
}

function whitening(matrix: Columns, numerics: Numerics): Whitening {
  const size = matrix.columns;
  const { values, carried } = numerics.eigen(numerics.gram(matrix), size, identity(size));
  const first = values[0]!;
  const rank = first > 0 ? values.filter(value => value > RANK_TOLERANCE ** 2 * first).length : 0;
  const weights = emptyColumns(size, rank);
  for (let k = 0; k < rank; k++) {
    const length = Math.sqrt(values[k]!);
    for (let i = 0; i < size; i++) weights.data[k * size + i] = carried[i * size + k]! / length;
  }
  return { weights, largest: Math.sqrt(Math.max(0, first)), condition: first / (values[rank - 1] ?? first) };
}
