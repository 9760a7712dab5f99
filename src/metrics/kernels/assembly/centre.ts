// From float32 rows, as a device gives them, to centred float64 columns. Rows are read up to 3 numbers beyond their end.
import { at } from './lanes';

/**
 * Of each column (`columns` filled up to a multiple of 4) over rows in the order of `order`: `sums` of what its numbers
 * are above the one in the first row, and its least and largest number, `lows` and `highs`, in float32. `firsts` becomes
 * the first row in float64. A NaN shows in the sums only.
 */
export function moments(
  raw: usize, order: usize, rows: i32, columns: i32, firsts: usize, sums: usize, lows: usize, highs: usize,
): void {
  const start = raw + ((<usize>i32.load(order) * <usize>columns) << 2);
  for (let j = 0; j < columns; j += 4) {
    const bytes = (<usize>j) << 2;
    const x = v128.load(start + bytes);
    v128.store(lows + bytes, x);
    v128.store(highs + bytes, x);
    v128.store(at(firsts, j), f64x2.promote_low_f32x4(x));
    v128.store(at(firsts, j), f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3)), 16);
    v128.store(at(sums, j), f64x2.splat(0));
    v128.store(at(sums, j), f64x2.splat(0), 16);
  }
  for (let i = 1; i < rows; i++) {
    let p = raw + ((<usize>i32.load(order + ((<usize>i) << 2)) * <usize>columns) << 2);
    let low = lows;
    let high = highs;
    let first = firsts;
    let sum = sums;
    for (const end = p + ((<usize>columns) << 2); p < end; p += 16) {
      const x = v128.load(p);
      v128.store(low, f32x4.pmin(v128.load(low), x));
      v128.store(high, f32x4.pmax(v128.load(high), x));
      const above = f64x2.sub(f64x2.promote_low_f32x4(x), v128.load(first));
      v128.store(sum, f64x2.add(v128.load(sum), above));
      const next = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
      v128.store(sum, f64x2.add(v128.load(sum, 16), f64x2.sub(next, v128.load(first, 16))), 16);
      low += 16;
      high += 16;
      first += 32;
      sum += 32;
    }
  }
}

/** (x − first − mean) · factor of two rows of one column. */
// @ts-ignore: decorator
@inline
function centred(x: v128, first: v128, mean: v128, factor: v128): v128 {
  return f64x2.mul(f64x2.sub(f64x2.sub(f64x2.promote_low_f32x4(x), first), mean), factor);
}

/** Four rows of one column, from the lanes of x. */
// @ts-ignore: decorator
@inline
function storeFour(to: usize, x: v128, firsts: usize, means: usize, j: i32, factor: v128): void {
  const first = v128.load64_splat(at(firsts, j));
  const mean = v128.load64_splat(at(means, j));
  v128.store(to, centred(x, first, mean, factor));
  v128.store(to, centred(v128.shuffle<f32>(x, x, 2, 3, 2, 3), first, mean, factor), 16);
}

/** The columns (x − first − mean) · factor over rows in the order of `order`; they lie `step` bytes apart. */
export function centreColumns(
  raw: usize, order: usize, rows: i32, columns: i32, firsts: usize, means: usize, factor: f64, to: usize, step: usize,
): void {
  const factors = f64x2.splat(factor);
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const numbers = order + ((<usize>i) << 2);
    const width = (<usize>columns) << 2;
    const r0 = raw + <usize>i32.load(numbers) * width;
    const r1 = raw + <usize>i32.load(numbers, 4) * width;
    const r2 = raw + <usize>i32.load(numbers, 8) * width;
    const r3 = raw + <usize>i32.load(numbers, 12) * width;
    for (let j = 0; j < columns; j += 4) {
      const bytes = (<usize>j) << 2;
      const x0 = v128.load(r0 + bytes);
      const x1 = v128.load(r1 + bytes);
      const x2 = v128.load(r2 + bytes);
      const x3 = v128.load(r3 + bytes);
      const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      const target = at(to + <usize>j * step, i);
      storeFour(target, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), firsts, means, j, factors);
      if (j + 1 < columns)
        storeFour(target + step, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), firsts, means, j + 1, factors);
      if (j + 2 < columns)
        storeFour(target + 2 * step, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), firsts, means, j + 2, factors);
      if (j + 3 < columns)
        storeFour(target + 3 * step, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), firsts, means, j + 3, factors);
    }
  }
  for (; i < rows; i++) {
    const row = raw + ((<usize>i32.load(order + ((<usize>i) << 2)) * <usize>columns) << 2);
    for (let j = 0; j < columns; j++) {
      const x = <f64>f32.load(row + ((<usize>j) << 2));
      f64.store(at(to + <usize>j * step, i), (x - f64.load(at(firsts, j)) - f64.load(at(means, j))) * factor);
    }
  }
}
