import { transposed } from './columns';
import type { Product } from './crossings';
import type { Features } from './features';
import type { Numerics } from './numerics';
import { norm } from './products';

/**
 * Centred linear CKA, ‖BᵀF‖² / (‖FᵀF‖ ‖BᵀB‖), in [0, 1], of features and other centred columns of the same rows, whose
 * product with the features is given. null where either has no variance.
 */
export function linearCka(features: Features, { matrix, all }: Product, numerics: Numerics): number | null {
  const length = norm(numerics.gram(matrix.rows < matrix.columns ? transposed(matrix) : matrix));
  if (features.norm === 0 || length === 0) return null;
  return Math.min(1, norm(all) ** 2 / features.norm / length);
}

/** What centring leaves of a kernel below this share of it is rounding. */
const ROUNDING = 1e-12;

/** How alike the features of the same inputs are at two moments; null where it is undefined. */
export interface Likeness {
  /** S_init: centred linear CKA, in [0, 1]. */
  similarity: number | null;
  /** 1 − ⟨K, K'⟩ / (‖K‖ ‖K'‖) of the uncentred kernels, in [0, 1]. */
  distance: number | null;
}

/** Formulas: method.md, "What it is compared with". */
export function likeness(now: Features, before: Features, numerics: Numerics): Likeness {
  const overlap = overlaps(now, before, numerics);
  const lengths = uncentredNorm(now) * uncentredNorm(before);
  const cosine = overlap.uncentred / lengths;
  return {
    similarity:
      now.norm === 0 || before.norm === 0
        ? null
        : Math.min(1, Math.max(0, overlap.centred / now.norm / before.norm)),
    distance: lengths > 0 && Number.isFinite(cosine) ? Math.min(1, Math.max(0, 1 - cosine)) : null,
  };
}

/** ⟨K, K'⟩ of the kernels of two sets of features: with their means taken off, and with them. */
function overlaps(a: Features, b: Features, numerics: Numerics): { centred: number; uncentred: number } {
  let centred = 0;
  let uncentred = 0;
  if (a.overSamples && b.overSamples) {
    const [shiftA, shiftB] = [kernelShift(a), kernelShift(b)];
    const n = a.size;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        centred += a.square[at]! * b.square[at]!;
        uncentred += (a.square[at]! + shiftA(i, j)) * (b.square[at]! + shiftB(i, j));
      }
    return { centred, uncentred };
  }
  const product = numerics.productSingle(a.centred, b.centred);
  const [meansA, meansB] = [a.centred.means!, b.centred.means!];
  const n = a.centred.rows;
  for (let i = 0; i < meansA.length; i++) {
    const row = i * meansB.length;
    for (let j = 0; j < meansB.length; j++) {
      const value = product[row + j]!;
      centred += value ** 2;
      uncentred += (value + n * meansA[i]! * meansB[j]!) ** 2;
    }
  }
  return { centred, uncentred };
}

/** What the means add to entry (i, j) of FFᵀ. */
function kernelShift({ centred }: Features): (i: number, j: number) => number {
  const { rows, columns, data } = centred;
  const means = centred.means!;
  const along = new Float64Array(rows);
  let square = 0;
  for (let j = 0; j < columns; j++) {
    square += means[j]! ** 2;
    for (let i = 0; i < rows; i++) along[i]! += means[j]! * data[j * rows + i]!;
  }
  return (i, j) => along[i]! + along[j]! + square;
}

const uncentredNorms = new WeakMap<Features, number>();

/** ‖K‖ of the kernel with the means left in; made once, since every probe needs that of step 0. */
function uncentredNorm(features: Features): number {
  const known = uncentredNorms.get(features);
  if (known !== undefined) return known;
  const { centred, overSamples, size, square } = features;
  const means = centred.means!;
  const shift = overSamples
    ? kernelShift(features)
    : (i: number, j: number) => centred.rows * means[i]! * means[j]!;
  let sum = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) sum += (square[i * size + j]! + shift(i, j)) ** 2;
  const result = Math.sqrt(sum);
  uncentredNorms.set(features, result);
  return result;
}

/**
 * Centred CKA, in [0, 1], of two n × n kernels of the same inputs; null where either does not vary. For tangent kernels
 * and other kernels that are given as such. Formula: method.md, "tangent-kernel change".
 */
export function kernelCka(a: Float64Array, b: Float64Array, n: number): number | null {
  const [x, y] = [doublyCentred(a, n), doublyCentred(b, n)];
  if (!(norm(x) > ROUNDING * norm(a)) || !(norm(y) > ROUNDING * norm(b))) return null;
  const lengths = norm(x) * norm(y);
  if (!Number.isFinite(lengths)) return null;
  const overlap = x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return Math.min(1, Math.max(0, overlap / lengths));
}

/** A symmetric n × n matrix less the means of its rows and columns: H K H. */
export function doublyCentred(kernel: ArrayLike<number>, n: number): Float64Array {
  const means = new Float64Array(n);
  let all = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) means[i]! += kernel[i * n + j]! / n;
    all += means[i]! / n;
  }
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) result[i * n + j] = kernel[i * n + j]! - means[i]! - means[j]! + all;
  return result;
}
