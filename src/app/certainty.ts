import { type Regime, regimeOf } from '../recording/phase';
import type { ArmSummary } from './arms';
import { WITHIN_95 } from './error';

type Words = Record<Exclude<Regime, 'undefined'>, string>;

/**
 * Where an arm stands as far as the error of its D_LR lets tell: "is rich", "is rich or near it".
 * @param margin half the width of what D_LR is known to
 * @param words for where there is no doubt
 */
export function placeOf(dlr: number, margin: number, words: Words): string {
  const [low, high] = [regimeOf(Math.max(0, dlr - margin)), regimeOf(dlr + margin)];
  if (low === high) return words[low as keyof Words];
  if (low === 'rich' && high === 'between') return 'is rich or near it';
  if (low === 'between') return 'is lazy or near it';
  return 'may be anything from rich to lazy';
}

/** Whether two arms differ in D_LR by no more than their errors; false where these are not known. */
export function areAlike(a: Known, b: Known): boolean {
  if (a.dlr === null || b.dlr === null || a.dlrError === null || b.dlrError === null) return false;
  return Math.abs(a.dlr - b.dlr) <= WITHIN_95 * Math.hypot(a.dlrError, b.dlrError);
}

type Known = Pick<ArmSummary, 'dlr' | 'dlrError'>;
