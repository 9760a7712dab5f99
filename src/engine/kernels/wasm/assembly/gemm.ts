// C (m×n) = [C +] A (m×k) · B (k×n) [+ bias] [then ReLU], after Goto and van de Geijn, "Anatomy of
// High-Performance Matrix Multiplication" (2008): blocks of B and A are packed into panels, and a register
// tile of 4×8 runs down them. Packing takes any strides, so that transposes cost nothing more.

const ROWS: i32 = 4;
const COLUMNS: i32 = 8;
const BLOCK_K: i32 = 256;
const BLOCK_M: i32 = 64;

// @ts-ignore: decorator
@inline
function roundUp(value: i32, to: i32): i32 {
  return ((value + to - 1) / to) * to;
}

/** Bytes of scratch space that a product with n columns needs. */
export function gemmScratchBytes(n: i32): i32 {
  return (BLOCK_K * roundUp(n, COLUMNS) + BLOCK_M * BLOCK_K + ROWS * COLUMNS) << 2;
}

function packA(m: i32, k: i32, a: usize, rowStride: i32, columnStride: i32, to: usize): void {
  for (let i = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i);
    const from = a + ((<usize>(i * rowStride)) << 2);
    if (rows == ROWS && rowStride == 1) {
      for (let p = 0; p < k; p++) {
        v128.store(to, v128.load(from + ((<usize>(p * columnStride)) << 2)));
        to += 16;
      }
    } else if (rows == ROWS) {
      const step = (<usize>columnStride) << 2;
      let f0 = from;
      let f1 = f0 + ((<usize>rowStride) << 2);
      let f2 = f1 + ((<usize>rowStride) << 2);
      let f3 = f2 + ((<usize>rowStride) << 2);
      for (let p = 0; p < k; p++) {
        f32.store(to, f32.load(f0));
        f32.store(to, f32.load(f1), 4);
        f32.store(to, f32.load(f2), 8);
        f32.store(to, f32.load(f3), 12);
        f0 += step;
        f1 += step;
        f2 += step;
        f3 += step;
        to += 16;
      }
    } else {
      for (let p = 0; p < k; p++) {
        for (let r = 0; r < ROWS; r++) {
          f32.store(to, r < rows ? f32.load(from + ((<usize>(r * rowStride + p * columnStride)) << 2)) : 0);
          to += 4;
        }
      }
    }
  }
}

function packB(k: i32, n: i32, b: usize, rowStride: i32, columnStride: i32, to: usize): void {
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    const from = b + ((<usize>(j * columnStride)) << 2);
    if (columns == COLUMNS && columnStride == 1) {
      for (let p = 0; p < k; p++) {
        const row = from + ((<usize>(p * rowStride)) << 2);
        v128.store(to, v128.load(row));
        v128.store(to, v128.load(row, 16), 16);
        to += 32;
      }
    } else {
      for (let p = 0; p < k; p++) {
        for (let c = 0; c < COLUMNS; c++) {
          f32.store(to, c < columns ? f32.load(from + ((<usize>(p * rowStride + c * columnStride)) << 2)) : 0);
          to += 4;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function store(to: usize, low: v128, high: v128, add: bool): void {
  if (add) {
    low = f32x4.add(low, v128.load(to));
    high = f32x4.add(high, v128.load(to, 16));
  }
  v128.store(to, low);
  v128.store(to, high, 16);
}

/** One 4×8 tile: packed panels of A and B of depth k into C with row stride `ldc` floats. */
function tile(k: i32, a: usize, b: usize, c: usize, ldc: i32, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(x, b0));
    c01 = f32x4.add(c01, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(x, b0));
    c11 = f32x4.add(c11, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(x, b0));
    c21 = f32x4.add(c21, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(x, b0));
    c31 = f32x4.add(c31, f32x4.mul(x, b1));
    a += 16;
    b += 32;
  }
  const row = (<usize>ldc) << 2;
  store(c, c00, c01, add);
  store(c + row, c10, c11, add);
  store(c + 2 * row, c20, c21, add);
  store(c + 3 * row, c30, c31, add);
}

/** The part of a 4×8 tile that lies inside C. */
function copyEdge(rows: i32, columns: i32, from: usize, c: usize, ldc: i32, add: bool): void {
  for (let r = 0; r < rows; r++)
    for (let q = 0; q < columns; q++) {
      const to = c + ((<usize>(r * ldc + q)) << 2);
      const value = f32.load(from + ((<usize>(r * COLUMNS + q)) << 2));
      f32.store(to, add ? f32.load(to) + value : value);
    }
}

function addBias(m: i32, n: i32, c: usize, bias: usize, relu: bool): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < m; i++) {
    let j = 0;
    let from = bias;
    for (; j + 4 <= n; j += 4) {
      let value = v128.load(c);
      if (bias != 0) value = f32x4.add(value, v128.load(from));
      // pmax keeps a NaN, so that divergence is seen.
      v128.store(c, relu ? f32x4.pmax(value, zero) : value);
      c += 16;
      from += 16;
    }
    for (; j < n; j++) {
      let value = f32.load(c);
      if (bias != 0) value += f32.load(from);
      f32.store(c, relu && value < 0 ? 0 : value);
      c += 4;
      from += 4;
    }
  }
}

/**
 * Strides are in floats: element (i, p) of A is at a + 4·(i·aRow + p·aColumn). C is dense.
 * `bias` 0: none. `accumulate`: adds to what C holds.
 */
export function gemm(
  m: i32, n: i32, k: i32,
  a: usize, aRow: i32, aColumn: i32,
  b: usize, bRow: i32, bColumn: i32,
  c: usize, bias: usize, relu: bool, accumulate: bool, scratch: usize,
): void {
  const packedB = scratch;
  const packedA = packedB + ((<usize>(BLOCK_K * roundUp(n, COLUMNS))) << 2);
  const edge = packedA + ((<usize>(BLOCK_M * BLOCK_K)) << 2);
  for (let pk = 0; pk < k; pk += BLOCK_K) {
    const depth = min(BLOCK_K, k - pk);
    const add = accumulate || pk > 0;
    packB(depth, n, b + ((<usize>(pk * bRow)) << 2), bRow, bColumn, packedB);
    for (let pm = 0; pm < m; pm += BLOCK_M) {
      const height = min(BLOCK_M, m - pm);
      packA(height, depth, a + ((<usize>(pm * aRow + pk * aColumn)) << 2), aRow, aColumn, packedA);
      for (let j = 0; j < n; j += COLUMNS) {
        const columns = min(COLUMNS, n - j);
        const panelB = packedB + ((<usize>(j * depth)) << 2);
        for (let i = 0; i < height; i += ROWS) {
          const rows = min(ROWS, height - i);
          const panelA = packedA + ((<usize>(i * depth)) << 2);
          const to = c + ((<usize>((pm + i) * n + j)) << 2);
          if (rows == ROWS && columns == COLUMNS) tile(depth, panelA, panelB, to, n, add);
          else {
            tile(depth, panelA, panelB, edge, COLUMNS, false);
            copyEdge(rows, columns, edge, to, n, add);
          }
        }
      }
    }
  }
  if (bias != 0 || relu) addBias(m, n, c, bias, relu);
}
