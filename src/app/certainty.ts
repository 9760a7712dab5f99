import { regimeOf } from '../recording/phase';
import type { ArmSummary } from './arms';
import { WITHIN_95 } from './error';

/** Where an arm stands; `near…` and `unsure` where the error of its D_LR reaches over a threshold. */
export type Place = 'rich' | 'between' | 'lazy' | 'nearRich' | 'nearLazy' | 'unsure';

/**
 * Where an arm stands as far as the error of its D_LR lets tell.
 * @param margin half the width of what D_LR is known to
 */
export function placeOf(dlr: number, margin: number): Place {
  const [low, high] = [regimeOf(Math.max(0, dlr - margin)), regimeOf(dlr + margin)];
  if (low === high) return low as Place;
  if (low === 'rich' && high === 'between') return 'nearRich';
  return low === 'between' ? 'nearLazy' : 'unsure';
}

/** What stands after an arm's name. */
export const PLACE_WORDS: Record<Place, string> = {
  rich: 'is rich',
  between: 'is between lazy and rich',
  lazy: 'is lazy',
  nearRich: 'is rich or near it',
  nearLazy: 'is lazy or near it',
  unsure: 'may be anything from rich to lazy',
};

/** Whether two arms differ in D_LR by no more than their errors; false where these are not known. */
export function areAlike(a: Known, b: Known): boolean {
  if (a.dlr === null || b.dlr === null || a.dlrError === null || b.dlrError === null) return false;
  return Math.abs(a.dlr - b.dlr) <= WITHIN_95 * Math.hypot(a.dlrError, b.dlrError);
}

type Known = Pick<ArmSummary, 'dlr' | 'dlrError'>;
