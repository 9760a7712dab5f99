// Products of a matrix's rows with one another, of which one half is made and then mirrored.
import { packColumns, panelFloats } from './pack';
import { ADD, tileOfRows } from './tile';

const BLOCK: i32 = 256;

/** Bytes of scratch space that the products of n rows need. */
export function gramScratchBytes(n: i32): i32 {
  return panelFloats(BLOCK, n) << 2;
}

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

// @ts-ignore: decorator
@inline
function upper(value: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(value, value, 2, 3, 2, 3));
}

/**
 * to[i, j] = x[i, j] − mean of x[·, j] for x of rows × columns; rows of `x` are `step` floats apart, those of `to`
 * `toStep`. The mean and the difference are float64, so that equal values give exactly 0, and each result is off
 * by its own rounding only, however large the mean. Reads up to 3 floats beyond a row's end. `sums` has room for a
 * float64 a column, rounded up to 4 columns.
 */
export function centreColumns(
  x: usize, step: i32, rows: i32, columns: i32, to: usize, toStep: i32, sums: usize,
): void {
  const rowBytes = (<usize>step) << 2;
  const toBytes = (<usize>toStep) << 2;
  memory.fill(sums, 0, <usize>((columns + 3) & ~3) << 3);
  // Row by row: those of one column lie in the same few sets of the cache where a row's length is a power of two.
  for (let i = 0; i < rows; i++) {
    let from = x + (<usize>i) * rowBytes;
    let sum = sums;
    for (let j = 0; j < columns; j += 4) {
      const value = v128.load(from);
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.promote_low_f32x4(value)));
      v128.store(sum, f64x2.add(v128.load(sum, 16), upper(value)), 16);
      from += 16;
      sum += 32;
    }
  }
  const count = f64x2.splat(<f64>rows);
  for (let j = 0; j < columns; j += 2) {
    const mean = sums + ((<usize>j) << 3);
    v128.store(mean, f64x2.div(v128.load(mean), count));
  }
  for (let i = 0; i < rows; i++) {
    let from = x + (<usize>i) * rowBytes;
    let target = to + (<usize>i) * toBytes;
    let mean = sums;
    for (let j = 0; j < columns; j += 4) {
      const value = v128.load(from);
      const left = f64x2.sub(f64x2.promote_low_f32x4(value), v128.load(mean));
      const right = f64x2.sub(upper(value), v128.load(mean, 16));
      const both = v128.shuffle<f32>(
        f32x4.demote_f64x2_zero(left), f32x4.demote_f64x2_zero(right), 0, 1, 4, 5,
      );
      if (j + 4 <= columns) v128.store(target, both);
      else {
        v128.store32_lane(target, both, 0);
        if (j + 1 < columns) v128.store32_lane(target, both, 1, 4);
        if (j + 2 < columns) v128.store32_lane(target, both, 2, 8);
      }
      from += 16;
      target += 16;
      mean += 32;
    }
  }
}

/**
 * The lower triangle of C (n × n) = A · Aᵀ [+ C], A (n × depth) with rows `step` floats apart. What is above the
 * diagonal is undefined.
 */
export function gramLower(n: i32, depth: i32, a: usize, step: i32, c: usize, add: bool, scratch: usize): void {
  const rowStep = (<usize>step) << 2;
  const cStep = (<usize>n) << 2;
  for (let pk = 0; pk < depth; pk += BLOCK) {
    const length = min(BLOCK, depth - pk);
    packColumns(length, n, at(a, pk), step, scratch);
    const flags = pk > 0 || add ? ADD : 0;
    for (let j = 0; j < n; j += 8) {
      const panel = at(scratch, j * length);
      const columns = min(8, n - j);
      for (let i = j; i < n; i += 4)
        tileOfRows(
          at(a, i * step + pk), rowStep, 1, length, 0, panel, at(c, i * n + j), cStep, min(4, n - i), columns, flags, 0,
        );
    }
  }
}

/** Writes the lower triangle of C (n × n) above the diagonal as well. */
export function mirror(n: i32, c: usize): void {
  for (let i = 1; i < n; i++)
    for (let j = 0; j < i; j++) f32.store(at(c, j * n + i), f32.load(at(c, i * n + j)));
}
