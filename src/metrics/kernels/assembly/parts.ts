// Sums over blocks of rows, and what is left of a Gram matrix without a block.
import { COLUMN } from './blocks';
import { at, nmadd, sumOfLanes } from './lanes';

/** Adds the sum of each column over one block of `rows` (a multiple of 4). */
export function addSums(a: usize, columns: i32, rows: i32, sums: usize): void {
  for (let j = 0; j < columns; j++) {
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    const column = a + <usize>j * COLUMN;
    const end = at(column, rows);
    for (let p = column; p < end; p += 32) {
      low = f64x2.add(low, v128.load(p));
      high = f64x2.add(high, v128.load(p, 16));
    }
    const to = at(sums, j);
    f64.store(to, f64.load(to) + sumOfLanes(f64x2.add(low, high)));
  }
}

/** to += from on and above the diagonal of matrices size × size with rows of `stride` numbers. */
export function addUpper(size: i32, stride: i32, from: usize, to: usize): void {
  for (let i = 0; i < size; i++) {
    const start = i & ~1;
    const end = at(to, i * stride + size);
    let source = at(from, i * stride + start);
    for (let target = at(to, i * stride + start); target < end; target += 16) {
      v128.store(target, f64x2.add(v128.load(target), v128.load(source)));
      source += 16;
    }
  }
}

/**
 * ‖C − B − ssᵀ/left‖² of symmetric matrices size × size with rows of `stride` numbers (even), of which what is on and
 * above the diagonal is read; s holds `stride` numbers.
 */
export function squaredRest(size: i32, stride: i32, c: usize, b: usize, s: usize, left: f64): f64 {
  let diagonal: f64 = 0;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let i = 0; i < size; i++) {
    const shift = f64.load(at(s, i)) / left;
    let j = i;
    // One or two single numbers, so that the others start at an even column.
    for (const start = (i + 2) & ~1; j < min(start, size); j++) {
      const rest = f64.load(at(c, i * stride + j)) - f64.load(at(b, i * stride + j)) - shift * f64.load(at(s, j));
      diagonal += (j == i ? 1 : 2) * rest * rest;
    }
    const shifts = f64x2.splat(shift);
    const end = at(c, i * stride + size);
    let p = at(c, i * stride + j);
    let q = at(b, i * stride + j);
    let r = at(s, j);
    let sums = f64x2.splat(0);
    for (; p + 8 < end; p += 16) {
      const rest = nmadd(shifts, v128.load(r), f64x2.sub(v128.load(p), v128.load(q)));
      sums = f64x2.add(sums, f64x2.mul(rest, rest));
      q += 16;
      r += 16;
    }
    if (i & 1) low = f64x2.add(low, sums);
    else high = f64x2.add(high, sums);
    if (p < end) {
      const rest = f64.load(p) - f64.load(q) - shift * f64.load(r);
      diagonal += 2 * rest * rest;
    }
  }
  return diagonal + 2 * sumOfLanes(f64x2.add(low, high));
}
