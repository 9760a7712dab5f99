import { blockEdges } from './blocks';
import { type Columns, transposed } from './columns';
import type { GramInParts, Numerics } from './numerics';
import { norm } from './products';
import type { Matrix } from './types';

/** Centred features (n × p) with their products on the shorter side. */
export interface Features {
  readonly centred: Columns;
  /** Whether `square` runs over samples (FFᵀ, n < p) and not over features (FᵀF). */
  readonly overSamples: boolean;
  /** min(n, p) */
  readonly size: number;
  /** size × size, of the stored numbers. */
  readonly square: Float64Array;
  /** ‖square‖; 0 where the features do not vary. */
  readonly norm: number;
  /** What leaving out blocks of samples (see `blockEdges`) makes of it; only over features, where it was asked for. */
  readonly parts: GramInParts | null;
}

/**
 * Centres features and multiplies them out; null where they hold a number that is not usable.
 * @param crossed other columns (n × m), where blocks of samples will be left out of the products; what was prepared so
 *   is good until the next time
 */
export function prepareFeatures(
  matrix: Matrix,
  numerics: Numerics,
  order: Int32Array,
  crossed?: Columns,
): Features | null {
  const { rows, columns } = matrix;
  const overSamples = rows < columns;
  const centred = numerics.centre(matrix, order, crossed !== undefined && !overSamples);
  if (centred === null) return null;
  const parts =
    crossed && !overSamples && rows > 1 ? numerics.gramInParts(centred, blockEdges(rows), crossed) : null;
  const square = parts?.all ?? numerics.gram(overSamples ? transposed(centred) : centred);
  return {
    centred,
    overSamples,
    size: Math.min(rows, columns),
    square,
    norm: norm(square),
    parts,
  };
}
