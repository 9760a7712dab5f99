import type { Settings } from '../../experiment/schema';
import type { UpdateRule } from './program';

/** Learning rate over the run, as a factor of the rule's own. */
export interface RateSchedule {
  kind: Settings['training']['schedule'];
  /** Updates in which the rate rises linearly to its full size. */
  warmup: number;
  /** Updates of the whole run. */
  updates: number;
  /** Shares of the run, each of which multiplies the rate by `DROP` once it is over; for 'steps'. */
  drops: readonly number[];
}

/** What is left of the rate after each drop. */
const DROP = 0.1;

/** The schedule that the settings ask for. */
export function rateSchedule({ training, stop }: Pick<Settings, 'training' | 'stop'>): RateSchedule {
  const { schedule, warmup, firstDrop, secondDrop } = training;
  return { kind: schedule, warmup, updates: stop.steps, drops: [firstDrop, secondDrop] };
}

/**
 * Factor of update t = 1 … T. Warm-up over W updates: t/W (Goyal et al., arXiv 1706.02677). Cosine, after it:
 * ½(1 + cos(π(t − 1 − W)/(T − W))) (Loshchilov and Hutter, arXiv 1608.03983, without restarts; 0 beyond T).
 * Steps: 0.1 to the number of shares s with t − 1 ≥ s·T.
 */
export function rateFactor({ kind, warmup, updates, drops }: RateSchedule, t: number): number {
  const warm = t < warmup ? t / warmup : 1;
  switch (kind) {
    case 'constant':
      return warm;
    case 'cosine': {
      const progress = (t - 1 - warmup) / Math.max(1, updates - warmup);
      return (warm * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, progress))))) / 2;
    }
    case 'steps':
      return warm * DROP ** drops.filter(share => t - 1 >= share * updates).length;
  }
}

/** The rule with the learning rate of update t (from 1). */
export function ruleAt<Rule extends UpdateRule>(
  rule: Rule,
  schedule: RateSchedule | undefined,
  t: number,
): Rule {
  if (!schedule) return rule;
  return { ...rule, learningRate: rule.learningRate * rateFactor(schedule, t) };
}
