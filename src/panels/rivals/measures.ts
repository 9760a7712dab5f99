import type { ScalarMeasure } from '../../metrics/types';
import type { ArmRecording, Split } from '../../recording/recording';
import type { NetworkMeasure } from '../../recording/types';

/** The measures that are compared, in the order in which they stand below each other. */
export const RIVAL_NAMES = [
  'dlr',
  'initialSimilarity',
  'kernelDistance',
  'parameterDistance',
  'nc1',
  'targetAlignment',
  'tangentKernelChange',
] as const;
export type RivalName = (typeof RIVAL_NAMES)[number];

/** One measure, as it is drawn and spoken of. */
export interface Rival {
  name: ScalarMeasure | NetworkMeasure;
  /** Short, for its switch. */
  short: string;
  /** Over its picture. */
  heading: string;
  /** What a high and a low value mean, and what is known to fool it. */
  fooledBy: string;
  /** Kind of its axis: a share of 1, a number from 0, or powers of ten. */
  axis: 'share' | 'number' | 'log';
  /** Of the features on the probe inputs, or of the network itself. */
  of: 'features' | 'network';
  /** Measured at few of the probes: its points are joined over the others. */
  sparse?: boolean;
}

const sameWeakness = 'Depends on where it started; weight decay alone moves it.';

export const RIVALS: Record<RivalName, Rival & { name: RivalName }> = {
  dlr: {
    name: 'dlr',
    short: 'D_LR',
    heading: 'D_LR, 0 is rich',
    fooledBy:
      'Needs no labels and no start, so it cannot tell right from wrong: a rich network may be either.',
    axis: 'share',
    of: 'features',
  },
  initialSimilarity: {
    name: 'initialSimilarity',
    short: 'S_init',
    heading: 'S_init, similarity to the start',
    fooledBy: sameWeakness,
    axis: 'share',
    of: 'features',
  },
  kernelDistance: {
    name: 'kernelDistance',
    short: 'kernel distance',
    heading: 'kernel distance from the start',
    fooledBy: sameWeakness,
    axis: 'share',
    of: 'features',
  },
  parameterDistance: {
    name: 'parameterDistance',
    short: '‖θ − θ₀‖',
    heading: '‖θ − θ₀‖ / ‖θ₀‖, way of the weights',
    fooledBy: 'Correlates only: weights can go far and leave the features as they were.',
    axis: 'number',
    of: 'network',
  },
  nc1: {
    name: 'nc1',
    short: 'NC1',
    heading: 'NC1, spread within classes, log axis',
    fooledBy: 'Has no upper bound, needs labels, and changes with the scale of the features.',
    axis: 'log',
    of: 'features',
  },
  targetAlignment: {
    name: 'targetAlignment',
    short: 'target alignment',
    heading: 'target alignment, 1 is aligned',
    fooledBy: 'Mixes in performance: it rises as the network becomes right, rich or not.',
    axis: 'share',
    of: 'features',
  },
  tangentKernelChange: {
    name: 'tangentKernelChange',
    short: 'tangent kernel',
    heading: 'change of the tangent kernel',
    fooledBy: 'The reference for “lazy”, where it stays at 0. Expensive, so it is measured seldom.',
    axis: 'share',
    of: 'network',
    sparse: true,
  },
};

/** A measure of an arm at each of its probes; NaN where it is undefined or was not measured. */
export function rivalColumn(arm: ArmRecording, probe: Split, { name, of }: Rival): Float64Array {
  return of === 'network'
    ? arm.networkColumn(name as NetworkMeasure)
    : arm.column(probe, name as ScalarMeasure);
}

/** The newest value that was measured; NaN where there is none. */
export function newestOf(column: Float64Array, { sparse }: Rival): number {
  const at = sparse ? column.findLastIndex(value => !Number.isNaN(value)) : column.length - 1;
  return column[at] ?? Number.NaN;
}

/** Why an arm has no newest value, as a sentence; null where it has one, or was not measured at all yet. */
function reasonOf(arm: ArmRecording, probe: Split, rival: Rival): string | null {
  if (!arm.latest || !Number.isNaN(newestOf(rivalColumn(arm, probe, rival), rival))) return null;
  const { measures } = arm.latest[probe];
  const known =
    rival.of === 'features'
      ? measures.undefinedBecause?.[rival.name as ScalarMeasure]
      : rival.sparse && arm.latest.network.tangentKernelMissing;
  return known || (rival.sparse ? 'It has not been measured yet.' : 'It was not measured in this run.');
}

/** Why a measure has no newest value, each reason once: "A and B: The outputs do not differ …"; empty where all have. */
export function rivalReasons(arms: readonly ArmRecording[], probe: Split, rival: Rival): string[] {
  const byReason = new Map<string, string[]>();
  for (const arm of arms) {
    const reason = reasonOf(arm, probe, rival);
    if (reason) byReason.set(reason, [...(byReason.get(reason) ?? []), arm.id]);
  }
  const isCommon = byReason.size === 1 && [...byReason.values()][0]!.length === arms.length;
  return [...byReason].map(([reason, ids]) => (isCommon ? reason : `${ids.join(', ')}: ${reason}`));
}
