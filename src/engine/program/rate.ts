import type { Settings } from '../../experiment/schema';
import type { Plan } from './plan';
import type { UpdateRule } from './program';

/** Learning rate over the run, as a factor of the rule's own. */
export interface RateSchedule {
  kind: Settings['training']['schedule'];
  /** Updates in which the rate rises linearly to its full size. */
  warmup: number;
  /** Updates of the whole run. */
  updates: number;
  /** Updates that were made before those that the program counts; absent: none. */
  before?: number;
  /** Shares of the run, each of which multiplies the rate by `DROP` once it is over; for 'steps'. */
  drops: readonly number[];
}

/** What is left of the rate after each drop. */
const DROP = 0.1;

/** The schedule that the settings ask for. @param before updates that were made before the program's own */
export function rateSchedule(
  { training, stop }: Pick<Settings, 'training' | 'stop'>,
  before = 0,
): RateSchedule {
  const { schedule, warmup, firstDrop, secondDrop } = training;
  const drops = [firstDrop, secondDrop];
  return { kind: schedule, warmup, updates: stop.steps, drops, ...(before > 0 && { before }) };
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

/** The rule with the learning rate of the program's update t (from 1). */
export function ruleAt<Rule extends UpdateRule>(
  rule: Rule,
  schedule: RateSchedule | undefined,
  t: number,
): Rule {
  if (!schedule) return rule;
  return { ...rule, learningRate: rule.learningRate * rateFactor(schedule, t + (schedule.before ?? 0)) };
}

/** The rule with `factor` times its learning rate. */
export function ruleTimes<Rule extends UpdateRule>(rule: Rule, factor: number): Rule {
  return { ...rule, learningRate: rule.learningRate * factor };
}

/** Trained parameters that lie side by side and share the factor of their learning rate. */
export interface RateGroup {
  /** In floats, multiples of 4. */
  offset: number;
  size: number;
  factor: number;
}

/** All trained parameters, in the order in which they lie, in as few groups as there can be. */
export function rateGroups(
  { parameters, trainedSize }: Pick<Plan, 'parameters' | 'trainedSize'>,
  optimiser: UpdateRule['kind'],
): RateGroup[] {
  const groups: RateGroup[] = [];
  const trained = parameters.filter(parameter => parameter.trained).sort((a, b) => a.offset - b.offset);
  for (const [index, { offset, learningRateFactor }] of trained.entries()) {
    const factor = learningRateFactor[optimiser];
    const size = (trained[index + 1]?.offset ?? trainedSize) - offset;
    const last = groups.at(-1);
    if (last?.factor === factor) last.size += size;
    else groups.push({ offset, size, factor });
  }
  return groups;
}
