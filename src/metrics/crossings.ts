import { blockEdges } from './blocks';
import { type Columns, emptyColumns } from './columns';
import type { Features } from './features';
import type { Numerics } from './numerics';

/** MᵀF of one matrix with the features, m × p, row-major, of the stored numbers. */
export interface Crossing {
  readonly matrix: Columns;
  readonly all: Float64Array;
  /** MᵀF over each block of the samples (see `blockEdges`). */
  readonly blocks: readonly Float64Array[];
}

/** The products of several matrices (n rows each) with the same features, for which those pass by once. */
export function crossings(features: Features, matrices: readonly Columns[], numerics: Numerics): Crossing[] {
  const { rows, columns: width } = features.centred;
  const joined = sideBySide(matrices, rows);
  const edges = blockEdges(rows);
  const blocks = edges.slice(1).map((to, b) => numerics.product(joined, features.centred, edges[b], to));
  const all = new Float64Array(joined.columns * width);
  for (const block of blocks) for (let i = 0; i < all.length; i++) all[i]! += block[i]!;
  let first = 0;
  return matrices.map(matrix => {
    const from = first * width;
    first += matrix.columns;
    const own = (product: Float64Array) => product.subarray(from, first * width);
    return { matrix, all: own(all), blocks: blocks.map(own) };
  });
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
