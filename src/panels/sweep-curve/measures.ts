import type { Spread, SweepMeasure } from '../../recording/sweep';
import { formatLoss } from '../loss-curve/geometry';
import type { Rival } from '../rivals/measures';

/** A measure at the end of a run, as it is drawn and spoken of. */
export interface SweepMeasureWords {
  /** Short, for a choice and a table. */
  short: string;
  /** Over its picture. */
  heading: string;
  axis: Rival['axis'];
  /** Written as a percentage. */
  percent?: true;
}

export const SWEEP_WORDS: Record<SweepMeasure, SweepMeasureWords> = {
  dlr: { short: 'D_LR', heading: 'D_LR, 0 is rich', axis: 'share' },
  testAccuracy: { short: 'test accuracy', heading: 'test accuracy', axis: 'share', percent: true },
  trainAccuracy: { short: 'train accuracy', heading: 'train accuracy', axis: 'share', percent: true },
  testDlr: { short: 'D_LR on test inputs', heading: 'D_LR on test inputs', axis: 'share' },
  initialSimilarity: { short: 'S_init', heading: 'S_init, similarity to the start', axis: 'share' },
  parameterNorm: { short: '‖θ‖²', heading: '‖θ‖², size of the weights', axis: 'log' },
  parameterDistance: {
    short: '‖θ − θ₀‖',
    heading: '‖θ − θ₀‖ / ‖θ₀‖, way of the weights',
    axis: 'number',
  },
  nc1: { short: 'NC1', heading: 'NC1, spread within classes', axis: 'log' },
  targetAlignment: { short: 'target alignment', heading: 'target alignment, 1 is aligned', axis: 'share' },
};

/** One value of a measure: "0.04", "81 %", "undefined". */
export function formatMeasure(value: number, measure: SweepMeasure): string {
  const { axis, percent } = SWEEP_WORDS[measure];
  if (Number.isNaN(value)) return 'undefined';
  if (percent) return `${Math.round(100 * value)}\u202f%`;
  return axis === 'log' ? formatLoss(value) : value.toFixed(2).replace(/^-(0\.00)$/, '$1');
}

/** Mean and spread: "0.04 ± 0.01", "81 ± 2 %"; the mean alone where there is one seed. */
export function formatSpread({ mean, spread }: Spread, measure: SweepMeasure): string {
  const words = formatMeasure(mean, measure);
  if (Number.isNaN(mean) || Number.isNaN(spread)) return words;
  const more = formatMeasure(spread, measure);
  return SWEEP_WORDS[measure].percent ? `${words.slice(0, -2)} ± ${more}` : `${words} ± ${more}`;
}
