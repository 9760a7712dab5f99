import { type Columns, emptyColumns, withoutRowMeans } from './columns';
import type { Numerics } from './numerics';

/** Singular values below this share of the largest do not count towards the rank (method.md, estimator 2). */
const RANK_TOLERANCE = 1e-6;
/** Columns whose Gram matrix is no worse conditioned than this become orthonormal to 1e-12. */
const CONDITION = 1e3;

/**
 * Orthonormal basis (n × r, scale 1) of the span of the centred columns: left singular vectors whose singular
 * value is above 1e-6 of the largest. `classification` also takes off each row's mean over two or more columns.
 * r = 0 where the columns have no variance. Formula: method.md, estimator 2.
 *
 * With YᵀY = VΛVᵀ the basis is YVΛ^(-1/2). Rounding leaves it as far from orthonormal as YᵀY is badly conditioned, and
 * the same once more, from the basis itself, makes it good (the idea of Cholesky QR done twice, Yamamoto et al. 2015).
 */
export function span(centred: Columns, classification: boolean, numerics: Numerics): Columns {
  const matrix = classification && centred.columns > 1 ? withoutRowMeans(centred) : centred;
  const { rows } = matrix;
  let basis = matrix;
  for (;;) {
    const { weights, largest, condition } = whitening(basis, numerics);
    const noVariance = basis === matrix && largest * matrix.scale <= 1e-12 * Math.max(1, Math.sqrt(rows));
    if (noVariance || weights.columns === 0) return emptyColumns(rows, 0);
    basis = { ...numerics.combine(basis, weights), scale: 1 };
    if (condition <= CONDITION) return basis;
  }
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
  const identity = new Float64Array(size * size);
  for (let i = 0; i < size; i++) identity[i * size + i] = 1;
  const { values, carried } = numerics.eigen(numerics.gram(matrix), size, identity);
  const first = values[0]!;
  const rank = first > 0 ? values.filter(value => value > RANK_TOLERANCE ** 2 * first).length : 0;
  const weights = emptyColumns(size, rank);
  for (let k = 0; k < rank; k++) {
    const length = Math.sqrt(values[k]!);
    for (let i = 0; i < size; i++) weights.data[k * size + i] = carried[i * size + k]! / length;
  }
  return { weights, largest: Math.sqrt(Math.max(0, first)), condition: first / (values[rank - 1] ?? first) };
}
