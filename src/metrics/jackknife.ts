import { BLOCKS, blockEdges, FEWEST_SAMPLES } from './blocks';
import type { Columns } from './columns';
import type { Crossing } from './crossings';
import type { Features } from './features';
import { dot, norm } from './products';
import { doublyCentred } from './similarity';
import type { Span } from './span';

/** Directions of the outputs that have lost this share of their variance with a block count as lost. */
const LOST = 1e-12;

/** Everything of one D_LR with a block left out: 1 − overlap / (√rank · norm). */
interface LeftOut {
  overlap: number;
  norm: number;
  rank: number;
}

/**
 * Jackknife standard error of D_LR over 8 blocks of samples, each left out once:
 * SE² = (B − 1)/B · Σ_b (D_b − mean D)². Products add over samples, so that a block is taken off and not recomputed.
 * `span` is that of the centred outputs over all samples, `crossing` that of the outputs with the features, all in the same
 * order of samples. null with fewer than 16 samples, or where leaving out a block leaves nothing to measure.
 * Source: method.md, "Uncertainty"; the choice of blocks is ours.
 */
export function jackknifeError(features: Features, span: Span, crossing: Crossing): number | null {
  const { basis } = span;
  if (features.centred.rows < FEWEST_SAMPLES || basis.columns === 0) return null;
  const leaveOut = features.overSamples
    ? leaverOverSamples(features, basis)
    : leaverOverFeatures(features, span, crossing);
  const values: number[] = [];
  for (let b = 0; b < BLOCKS; b++) {
    const { overlap, norm, rank } = leaveOut(b);
    if (rank === 0 || !(norm > 0)) return null;
    values.push(Math.min(1, Math.max(0, 1 - overlap / (Math.sqrt(rank) * norm))));
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / BLOCKS;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(((BLOCKS - 1) / BLOCKS) * squares);
}

/** Sums of each column over rows [from, to). */
function columnSums({ rows, columns, data }: Columns, from: number, to: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let j = 0; j < columns; j++)
    for (let i = j * rows + from; i < j * rows + to; i++) sums[j]! += data[i]!;
  return sums;
}

function leaverOverFeatures(
  features: Features,
  { basis, weights }: Span,
  { matrix, all, blocks }: Crossing,
): (b: number) => LeftOut {
  const { centred, size, parts } = features;
  if (parts === null) throw new Error('The features were not multiplied out in parts.');
  const edges = blockEdges(centred.rows);
  const [r, outputs] = [basis.columns, matrix.columns];
  const rest = new Float64Array(outputs * size);
  return b => {
    const [from, to] = [edges[b]!, edges[b + 1]!];
    const left = centred.rows - (to - from);
    const block = blocks[b]!;
    // Over all samples both sum to zero, so over what is left they sum to minus what the block holds.
    const sums = columnSums(matrix, from, to);
    for (let c = 0, at = 0; c < outputs; c++)
      for (let j = 0; j < size; j++, at++)
        rest[at] = all[at]! - block[at]! - (sums[c]! / left) * parts.sums[b * size + j]!;
    const sumsQ = columnSums(basis, from, to);
    const factor = decomposed(remainingProducts(basis, sumsQ, from, to, left), r);
    // QᵀF = WᵀYᵀF, and L⁻¹Wᵀ is small.
    const small = transpose(weights, outputs, r);
    solve(factor, small, r, outputs);
    return {
      overlap: productSquares(small, r, rest, outputs, size),
      norm: parts.normsWithout[b]!,
      rank: factor.rank,
    };
  };
}

/** Of a row-major matrix, rows × columns. */
function transpose(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j]!;
  return result;
}

/** ‖AB‖², A r × m and B m × size, row-major. */
function productSquares(a: Float64Array, r: number, b: Float64Array, m: number, size: number): number {
  const row = new Float64Array(size);
  let sum = 0;
  for (let k = 0; k < r; k++) {
    row.fill(0);
    for (let c = 0; c < m; c++) {
      const weight = a[k * m + c]!;
      const other = b.subarray(c * size, (c + 1) * size);
      for (let j = 0; j < size; j++) row[j]! += weight * other[j]!;
    }
    sum += dot(row, row);
  }
  return sum;
}

