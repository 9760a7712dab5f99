// Householder tridiagonalisation of a symmetric matrix by its lower triangle, last row first (Golub and Van Loan,
// Matrix Computations, 4th ed., 8.3.1). The rank-2 update of a step waits until the next one, whose product of matrix
// and vector reads the same numbers: each is then loaded and stored once a step.
import { at, dot, madd, nmadd, sumOfLanes } from './lanes';

/** Squares of entries of a matrix that is scaled to 1 lose digits below this, and the entries do not matter. */
const NEGLIGIBLE_SQUARE: f64 = 1e-280;

/** The largest absolute value in the lower triangle; NaN or infinite where there is one. */
export function largest(size: i32, a: usize, stride: usize): f64 {
  let most: f64 = 0;
  for (let i = 0; i < size; i++) {
    const row = a + (<usize>i) * stride;
    for (let j = 0; j <= i; j++) most = max(most, abs(f64.load(at(row, j))));
  }
  return most;
}

export function scaleAll(count: i32, from: usize, factor: f64): void {
  for (let i = 0; i < count; i++) f64.store(at(from, i), f64.load(at(from, i)) * factor);
}

/** row −= v_row·w + w_row·v over `count` numbers. */
function updateRow(row: usize, v: usize, w: usize, count: i32, vRow: f64, wRow: f64): void {
  for (let j = 0; j < count; j++)
    f64.store(at(row, j), f64.load(at(row, j)) - (vRow * f64.load(at(w, j)) + wRow * f64.load(at(v, j))));
}

/** Rows `i` and `i + 1` of A −= vwᵀ + wvᵀ, and of y = A·u as far as their entries tell; i is even. */
function updateTwo(i: i32, row0: usize, row1: usize, v: usize, w: usize, u: usize, y: usize): void {
  const v0 = v128.load64_splat(at(v, i));
  const v1 = v128.load64_splat(at(v, i + 1));
  const w0 = v128.load64_splat(at(w, i));
  const w1 = v128.load64_splat(at(w, i + 1));
  const u0 = v128.load64_splat(at(u, i));
  const u1 = v128.load64_splat(at(u, i + 1));
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  const end = at(row0, i);
  let vj = v;
  let wj = w;
  let uj = u;
  let yj = y;
  let r0 = row0;
  let r1 = row1;
  while (r0 < end) {
    const vs = v128.load(vj);
    const ws = v128.load(wj);
    const us = v128.load(uj);
    const a0 = nmadd(w0, vs, nmadd(v0, ws, v128.load(r0)));
    const a1 = nmadd(w1, vs, nmadd(v1, ws, v128.load(r1)));
    v128.store(r0, a0);
    v128.store(r1, a1);
    sum0 = madd(a0, us, sum0);
    sum1 = madd(a1, us, sum1);
    v128.store(yj, madd(a1, u1, madd(a0, u0, v128.load(yj))));
    r0 += 16;
    r1 += 16;
    vj += 16;
    wj += 16;
    uj += 16;
    yj += 16;
  }
  const vi = f64x2.extract_lane(v0, 0);
  const wi = f64x2.extract_lane(w0, 0);
  const ui = f64x2.extract_lane(u0, 0);
  const vk = f64x2.extract_lane(v1, 0);
  const wk = f64x2.extract_lane(w1, 0);
  const uk = f64x2.extract_lane(u1, 0);
  const d0 = f64.load(at(row0, i)) - 2 * vi * wi;
  const side = f64.load(at(row1, i)) - (vk * wi + wk * vi);
  const d1 = f64.load(at(row1, i + 1)) - 2 * vk * wk;
  f64.store(at(row0, i), d0);
  f64.store(at(row1, i), side);
  f64.store(at(row1, i + 1), d1);
  f64.store(at(y, i), sumOfLanes(sum0) + d0 * ui + side * uk);
  f64.store(at(y, i + 1), sumOfLanes(sum1) + side * ui + d1 * uk);
}

/** The same for a last row of even index. */
function updateOne(i: i32, row: usize, v: usize, w: usize, u: usize, y: usize): void {
  const vi = f64.load(at(v, i));
  const wi = f64.load(at(w, i));
  const ui = f64.load(at(u, i));
  let sum: f64 = 0;
  for (let j = 0; j < i; j++) {
    const value = f64.load(at(row, j)) - (vi * f64.load(at(w, j)) + wi * f64.load(at(v, j)));
    f64.store(at(row, j), value);
    sum += value * f64.load(at(u, j));
    f64.store(at(y, j), f64.load(at(y, j)) + value * ui);
  }
  const d = f64.load(at(row, i)) - 2 * vi * wi;
  f64.store(at(row, i), d);
  f64.store(at(y, i), sum + d * ui);
}

/**
 * A = H T Hᵀ. A (row-major, rows `stride` bytes apart, its largest number near 1) is overwritten: row l then holds the
 * vector u of the reflector I − τuuᵀ that cleared it, l numbers. `diagonal` becomes T's diagonal, `beside` [l] its
 * entry (l − 1, l), `factors` the τ, 0 where there was nothing to clear. `work` holds 2 vectors `stride` bytes apart.
 */
export function tridiagonalise(
  size: i32, a: usize, stride: usize, diagonal: usize, beside: usize, factors: usize, work: usize,
): void {
  let w = work;
  let y = work + stride;
  // Where no update waits, both of its vectors are w, all zero.
  memory.fill(work, 0, 2 * stride);
  let v = w;
  let waiting = false;
  f64.store(beside, 0);
  f64.store(factors, 0);
  for (let l = size - 1; l >= 0; l--) {
    const u = a + (<usize>l) * stride;
    if (waiting) updateRow(u, v, w, l + 1, f64.load(at(v, l)), f64.load(at(w, l)));
    f64.store(at(diagonal, l), f64.load(at(u, l)));
    if (l == 0) break;
    const alpha = f64.load(at(u, l - 1));
    const square = dot(u, u, l - 1);
    const reflects = square > NEGLIGIBLE_SQUARE;
    let factor: f64 = 0;
    let entry = alpha;
    if (reflects) {
      entry = -copysign(sqrt(alpha * alpha + square), alpha);
      factor = (entry - alpha) / entry;
      scaleAll(l - 1, u, 1 / (alpha - entry));
      f64.store(at(u, l - 1), 1);
    } else memory.fill(u, 0, (<usize>l) << 3);
    f64.store(at(beside, l), entry);
    f64.store(at(factors, l), factor);
    if (!reflects && !waiting) continue;
    let i = 0;
    let row = a;
    for (; i + 1 < l; i += 2) {
      updateTwo(i, row, row + stride, v, w, u, y);
      row += 2 * stride;
    }
    if (i < l) updateOne(i, row, v, w, u, y);
    // w of the next update: τy − (τ²/2)(yᵀu)u; zero where this step reflects nothing.
    const half = 0.5 * factor * factor * dot(y, u, l);
    for (let j = 0; j < l; j++) f64.store(at(y, j), factor * f64.load(at(y, j)) - half * f64.load(at(u, j)));
    v = u;
    const free = w;
    w = y;
    y = free;
    waiting = reflects;
    if (!waiting) {
      memory.fill(w, 0, stride);
      v = w;
    }
  }
}
