import { blockEdges } from './blocks';
import { type Columns, centre, transposed } from './columns';
import type { Numerics } from './numerics';
import { norm } from './products';
import type { Matrix } from './types';

/** Bytes of block Gram matrices that are kept; larger ones are made again when they are needed. */
const KEPT_BYTES = 2 ** 27;

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
  /** FᵀF over block `b` of the samples (see `blockEdges`); only over features. */
  blockGram(b: number): Float64Array;
}

/** Centres features and multiplies them out; null where they hold a number that is not usable. */
export function prepareFeatures(matrix: Matrix, numerics: Numerics, order: Int32Array): Features | null {
  const centred = centre(matrix, order);
  return centred && multiplied(centred, numerics);
}

function multiplied(centred: Columns, numerics: Numerics): Features {
  const { rows, columns } = centred;
  if (rows < columns) {
    const square = numerics.gram(transposed(centred));
    const blockGram = () => {
      throw new Error('Products over samples have no blocks of samples.');
    };
    return { centred, overSamples: true, size: rows, square, norm: norm(square), blockGram };
  }
  const edges = blockEdges(rows);
  const gramOf = (b: number) => numerics.gram(centred, edges[b], edges[b + 1]);
  const isKept = 8 * edges.length * columns ** 2 <= KEPT_BYTES;
  const kept: Float64Array[] = [];
  const square = new Float64Array(columns ** 2);
  for (let b = 0; b < edges.length - 1; b++) {
    const block = gramOf(b);
    if (isKept) kept.push(block);
    for (let i = 0; i < square.length; i++) square[i]! += block[i]!;
  }
  const blockGram = (b: number) => kept[b] ?? gramOf(b);
  return { centred, overSamples: false, size: columns, square, norm: norm(square), blockGram };
}
