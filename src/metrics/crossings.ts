import { type Columns, emptyColumns } from './columns';
import type { Features } from './features';
import type { Numerics } from './numerics';
import type { Span } from './span';

/** MᵀF of one matrix with the features, m × p, row-major, of the stored numbers. */
export interface Product {
  readonly matrix: Columns;
  readonly all: Float64Array;
}

export interface Crossing extends Product {
  /** MᵀF over each block of the samples (see `blockEdges`), where the features were multiplied out in parts. */
  readonly blocks: readonly Float64Array[];
}

/**
 * The products of several matrices (n rows each) with the same features, for which those pass by once.
 * @param joined the matrices side by side, as they were multiplied out with the parts of the features
 */
export function crossings(
  features: Features,
  matrices: readonly Columns[],
  joined: Columns,
  numerics: Numerics,
): Crossing[] {
  const { centred, parts } = features;
  const width = centred.columns;
  const blocks = parts?.crossed ?? [];
  const all = parts ? sumOf(blocks, joined.columns * width) : numerics.product(joined, centred);
  let first = 0;
  return matrices.map(matrix => {
    const from = first * width;
    first += matrix.columns;
    const to = first * width;
    return { matrix, all: all.subarray(from, to), blocks: blocks.map(block => block.subarray(from, to)) };
  });
}

function sumOf(arrays: readonly Float64Array[], length: number): Float64Array {
  const sum = new Float64Array(length);
  for (const array of arrays) for (let i = 0; i < length; i++) sum[i]! += array[i]!;
  return sum;
}

/** The product of the basis of a span, from that of the columns which it is the span of. */
export function spanProduct({ basis, weights }: Span, { all, matrix }: Product): Product {
  const width = matrix.columns === 0 ? 0 : all.length / matrix.columns;
  const product = new Float64Array(basis.columns * width);
  for (let r = 0; r < basis.columns; r++)
    for (let c = 0; c < matrix.columns; c++) {
      const weight = weights[c * basis.columns + r]!;
      for (let j = 0; j < width; j++) product[r * width + j]! += weight * all[c * width + j]!;
    }
  return { matrix: basis, all: product };
}

/** All columns of the matrices, one after another; their scales are left out. */
export function sideBySide(matrices: readonly Columns[], rows: number): Columns {
  const result = emptyColumns(
    rows,
    matrices.reduce((sum, { columns }) => sum + columns, 0),
  );
  let first = 0;
  for (const { columns, data } of matrices) {
    result.data.set(data.subarray(0, rows * columns), rows * first);
    first += columns;
  }
  return result;
}
