// Products AᵀB of matrices that lie as columns, a block of rows at a time: the columns of a block lie at a fixed
// distance, so that the register tile of 4 × 2 inner products needs two addresses only. The distance is an odd
// number of cache lines, so that neighbouring columns do not fall on the same lines of the cache.
import { COLUMN, COLUMN_SINGLE } from './blocks';
import { madd, maddSingle, sumOfLanes } from './lanes';

/** Columns of B that stay in the nearest cache while those of A pass. */
const BLOCK: i32 = 8;

// @ts-ignore: decorator
@inline
function add(to: usize, sum: v128): void {
  f64.store(to, f64.load(to) + sumOfLanes(sum));
}

/** Adds 4 × 2 inner products over `bytes` of a column (a multiple of 32) to C. */
// @ts-ignore: decorator
@inline
function tile(a: usize, b: usize, bytes: usize, c: usize, cStep: usize): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
  let s30 = f64x2.splat(0);
  let s31 = f64x2.splat(0);
  const end = a + bytes;
  while (a < end) {
    let b0 = v128.load(b);
    let b1 = v128.load(b, COLUMN);
    let x = v128.load(a);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load(a, COLUMN);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load(a, 2 * COLUMN);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load(a, 3 * COLUMN);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
    b0 = v128.load(b, 16);
    b1 = v128.load(b, COLUMN + 16);
    x = v128.load(a, 16);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load(a, COLUMN + 16);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load(a, 2 * COLUMN + 16);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load(a, 3 * COLUMN + 16);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
    a += 32;
    b += 32;
  }
  add(c, s00);
  add(c + 8, s01);
  c += cStep;
  add(c, s10);
  add(c + 8, s11);
  c += cStep;
  add(c, s20);
  add(c + 8, s21);
  c += cStep;
  add(c, s30);
  add(c + 8, s31);
}

/**
 * C (aColumns × bColumns, row-major) += AᵀB over one block of `rows`. aColumns and rows are multiples of 4,
 * bColumns is even. `symmetric`: A is B, and only tiles that reach the upper triangle are computed.
 */
export function addProduct(
  a: usize, aColumns: i32, b: usize, bColumns: i32, rows: i32, c: usize, symmetric: bool,
): void {
  const bytes = (<usize>rows) << 3;
  const cStep = (<usize>bColumns) << 3;
  for (let block = 0; block < bColumns; block += BLOCK) {
    const end = min(block + BLOCK, bColumns);
    for (let i = 0; i < aColumns; i += 4) {
      if (symmetric && i >= end) break;
      const left = a + (<usize>i) * COLUMN;
      const row = c + (<usize>i) * cStep;
      for (let j = block; j < end; j += 2) {
        if (symmetric && j + 1 < i) continue;
        tile(left, b + (<usize>j) * COLUMN, bytes, row + ((<usize>j) << 3), cStep);
      }
    }
  }
}

/** Copies the upper triangle of C (size × size, rows `stride` bytes apart) to the lower one, in squares of 8. */
export function mirror(size: i32, c: usize, stride: usize): void {
  for (let block = 0; block < size; block += 8)
    for (let column = block; column < size; column += 8)
      for (let i = block; i < min(block + 8, size); i++) {
        const row = c + (<usize>i) * stride;
        for (let j = max(column, i + 1); j < min(column + 8, size); j++)
          f64.store(c + (<usize>j) * stride + ((<usize>i) << 3), f64.load(row + ((<usize>j) << 3)));
      }
}

/** Rounds `count` (a multiple of 4) float64 to float32. */
export function demote(from: usize, count: i32, to: usize): void {
  const end = from + ((<usize>count) << 3);
  while (from < end) {
    const low = f32x4.demote_f64x2_zero(v128.load(from));
    const high = f32x4.demote_f64x2_zero(v128.load(from, 16));
    v128.store(to, v128.shuffle<f64>(low, high, 0, 2));
    from += 32;
    to += 16;
  }
}

/** Adds the four partial sums in float64. */
// @ts-ignore: decorator
@inline
function addSingle(to: usize, sum: v128): void {
  const low = f64x2.promote_low_f32x4(sum);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(sum, sum, 2, 3, 2, 3));
  add(to, f64x2.add(low, high));
}

// @ts-ignore: decorator
@inline
function tileSingle(a: usize, b: usize, bytes: usize, c: usize, cStep: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  const end = a + bytes;
  while (a < end) {
    let b0 = v128.load(b);
    let b1 = v128.load(b, COLUMN_SINGLE);
    let x = v128.load(a);
    s00 = maddSingle(x, b0, s00);
    s01 = maddSingle(x, b1, s01);
    x = v128.load(a, COLUMN_SINGLE);
    s10 = maddSingle(x, b0, s10);
    s11 = maddSingle(x, b1, s11);
    x = v128.load(a, 2 * COLUMN_SINGLE);
    s20 = maddSingle(x, b0, s20);
    s21 = maddSingle(x, b1, s21);
    x = v128.load(a, 3 * COLUMN_SINGLE);
    s30 = maddSingle(x, b0, s30);
    s31 = maddSingle(x, b1, s31);
    b0 = v128.load(b, 16);
    b1 = v128.load(b, COLUMN_SINGLE + 16);
    x = v128.load(a, 16);
    s00 = maddSingle(x, b0, s00);
    s01 = maddSingle(x, b1, s01);
    x = v128.load(a, COLUMN_SINGLE + 16);
    s10 = maddSingle(x, b0, s10);
    s11 = maddSingle(x, b1, s11);
    x = v128.load(a, 2 * COLUMN_SINGLE + 16);
    s20 = maddSingle(x, b0, s20);
    s21 = maddSingle(x, b1, s21);
    x = v128.load(a, 3 * COLUMN_SINGLE + 16);
    s30 = maddSingle(x, b0, s30);
    s31 = maddSingle(x, b1, s31);
    a += 32;
    b += 32;
  }
  addSingle(c, s00);
  addSingle(c + 8, s01);
  c += cStep;
  addSingle(c, s10);
  addSingle(c + 8, s11);
  c += cStep;
  addSingle(c, s20);
  addSingle(c + 8, s21);
  c += cStep;
  addSingle(c, s30);
  addSingle(c + 8, s31);
}

/** As `addProduct`, of float32 columns with float32 partial sums over the block; C is float64, rows a multiple of 8. */
export function addProductSingle(
  a: usize, aColumns: i32, b: usize, bColumns: i32, rows: i32, c: usize,
): void {
  const bytes = (<usize>rows) << 2;
  const cStep = (<usize>bColumns) << 3;
  for (let block = 0; block < bColumns; block += 2 * BLOCK) {
    const end = min(block + 2 * BLOCK, bColumns);
    for (let i = 0; i < aColumns; i += 4) {
      const left = a + (<usize>i) * COLUMN_SINGLE;
      const row = c + (<usize>i) * cStep;
      for (let j = block; j < end; j += 2)
        tileSingle(left, b + (<usize>j) * COLUMN_SINGLE, bytes, row + ((<usize>j) << 3), cStep);
    }
  }
}
