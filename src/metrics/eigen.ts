import { checkEigen, exponentOf, inOrder, largestOf, notConverged, powerOfTwo } from './kernels/shared';
import type { Eigen } from './numerics';

/** Squares of entries of a matrix that is scaled to 1 lose digits below this, and the entries do not matter. */
const NEGLIGIBLE_SQUARE = 1e-280;
/** 2⁻⁵³. */
const UNIT_ROUNDOFF = Number.EPSILON / 2;
/** Entries beside the diagonal up to this share of the largest number are zero to rounding. */
const NEGLIGIBLE = UNIT_ROUNDOFF / 4;
const SWEEPS_PER_VALUE = 30;

/** A symmetric tridiagonal matrix; `beside[l]` is its entry (l − 1, l), `beside[0]` is 0. */
interface Tridiagonal {
  diagonal: Float64Array;
  beside: Float64Array;
}

/**
 * The TypeScript twin of the eigenproblem in `kernels/assembly/`: the same reflectors and rotations, one number at
 * a time. What it promises: `Numerics.eigen`.
 */
export function eigen(
  square: Float64Array,
  size: number,
  carried: Float64Array = new Float64Array(0),
): Eigen {
  checkEigen(square, size, carried);
  const count = carried.length / size;
  const lower = square.map((value, at) => (at % size > Math.floor(at / size) ? 0 : value));
  const exponent = exponentOf(largestOf(lower));
  const carriedExponent = exponentOf(largestOf(carried));
  const rotated = scaled(transposed(carried, count, size), -carriedExponent);
  const tridiagonal = tridiagonalise(scaled(lower, -exponent), size, rotated, count);
  diagonalise(tridiagonal, rotated, count);
  return inOrder(
    tridiagonal.diagonal,
    exponent,
    count,
    carriedExponent,
    (row, k) => rotated[k * count + row]!,
  );
}

function scaled(values: Float64Array, exponent: number): Float64Array {
  const [low, high] = powerOfTwo(exponent);
  return values.map(value => value * low * high);
}

/** Carried rows as columns, so that a rotation works on two stretches of `count` numbers. */
function transposed(carried: Float64Array, count: number, size: number): Float64Array {
  const result = new Float64Array(carried.length);
  for (let row = 0; row < count; row++)
    for (let j = 0; j < size; j++) result[j * count + row] = carried[row * size + j]!;
  return result;
}

/**
 * A = H T Hᵀ by Householder reflectors from the last row upwards, on the lower triangle; returns T and multiplies the
 * carried rows by H. A is destroyed. Golub and Van Loan, Matrix Computations, 4th ed., 8.3.1.
 */
function tridiagonalise(a: Float64Array, size: number, rotated: Float64Array, count: number): Tridiagonal {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const w = new Float64Array(size);
  for (let l = size - 1; l > 0; l--) {
    const u = a.subarray(l * size, l * size + l);
    diagonal[l] = a[l * size + l]!;
    const alpha = u[l - 1]!;
    let square = 0;
    for (let j = 0; j < l - 1; j++) square += u[j]! ** 2;
    beside[l] = alpha;
    if (square <= NEGLIGIBLE_SQUARE) continue;
    const entry = Math.sqrt(alpha ** 2 + square) * (alpha < 0 ? 1 : -1);
    const factor = (entry - alpha) / entry;
    beside[l] = entry;
    for (let j = 0; j < l - 1; j++) u[j]! /= alpha - entry;
    u[l - 1] = 1;
    update(a, size, u, w, factor);
    reflect(rotated, count, u, factor);
  }
  diagonal[0] = a[0]!;
  return { diagonal, beside };
}

/** A ← (I − τuuᵀ) A (I − τuuᵀ) on the leading lower triangle, as A −= uwᵀ + wuᵀ with w = τAu − (τ²/2)(uᵀAu)u. */
function update(a: Float64Array, size: number, u: Float64Array, w: Float64Array, factor: number): void {
  const length = u.length;
  for (let i = 0; i < length; i++) {
    const row = i * size;
    let sum = a[row + i]! * u[i]!;
    for (let j = 0; j < i; j++) {
      sum += a[row + j]! * u[j]!;
      w[j]! += a[row + j]! * u[i]!;
    }
    w[i] = sum;
  }
  let product = 0;
  for (let i = 0; i < length; i++) product += u[i]! * w[i]!;
  for (let i = 0; i < length; i++) w[i] = factor * w[i]! - (factor ** 2 / 2) * product * u[i]!;
  for (let i = 0; i < length; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) a[row + j]! -= u[i]! * w[j]! + w[i]! * u[j]!;
  }
}

/** The carried rows times I − τuuᵀ. */
function reflect(rotated: Float64Array, count: number, u: Float64Array, factor: number): void {
  if (count === 0) return;
  const sums = new Float64Array(count);
  for (let j = 0; j < u.length; j++)
    for (let row = 0; row < count; row++) sums[row]! += u[j]! * rotated[j * count + row]!;
  for (let j = 0; j < u.length; j++) {
    const step = factor * u[j]!;
    for (let row = 0; row < count; row++) rotated[j * count + row]! -= step * sums[row]!;
  }
}

/**
 * T = ZΛZᵀ by implicit QL with Wilkinson's shift: the diagonal becomes the eigenvalues, in no order, and the carried
 * rows are multiplied by Z. Golub and Van Loan, 8.3.4; EISPACK's imtql2.
 */
export function diagonalise(
  { diagonal: d, beside }: Tridiagonal,
  rotated: Float64Array,
  count: number,
): void {
  const size = d.length;
  /** e[l] is the entry (l, l + 1). */
  const e = new Float64Array(size);
  e.set(beside.subarray(1));
  let left = SWEEPS_PER_VALUE * size;
  for (let low = 0; low < size; low++)
    for (;;) {
      let high = low;
      while (high < size - 1 && !isNegligible(e[high]!, d[high]!, d[high + 1]!)) high++;
      if (high === low) break;
      if (left-- === 0) throw notConverged(size);
      sweep(d, e, low, high, rotated, count);
    }
}

/** Whether the entry between two diagonal ones may be taken for zero. */
function isNegligible(entry: number, here: number, next: number): boolean {
  return Math.abs(entry) <= Math.max(NEGLIGIBLE, UNIT_ROUNDOFF * (Math.abs(here) + Math.abs(next)));
}

/** One QL sweep over the unreduced block low … high. */
function sweep(
  d: Float64Array,
  e: Float64Array,
  low: number,
  high: number,
  rotated: Float64Array,
  count: number,
): void {
  const ratio = (d[low + 1]! - d[low]!) / (2 * e[low]!);
  const root = Math.sqrt(ratio ** 2 + 1);
  let g = d[high]! - d[low]! + e[low]! / (ratio + (ratio < 0 ? -root : root));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const length = Math.hypot(f, g);
    e[i + 1] = length;
    c = length === 0 ? 1 : g / length;
    s = length === 0 ? 0 : f / length;
    g = d[i + 1]! - p;
    const r = (d[i]! - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
    rotate(rotated, count, i, c, s);
  }
  d[low]! -= p;
  e[low] = g;
  e[high] = 0;
}

/** Columns i and i + 1 of the carried rows, turned in their plane. */
function rotate(rotated: Float64Array, count: number, i: number, c: number, s: number): void {
  const from = i * count;
  for (let k = from; k < from + count; k++) {
    const next = rotated[k + count]!;
    rotated[k + count] = s * rotated[k]! + c * next;
    rotated[k] = c * rotated[k]! - s * next;
  }
}
