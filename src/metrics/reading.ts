/**
 * Up to this many times the dimension of the outputs, the strongest features that the outputs use count as few.
 * The paper's first version tells the two regimes apart and publishes no threshold; this one is ours.
 */
export const FEW_FEATURES = 2;

/** How many features a network uses: about as many as its outputs need, or many more. */
export type FeatureRegime = 'minimal' | 'extended';

/**
 * Minimal where 95 % of the outputs are reached within 2 r of the strongest features (k₉₅ ≤ 2 r), extended else; null
 * where k₉₅ is undefined. Source: the two regimes of v1 of the paper; threshold ours.
 * @param rank dimension r of the span of the outputs
 */
export function featureRegime(k95: number | null | undefined, rank: number): FeatureRegime | null {
  if (k95 === null || k95 === undefined || rank === 0) return null;
  return k95 <= FEW_FEATURES * rank ? 'minimal' : 'extended';
}
