import type { Columns } from './columns';
import { transposed } from './columns';
import { gram, norm, product, smallerGram } from './products';
import type { Spectrum } from './spectrum';

/**
 * Centred linear CKA, ‖AᵀB‖² / (‖AᵀA‖ ‖BᵀB‖), in [0, 1], of the features whose spectrum is given and another
 * centred matrix of the same rows. null where either has no variance or holds unusable numbers.
 */
export function linearCka(features: Spectrum | null, other: Columns | null): number | null {
  if (features === null || other === null) return null;
  const otherNorm = norm(smallerGram(other));
  if (otherNorm === 0) return null;
  const overlap = squaredOverlap(features.centred, other);
  return Math.min(1, overlap / features.gramNorm / otherNorm);
}

/** ‖AᵀB‖², as the inner product of AAᵀ and BBᵀ where both have fewer rows than columns. */
function squaredOverlap(a: Columns, b: Columns): number {
  if (a.rows >= a.columns || b.rows >= b.columns) return norm(product(a, b)) ** 2;
  const kernel = gram(transposed(b));
  return gram(transposed(a)).reduce((sum, value, i) => sum + value * kernel[i]!, 0);
}
