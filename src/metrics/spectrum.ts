import type { Product } from './crossings';
import type { Features } from './features';
import type { Numerics } from './numerics';

/** Eigenvalues up to this share of the largest are dropped (method.md, estimator 1). */
const KEEP_ABOVE = 1e-10;

/** Eigenvalues of the feature operator T of centred features F (n × p), strongest first. */
export interface Spectrum {
  /** ρ_k of the stored numbers: those of F are `centred.scale ** 2` times as large. */
  readonly eigenvalues: Float64Array;
  /**
   * For each basis that was asked for, ‖P e_k‖² in [0, 1] of every kept eigenfunction e_k, P the projection on the span of
   * its orthonormal columns. Formula: method.md, estimator 3.
   */
  readonly projections: readonly Float64Array[];
}

/**
 * The spectrum of FᵀF / n of features that vary, with the projections of the eigenfunctions on the given bases (n × r,
 * orthonormal, scale 1) whose products with the features are given. Formula: method.md, estimator 1. The eigenvectors themselves are never formed: QᵀF V (or QᵀU on
 * the side of the samples) is all that the projections need.
 */
export function spectrum(features: Features, bases: readonly Product[], numerics: Numerics): Spectrum {
  const { centred, overSamples, size, square } = features;
  const counts = bases.map(({ matrix }) => matrix.columns);
  const carried = new Float64Array(counts.reduce((a, b) => a + b, 0) * size);
  let row = 0;
  for (const { matrix, all } of bases) {
    carried.set(overSamples ? matrix.data.subarray(0, matrix.columns * size) : all, row * size);
    row += matrix.columns;
  }
  const eigen = numerics.eigen(square, size, carried);
  const kept = keptCount(eigen.values);
  const eigenvalues = eigen.values.slice(0, kept).map(value => value / centred.rows);
  let first = 0;
  const projections = counts.map(count => {
    const sums = new Float64Array(kept);
    for (let c = first; c < first + count; c++)
      for (let k = 0; k < kept; k++) sums[k]! += eigen.carried[c * size + k]! ** 2;
    first += count;
    return overSamples ? sums : sums.map((sum, k) => sum / eigen.values[k]!);
  });
  return { eigenvalues, projections };
}

/** How many of the descending values count as eigenvalues. */
export function keptCount(descending: Float64Array): number {
  const largest = descending[0] ?? 0;
  const end = descending.findIndex(value => !(value > KEEP_ABOVE * largest));
  return end < 0 ? descending.length : end;
}

/** How the variance is used and spread: the three numbers of D_LR = 1 − share · √(participation / r). */
export interface Richness {
  dlr: number;
  share: number;
  participation: number;
}

/**
 * D_LR = 1 − Σ ρ_k u_k / (√r ‖ρ‖₂), share = Σ ρ_k u_k / Σ ρ_k, participation ratio = (Σ ρ)² / Σ ρ².
 * The first two are held in [0, 1] against rounding. Formula: method.md, estimator 4.
 * @param inSpan Σ ρ_k u_k
 * @param total Σ ρ_k
 * @param squares Σ ρ_k²
 */
export function richness(inSpan: number, total: number, squares: number, rank: number): Richness {
  return {
    dlr: Math.min(1, Math.max(0, 1 - inSpan / Math.sqrt(rank * squares))),
    share: Math.min(1, Math.max(0, inSpan / total)),
    participation: total ** 2 / squares,
  };
}

/** As `richness`, from the eigenvalues and what is used of each eigenfunction. */
export function richnessOfSpectrum(eigenvalues: Float64Array, used: Float64Array, rank: number): Richness {
  let total = 0;
  let squares = 0;
  let inSpan = 0;
  eigenvalues.forEach((eigenvalue, k) => {
    total += eigenvalue;
    squares += eigenvalue ** 2;
    inSpan += eigenvalue * used[k]!;
  });
  return richness(inSpan, total, squares, rank);
}

/** Effective dimension exp(−Σ w ln w), w = ρ / Σ ρ. Formula: method.md, from v1 of the paper. */
export function effectiveDimension(eigenvalues: Float64Array): number {
  const total = eigenvalues.reduce((sum, eigenvalue) => sum + eigenvalue, 0);
  let entropy = 0;
  for (const eigenvalue of eigenvalues) {
    const weight = eigenvalue / total;
    entropy -= weight * Math.log(weight);
  }
  return Math.exp(entropy);
}

/** Running sums of `values`, divided by `dimension`: cumulative utilisation and quality. */
export function cumulative(values: Float64Array, dimension: number): Float64Array {
  let sum = 0;
  return values.map(value => {
    sum += value;
    return sum / dimension;
  });
}
