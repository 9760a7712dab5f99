import { BLOCKS, blockEdges, FEWEST_SAMPLES } from './blocks';
import type { Columns } from './columns';
import type { Crossing } from './crossings';
import type { Features } from './features';
import { doublyCentred } from './similarity';

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
 * `crossing` is of the orthonormal basis of the centred outputs over all samples, in the same order of samples.
 * null with fewer than 16 samples, or where leaving out a block leaves nothing to measure.
 * Source: method.md, "Uncertainty"; the choice of blocks is ours.
 */
export function jackknifeError(features: Features, crossing: Crossing): number | null {
  const basis = crossing.matrix;
  if (features.centred.rows < FEWEST_SAMPLES || basis.columns === 0) return null;
  const leaveOut = features.overSamples
    ? leaverOverSamples(features, basis)
    : leaverOverFeatures(features, crossing);
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
  { matrix: basis, all, blocks }: Crossing,
): (b: number) => LeftOut {
  const { centred, size, parts } = features;
  if (parts === null) throw new Error('The features were not multiplied out in parts.');
  const edges = blockEdges(centred.rows);
  const r = basis.columns;
  return b => {
    const [from, to] = [edges[b]!, edges[b + 1]!];
    const left = centred.rows - (to - from);
    // Over all samples both sum to zero, so over what is left they sum to minus what the block holds.
    const sumsF = parts.sums.subarray(b * size, (b + 1) * size);
    const sumsQ = columnSums(basis, from, to);
    const cross = all.map((value, at) => {
      const c = Math.floor(at / size);
      return value - blocks[b]![at]! - (sumsQ[c]! * sumsF[at - c * size]!) / left;
    });
    const factor = decomposed(remainingProducts(basis, sumsQ, from, to, left), r);
    return {
      overlap: solvedSquares(factor, cross, r, size),
      norm: parts.normsWithout[b]!,
      rank: factor.rank,
    };
  };
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

/** ‖L⁻¹ B‖² of B (r × size), which is overwritten; lost directions count nothing. */
function solvedSquares({ lower }: Factor, b: Float64Array, r: number, size: number): number {
  let squares = 0;
  for (let k = 0; k < r; k++) {
    const pivot = lower[k * r + k]!;
    if (pivot === 0) continue;
    const row = b.subarray(k * size, (k + 1) * size);
    for (let c = 0; c < k; c++) {
      const factor = lower[k * r + c]!;
      if (factor === 0) continue;
      const above = b.subarray(c * size, (c + 1) * size);
      for (let j = 0; j < size; j++) row[j]! -= factor * above[j]!;
    }
    for (let j = 0; j < size; j++) {
      row[j]! /= pivot;
      squares += row[j]! ** 2;
    }
  }
  return squares;
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
    solvedSquares(factor, rows, r, m);
    let overlap = 0;
    for (let c = 0; c < r; c++) {
      if (factor.lower[c * r + c] === 0) continue;
      const row = rows.subarray(c * m, (c + 1) * m);
      for (let i = 0; i < m; i++) {
        let along = 0;
        for (let j = 0; j < m; j++) along += centred[i * m + j]! * row[j]!;
        overlap += along * row[i]!;
      }
    }
    return {
      overlap,
      norm: Math.sqrt(centred.reduce((sum, value) => sum + value ** 2, 0)),
      rank: factor.rank,
    };
  };
}
