import type { Frame } from './types';

/**
 * Train accuracy from which an arm counts as having fitted its training set. One in a hundred may stay wrong:
 * with label noise or weight decay the last few pictures often never come.
 */
export const FITTED_ACCURACY = 0.99;

/**
 * D_LR on training inputs below which an arm is called rich, and from which it is called lazy. The paper gives no
 * thresholds; these are ours. A ReLU network starts at about 0.4 – 0.6, so features that have not moved read as
 * lazy, and networks that keep little beyond what their outputs use end below 0.1.
 */
export const RICH_BELOW = 0.15;
export const LAZY_FROM = 0.35;

export type Fit = 'start' | 'fitting' | 'fitted';
export type Regime = 'lazy' | 'between' | 'rich' | 'undefined';

/** Regime of one value of D_LR; null and NaN are undefined. */
export function regimeOf(dlr: number | null): Regime {
  if (dlr === null || Number.isNaN(dlr)) return 'undefined';
  if (dlr < RICH_BELOW) return 'rich';
  return dlr < LAZY_FROM ? 'between' : 'lazy';
}

/** Where an arm stands at a probe: how far it has fitted its training set, and how rich it is. null: no probe yet. */
export function phaseOf(frame: Frame | null): { fit: Fit; regime: Regime } {
  if (frame === null) return { fit: 'start', regime: 'undefined' };
  const { step, train } = frame;
  return {
    fit: step === 0 ? 'start' : fitOf(train.accuracy, train.measures.outputs),
    regime: regimeOf(train.measures.dlr),
  };
}

/** An arm has left the start when it is right twice as often as chance, or halfway from chance to always. */
function fitOf(accuracy: number, classes: number): Fit {
  if (accuracy >= FITTED_ACCURACY) return 'fitted';
  const chance = 1 / classes;
  return accuracy <= Math.min(2 * chance, (1 + chance) / 2) ? 'start' : 'fitting';
}
