import type { Columns } from './columns';
import { transposed } from './columns';
import { type Numerics, plainNumerics } from './numerics';
import { norm } from './products';
import type { Spectrum } from './spectrum';

/**
 * Centred linear CKA, ‖AᵀB‖² / (‖AᵀA‖ ‖BᵀB‖), in [0, 1], of the features whose spectrum is given and another
 * centred matrix of the same rows. null where either has no variance or holds unusable numbers.
 */
export function linearCka(
  features: Spectrum | null,
  other: Columns | null,
  numerics: Numerics = plainNumerics,
): number | null {
  if (features === null || other === null) return null;
  const otherNorm = norm(numerics.gram(other.rows < other.columns ? transposed(other) : other));
  if (otherNorm === 0) return null;
  const overlap = squaredOverlap(features.centred, other, numerics);
  return Math.min(1, overlap / features.gramNorm / otherNorm);
}

/** ‖AᵀB‖², as the inner product of AAᵀ and BBᵀ where both have fewer rows than columns. */
function squaredOverlap(a: Columns, b: Columns, numerics: Numerics): number {
  if (a.rows >= a.columns || b.rows >= b.columns) return norm(numerics.product(a, b)) ** 2;
  const kernel = numerics.gram(transposed(b));
  return numerics.gram(transposed(a)).reduce((sum, value, i) => sum + value * kernel[i]!, 0);
}