/** QᵀQ over the samples outside [from, to), Q less its means over them. r × r. */
function remainingProducts(
  { rows, columns: r, data }: Columns,
  sums: Float64Array,
  from: number,
  to: number,
  left: number,
): Float64Array {
  const result = new Float64Array(r * r);
  for (let a = 0; a < r; a++)
    for (let c = 0; c <= a; c++) {
      let inBlock = 0;
      for (let i = from; i < to; i++) inBlock += data[a * rows + i]! * data[c * rows + i]!;
      result[a * r + c] = (a === c ? 1 : 0) - inBlock - (sums[a]! * sums[c]!) / left;
    }
  return result;
}

/** Cholesky factor L (lower, row-major) of a positive semidefinite matrix; lost directions have a zero column. */
interface Factor {
  lower: Float64Array;
  rank: number;
}

function decomposed(lower: Float64Array, r: number): Factor {
  let rank = 0;
  for (let k = 0; k < r; k++) {
    let pivot = lower[k * r + k]!;
    for (let c = 0; c < k; c++) pivot -= lower[k * r + c]! ** 2;
    const isLost = pivot <= LOST;
    if (!isLost) rank++;
    const root = isLost ? 0 : Math.sqrt(pivot);
    lower[k * r + k] = root;
    for (let i = k + 1; i < r; i++) {
      let value = lower[i * r + k]!;
      for (let c = 0; c < k; c++) value -= lower[i * r + c]! * lower[k * r + c]!;
      lower[i * r + k] = isLost ? 0 : value / root;
    }
  }
  return { lower, rank };
}

/** B ← L⁻¹B, r × size; rows of lost directions become zero. */
function solve({ lower }: Factor, b: Float64Array, r: number, size: number): void {
  for (let k = 0; k < r; k++) {
    const pivot = lower[k * r + k]!;
    const row = b.subarray(k * size, (k + 1) * size);
    if (pivot === 0) {
      row.fill(0);
      continue;
    }
    for (let c = 0; c < k; c++) {
      const factor = lower[k * r + c]!;
      const above = b.subarray(c * size, (c + 1) * size);
      for (let j = 0; j < size; j++) row[j]! -= factor * above[j]!;
    }
    for (let j = 0; j < size; j++) row[j]! /= pivot;
  }
}

/** With fewer samples than features: the kernel FFᵀ of what is left, centred anew. */
function leaverOverSamples({ size: n, square }: Features, basis: Columns): (b: number) => LeftOut {
  const edges = blockEdges(n);
  const r = basis.columns;
  return b => {
    const [from, to] = [edges[b]!, edges[b + 1]!];
    const rest = Int32Array.from({ length: n - (to - from) }, (_, i) => (i < from ? i : i + to - from));
    const m = rest.length;
    const kernel = new Float64Array(m * m);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < m; j++) kernel[i * m + j] = square[rest[i]! * n + rest[j]!]!;
    const centred = doublyCentred(kernel, m);
    const factor = decomposed(remainingProducts(basis, columnSums(basis, from, to), from, to, m), r);
    // K is symmetric and centred, so that ‖L⁻¹QᵀF‖² = tr(L⁻¹ QᵀKQ L⁻ᵀ), row by row of L⁻¹Qᵀ.
    const rows = new Float64Array(r * m);
    for (let c = 0; c < r; c++) for (let i = 0; i < m; i++) rows[c * m + i] = basis.data[c * n + rest[i]!]!;
    solve(factor, rows, r, m);
    let overlap = 0;
    for (let c = 0; c < r; c++) {
      const row = rows.subarray(c * m, (c + 1) * m);
      for (let i = 0; i < m; i++) {
        let along = 0;
        for (let j = 0; j < m; j++) along += centred[i * m + j]! * row[j]!;
        overlap += along * row[i]!;
      }
    }
    return {
      overlap,
      norm: norm(centred),
      rank: factor.rank,
    };
  };
}
