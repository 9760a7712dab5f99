// Products of matrices, after Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008):
// blocks of B are packed into panels that stay in the cache, and register tiles run along them.
import { packColumns, packRows, panelFloats } from './pack';
import { ADD, RELU, tileOfColumns, tileOfRows } from './tile';

const BLOCK: i32 = 256;

/** Bytes of scratch space that any of these products with n columns needs. */
export function gemmScratchBytes(n: i32): i32 {
  return (panelFloats(BLOCK, n) + BLOCK * 4) << 2;
}

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/**
 * C (m × n) = A (m × k) · B [+ bias] [then ReLU], B (k × n), or (n × k) where `transposeB`. All dense,
 * row-major; `bias` 0: none.
 */
export function gemm(
  m: i32, n: i32, k: i32, a: usize, b: usize, transposeB: bool, c: usize, bias: usize, relu: bool, scratch: usize,
): void {
  const rowStep = (<usize>k) << 2;
  const cStep = (<usize>n) << 2;
  for (let pk = 0; pk < k; pk += BLOCK) {
    const depth = min(BLOCK, k - pk);
    if (transposeB) packColumns(depth, n, at(b, pk), k, scratch);
    else packRows(depth, n, at(b, pk * n), n, scratch);
    const last = pk + depth == k;
    const flags = (pk > 0 ? ADD : 0) | (last && relu ? RELU : 0);
    for (let j = 0; j < n; j += 8) {
      const panel = at(scratch, j * depth);
      const columns = min(8, n - j);
      const biasAt = last && bias != 0 ? at(bias, j) : 0;
      for (let i = 0; i < m; i += 4)
        tileOfRows(
          at(a, i * k + pk), rowStep, 1, depth, 0, panel, at(c, i * n + j), cStep, min(4, m - i), columns, flags,
          biasAt,
        );
    }
  }
}

/** The rows i … i+3 of Aᵀ for `depth` steps, side by side. */
function packFour(depth: i32, rows: i32, a: usize, step: usize, to: usize): void {
  if (rows == 4)
    for (let p = 0; p < depth; p++) {
      v128.store(to, v128.load(a));
      a += step;
      to += 16;
    }
  else
    for (let p = 0; p < depth; p++) {
      for (let q = 0; q < 4; q++) f32.store(to + ((<usize>q) << 2), q < rows ? f32.load(a + ((<usize>q) << 2)) : 0);
      a += step;
      to += 16;
    }
}

/** C (m × n) += Aᵀ · B, A (k × m), B (k × n); all dense, row-major. The gradient of a dense layer's weights. */
export function gemmTransposedAdd(m: i32, n: i32, k: i32, a: usize, b: usize, c: usize, scratch: usize): void {
  const aStep = (<usize>m) << 2;
  const cStep = (<usize>n) << 2;
  const four = at(scratch, panelFloats(BLOCK, n));
  for (let pk = 0; pk < k; pk += BLOCK) {
    const depth = min(BLOCK, k - pk);
    packRows(depth, n, at(b, pk * n), n, scratch);
    for (let i = 0; i < m; i += 4) {
      const rows = min(4, m - i);
      packFour(depth, rows, at(a, pk * m + i), aStep, four);
      for (let j = 0; j < n; j += 8)
        tileOfColumns(
          four, 16, 0, at(scratch, j * depth), 32, 0, 1, depth, at(c, i * n + j), cStep, rows, min(8, n - j), ADD,
        );
    }
  }
}
