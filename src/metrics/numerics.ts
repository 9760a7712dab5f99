import { type Columns, centre } from './columns';
import { eigen } from './eigen';
import { combine, gram, gramInParts, product, productSingle } from './products';
import type { Matrix } from './types';

/** Eigenvalues of a symmetric matrix and rows expressed in its eigenvectors. */
export interface Eigen {
  /** Descending. */
  values: Float64Array;
  /** count × size, row-major: `carried · V`, column k belonging to `values[k]`; its sign is free. */
  carried: Float64Array;
}

/** A Gram matrix over blocks of rows, for columns that sum to zero over all of them. */
export interface GramInParts {
  /** aᵀa over all rows: columns × columns, row-major. */
  all: Float64Array;
  /** Each column's sum over each block: blocks × columns. */
  sums: Float64Array;
  /** Per block b: ‖aᵀa of the rows outside of it, the columns centred on these‖. */
  normsWithout: Float64Array;
  /** Per block, its rows of (other columns)ᵀa: others × columns, row-major. */
  crossed: Float64Array[];
}

/**
 * The linear algebra of the measures. u = 2⁻⁵³ and u₃₂ = 2⁻²⁴ are the unit roundoffs of float64 and float32.
 * All of it is repeatable to the bit on one machine with one implementation. See `kernels/load.ts` for the choice.
 */
export interface Numerics {
  /**
   * The matrix less its column means, column by column, or null where it holds a number that is not usable. The first
   * row is taken off before the mean, so that constant columns become exactly zero.
   * @param order the row of `matrix` that each row of the result is; the same order where it is left out
   * @param isBrief whether the result is needed until the next call with `isBrief` only; its numbers may then stay where
   *   the kernels work, and reading them later throws
   */
  centre(matrix: Matrix, order?: Int32Array, isBrief?: boolean): Columns | null;
  /**
   * aᵀa of the stored numbers over rows [from, to) (default all): a.columns × a.columns, row-major, symmetric.
   * Error of entry (i, j) ≤ rows · u · Σ_k |a_ki a_kj|.
   */
  gram(a: Columns, from?: number, to?: number): Float64Array;
  /**
   * `gram`, with what leaving out each block of rows [edges[b], edges[b + 1]) makes of its norm, and `product` of other
   * columns with a over each block. The edges run from 0 to all rows.
   */
  gramInParts(a: Columns, edges: readonly number[], others: Columns): GramInParts;
  /** aᵀb of the stored numbers over rows [from, to): a.columns × b.columns, row-major. Error as of `gram`. */
  product(a: Columns, b: Columns, from?: number, to?: number): Float64Array;
  /** a · weights of the stored numbers, weights a.columns × m: a.rows × m. Error as of `gram`, over the columns. */
  combine(a: Columns, weights: Columns): Columns;
  /**
   * aᵀb in single precision, for overlaps in which nothing cancels: a.columns × b.columns, row-major. Numbers are
   * rounded to float32 and summed in it over at most 256 rows; these sums are added in float64.
   * Error of entry (i, j) ≤ 68 u₃₂ · Σ_k |a_ki b_kj| = 4.1e-6 · Σ_k |a_ki b_kj|, for any number of rows.
   * @throws RangeError where a sum leaves the range of float32
   */
  productSingle(a: Columns, b: Columns): Float64Array;
  /**
   * Eigenvalues of a symmetric matrix (size × size; its lower triangle is read), and `carried · V`, where `carried`
   * is count × size, row-major, and V holds the unit eigenvectors as columns. The identity gives V itself; a few rows
   * cost little more than the values. With A = VΛVᵀ: ‖AV − VΛ‖ ≤ 1e-13 ‖A‖ and ‖VᵀV − I‖ ≤ 1e-12, in the
   * Frobenius norm, up to size 512 (the largest that tests hold) and whatever the scale of A.
   * @throws RangeError for a wrong length or a number that is not finite
   * @throws Error where the iteration does not converge
   */
  eigen(square: Float64Array, size: number, carried?: Float64Array): Eigen;
}

/** The TypeScript twin of the WebAssembly kernels: their reference in tests, and what runs where SIMD is missing. */
export const plainNumerics: Numerics = { centre, gram, gramInParts, product, combine, productSingle, eigen };
