import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Columns } from './columns';
import { gram, product } from './products';

/** Eigenvalues of a symmetric matrix, descending, and what was carried along. */
export interface Eigen {
  values: Float64Array;
  /** count × size, row-major: carried · V, V the unit eigenvectors as columns in the order of `values`. */
  carried: Float64Array;
}

/** The heavy arithmetic of the measures. All of it ignores the scale of `Columns` and works on the stored numbers. */
export interface Numerics {
  /** aᵀa over rows [from, to), all of them by default: a.columns × a.columns, row-major, symmetric. */
  gram(a: Columns, from?: number, to?: number): Float64Array;
  /** aᵀb over rows [from, to), all of them by default: a.columns × b.columns, row-major. */
  product(a: Columns, b: Columns, from?: number, to?: number): Float64Array;
  /** aᵀb in single precision, for overlaps in which nothing cancels. */
  productSingle(a: Columns, b: Columns): Float64Array;
  /**
   * Eigenvalues of a symmetric matrix (size × size) and `carried` (count × size, row-major) times its eigenvectors. With
   * the identity carried those are the eigenvectors; a few rows cost little more than the values.
   */
  eigen(square: Float64Array, size: number, carried?: Float64Array): Eigen;
}

/** In plain TypeScript. */
export const plainNumerics: Numerics = {
  gram,
  product,
  productSingle: product,
  eigen(square, size, carried = new Float64Array(0)) {
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
      Matrix.from1DArray(size, size, square),
      { assumeSymmetric: true },
    );
    const count = carried.length / size;
    const result = new Float64Array(carried.length);
    for (let row = 0; row < count; row++)
      for (let k = 0; k < size; k++) {
        let sum = 0;
        for (let i = 0; i < size; i++)
          sum += carried[row * size + i]! * eigenvectorMatrix.get(i, size - 1 - k);
        result[row * size + k] = sum;
      }
    return { values: Float64Array.from(realEigenvalues).reverse(), carried: result };
  },
};
