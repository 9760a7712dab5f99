// The innermost loops: a register tile of 4 rows × 8 columns of a product, accumulated over its depth.

/** a·b + c in one instruction where the module is compiled with relaxed SIMD; in two, with one more rounding, elsewhere. */
// @ts-ignore: decorator
@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** What happens to a finished tile on its way out. */
export const ADD: i32 = 1;
export const RELU: i32 = 2;

/** Stores the first `count` lanes, at the most four. */
// @ts-ignore: decorator
@inline
export function storeLanes(to: usize, value: v128, count: i32): void {
  if (count >= 4) v128.store(to, value);
  else {
    if (count > 0) v128.store32_lane(to, value, 0);
    if (count > 1) v128.store32_lane(to, value, 1, 4);
    if (count > 2) v128.store32_lane(to, value, 2, 8);
  }
}

/** Loads `count` lanes, at the most four; the others are 0. */
// @ts-ignore: decorator
@inline
export function loadLanes(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let value = f32x4.splat(0);
  if (count > 0) value = v128.load32_lane(from, value, 0);
  if (count > 1) value = v128.load32_lane(from, value, 1, 4);
  if (count > 2) value = v128.load32_lane(from, value, 2, 8);
  return value;
}

/** One row of a tile into C: [C +] row [+ bias] [then ReLU]; `bias` 0: none. Columns beyond `columns` are dropped. */
// @ts-ignore: decorator
@inline
function finish(to: usize, low: v128, high: v128, columns: i32, flags: i32, biasLow: v128, biasHigh: v128): void {
  if (flags & ADD) {
    low = f32x4.add(low, loadLanes(to, columns));
    high = f32x4.add(high, loadLanes(to + 16, columns - 4));
  }
  low = f32x4.add(low, biasLow);
  high = f32x4.add(high, biasHigh);
  if (flags & RELU) {
    const zero = f32x4.splat(0);
    // pmax keeps a NaN, so that divergence is seen.
    low = f32x4.pmax(low, zero);
    high = f32x4.pmax(high, zero);
  }
  storeLanes(to, low, columns);
  storeLanes(to + 16, high, columns - 4);
}

/**
 * A lies as rows: row r starts at a + r·rowStep and is read in `runs` stretches of `run` floats, `runStep` bytes
 * apart. B is a packed panel, 8 floats for each step of the depth. All steps are in bytes. Rows beyond `rows`
 * are computed from the first one, and dropped.
 */
export function tileOfRows(
  a: usize, rowStep: usize, runs: i32, run: i32, runStep: usize, b: usize,
  c: usize, cStep: usize, rows: i32, columns: i32, flags: i32, bias: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const step1: usize = rows > 1 ? rowStep : 0;
  const step2: usize = rows > 2 ? 2 * rowStep : 0;
  const step3: usize = rows > 3 ? 3 * rowStep : 0;
  const bytes = (<usize>run) << 2;
  for (let s = 0; s < runs; s++) {
    let a0 = a;
    let a1 = a + step1;
    let a2 = a + step2;
    let a3 = a + step3;
    const end = a + bytes;
    while (a0 < end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(a0);
      c00 = madd(x, b0, c00);
      c01 = madd(x, b1, c01);
      x = v128.load32_splat(a1);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
      x = v128.load32_splat(a2);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
      x = v128.load32_splat(a3);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      b += 32;
    }
    a += runStep;
  }
  const biasLow = bias != 0 ? loadLanes(bias, columns) : f32x4.splat(0);
  const biasHigh = bias != 0 ? loadLanes(bias + 16, columns - 4) : f32x4.splat(0);
  finish(c, c00, c01, columns, flags, biasLow, biasHigh);
  if (rows > 1) finish(c + cStep, c10, c11, columns, flags, biasLow, biasHigh);
  if (rows > 2) finish(c + 2 * cStep, c20, c21, columns, flags, biasLow, biasHigh);
  if (rows > 3) finish(c + 3 * cStep, c30, c31, columns, flags, biasLow, biasHigh);
}

/**
 * A lies transposed: the four values of one step of the depth side by side, and B's eight likewise. The depth
 * is read in `runs` stretches of `run` steps. All steps are in bytes. Reads up to 3 floats of A and 7 of B
 * beyond what `rows` and `columns` name.
 */
export function tileOfColumns(
  a: usize, aStep: usize, aRunStep: usize, b: usize, bStep: usize, bRunStep: usize, runs: i32, run: i32,
  c: usize, cStep: usize, rows: i32, columns: i32, flags: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (let s = 0; s < runs; s++) {
    let from = a;
    let by = b;
    for (let k = 0; k < run; k++) {
      const b0 = v128.load(by);
      const b1 = v128.load(by, 16);
      let x = v128.load32_splat(from);
      c00 = madd(x, b0, c00);
      c01 = madd(x, b1, c01);
      x = v128.load32_splat(from, 4);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
      x = v128.load32_splat(from, 8);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
      x = v128.load32_splat(from, 12);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
      from += aStep;
      by += bStep;
    }
    a += aRunStep;
    b += bRunStep;
  }
  const zero = f32x4.splat(0);
  finish(c, c00, c01, columns, flags, zero, zero);
  if (rows > 1) finish(c + cStep, c10, c11, columns, flags, zero, zero);
  if (rows > 2) finish(c + 2 * cStep, c20, c21, columns, flags, zero, zero);
  if (rows > 3) finish(c + 3 * cStep, c30, c31, columns, flags, zero, zero);
}

/** Σ a·b over `count` floats. */
export function dot(a: usize, b: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    sums = madd(v128.load(a + at), v128.load(b + at), sums);
  }
  let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    sum += f32.load(a + at) * f32.load(b + at);
  }
  return sum;
}
