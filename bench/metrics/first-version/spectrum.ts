import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Columns } from './columns';
import { norm, product, smallerGram } from './products';

/** Eigenvalues up to this share of the largest are dropped (method.md, estimator 1). */
const KEEP_ABOVE = 1e-10;

/** Eigenpairs of the feature operator T of a centred matrix F (n × p), strongest first. */
export interface Spectrum {
  readonly centred: Columns;
  /** ρ_k of the stored numbers: those of F are `centred.scale ** 2` times as large. */
  readonly eigenvalues: Float64Array;
  /** Unit eigenvectors, one after the other: of FFᵀ (length n) where n < p, else of FᵀF (length p). */
  readonly vectors: Float64Array;
  readonly vectorLength: number;
  /** ‖FᵀF‖ of the stored numbers. */
  readonly gramNorm: number;
}

/** The spectrum of FᵀF / n, or null where F has no variance. Formula: method.md, estimator 1. */
export function spectrum(centred: Columns): Spectrum | null {
  const { rows } = centred;
  const size = Math.min(rows, centred.columns);
  const square = smallerGram(centred);
  const gramNorm = norm(square);
  if (gramNorm === 0) return null;
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(size, size, square), {
    assumeSymmetric: true,
  });
  const ascending = decomposition.realEigenvalues;
  const largest = ascending[size - 1]!;
  const kept = ascending.filter(value => value > KEEP_ABOVE * largest).length;
  const eigenvalues = new Float64Array(kept);
  const vectors = new Float64Array(kept * size);
  for (let k = 0; k < kept; k++) {
    const source = size - 1 - k;
    eigenvalues[k] = ascending[source]! / rows;
    for (let i = 0; i < size; i++) vectors[k * size + i] = decomposition.eigenvectorMatrix.get(i, source);
  }
  return { centred, eigenvalues, vectors, vectorLength: size, gramNorm };
}

/** Whether the eigenvectors run over samples (n < p) and not over features. */
function overSamples({ centred }: Spectrum): boolean {
  return centred.rows < centred.columns;
}

/**
 * ‖P e_k‖² in [0, 1] for each kept eigenfunction e_k, P the projection on the span of the orthonormal
 * columns of `basis` (n × r). Formula: method.md, estimator 3.
 */
export function squaredProjections(features: Spectrum, basis: Columns): Float64Array {
  const { centred, eigenvalues, vectors, vectorLength } = features;
  const samples = overSamples(features);
  // On the feature side e_k = F v_k / √(n ρ_k) as a unit vector, so that QᵀF is all that is needed of F.
  const rowsOf = samples ? basis.data : product(basis, centred);
  return eigenvalues.map((eigenvalue, k) => {
    let sum = 0;
    for (let c = 0; c < basis.columns; c++) {
      let dot = 0;
      for (let i = 0; i < vectorLength; i++)
        dot += rowsOf[c * vectorLength + i]! * vectors[k * vectorLength + i]!;
      sum += dot ** 2;
    }
    return samples ? sum : sum / (centred.rows * eigenvalue);
  });
}

/** Unit eigenvector k of FᵀF, in feature space (length p). */
export function direction(features: Spectrum, k: number): Float64Array {
  const { centred, eigenvalues, vectors, vectorLength } = features;
  const vector = vectors.subarray(k * vectorLength, (k + 1) * vectorLength);
  if (!overSamples(features)) return vector;
  const length = Math.sqrt(centred.rows * eigenvalues[k]!);
  return Float64Array.from({ length: centred.columns }, (_, j) => {
    let dot = 0;
    for (let i = 0; i < vectorLength; i++) dot += centred.data[j * vectorLength + i]! * vector[i]!;
    return dot / length;
  });
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
 */
export function richness(eigenvalues: Float64Array, used: Float64Array, rank: number): Richness {
  let total = 0;
  let squares = 0;
  let inSpan = 0;
  eigenvalues.forEach((eigenvalue, k) => {
    total += eigenvalue;
    squares += eigenvalue ** 2;
    inSpan += eigenvalue * used[k]!;
  });
  return {
    dlr: Math.min(1, Math.max(0, 1 - inSpan / Math.sqrt(rank * squares))),
    share: Math.min(1, inSpan / total),
    participation: total ** 2 / squares,
  };
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
