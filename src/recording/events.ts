import type { Change } from '../experiment/schema';
import { indexOfArm } from '../experiment/stages';
import { changeWords } from '../experiment/words';
import { FITTED_ACCURACY, RICH_BELOW } from './phase';
import type { ArmRecording, Recording } from './recording';

/** What can happen to an arm, in the order in which it is told of events of one step. */
export const EVENT_KINDS = [
  'left',
  'changed',
  'fitted',
  'fell',
  'halved',
  'rich',
  'rose',
  'diverged',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Something that happened to an arm, for the timeline. */
export interface ArmEvent {
  kind: EventKind;
  /** Step of the first probe that shows it; of the middle one where it took a while. */
  step: number;
  /** Index of the arm; of several, that of the first. */
  arm: number;
  /** "A turns rich", "A and B: learning rate 0.01". */
  text: string;
}

/** Least change of D_LR, and of test accuracy, while the number of steps doubles, that is spoken of. */
const LEAST_FALL = 0.1;
const LEAST_RISE = 0.2;
/** Standard errors that a fall of D_LR must exceed: 95 % of a normal distribution. */
const WITHIN_95 = 1.96;

/** What has happened so far, in order of step, then of arm. Each kind is told once an arm, but for changes. */
export function eventsOf(recording: Recording): ArmEvent[] {
  return [...changeEvents(recording), ...recording.arms.flatMap(armEvents)].sort(
    (a, b) => a.step - b.step || a.arm - b.arm,
  );
}

/** What was changed in the middle of the run, up to the newest step: one event for each step at which something was. */
function changeEvents({ experiment, step: newest }: Recording): ArmEvent[] {
  const steps = new Map<number, Change[]>();
  for (const change of experiment.changes ?? [])
    if (change.step <= newest) steps.set(change.step, [...(steps.get(change.step) ?? []), change]);
  return [...steps].map(([step, changes]) => ({
    ...{
      kind: 'changed' as const,
      step,
      arm: Math.min(...changes.flatMap(({ arms }) => arms.map(indexOfArm))),
    },
    text: changes.map(changeWords).join('; '),
  }));
}

function armEvents(arm: ArmRecording): ArmEvent[] {
  const dlr = arm.column('train', 'dlr');
  const own = dlr.find(value => !Number.isNaN(value)) ?? Number.NaN;
  const start = (arm.parent && arm.initial?.train.measures.dlr) ?? own;
  const richAtStart = start < RICH_BELOW;
  // What holds where a branch leaves has happened to the arm that it was.
  const first = (values: Float64Array, holds: (value: number) => boolean) => {
    const at = values.findIndex(holds);
    return arm.parent && at === 0 ? -1 : at;
  };
  const fitted = first(arm.column('train', 'accuracy'), value => value >= FITTED_ACCURACY);
  const halved = first(dlr, value => value < start / 2);
  const rich = richAtStart ? -1 : first(dlr, value => value < RICH_BELOW);
  const tests = arm.column('test', 'accuracy');

  const events: ArmEvent[] = [];
  const add = (kind: EventKind, step: number | null | undefined, words: string) => {
    if (typeof step === 'number') events.push({ kind, step, arm: arm.index, text: `${arm.id}${words}` });
  };
  const stepOf = (probe: number) => arm.frameSteps[probe];
  if (arm.parent && arm.frameCount) add('left', arm.since, ` leaves ${arm.parent.id}`);
  add('fitted', stepOf(fitted), ' fits the training set');
  add('fell', stepOf(fastestFall(arm)), ': D_LR falls fastest');
  add('halved', stepOf(halved), ' has half its D_LR at the start');
  add('rich', stepOf(rich), ' turns rich');
  add('rose', stepOf(steepest(arm.frameSteps, tests, LEAST_RISE)), ': test accuracy rises fastest');
  add('diverged', arm.divergedAt, ' diverged');
  return events;
}

/** The probe around which D_LR falls most while the steps double; −1 where that is within its errors, or small. */
function fastestFall(arm: ArmRecording): number {
  const errors = arm.column('train', 'dlrError');
  const falling = arm.column('train', 'dlr').map(value => -value);
  return steepest(arm.frameSteps, falling, LEAST_FALL, (from, to) => {
    const error = Math.hypot(errors[from]!, errors[to]!);
    return Number.isNaN(error) ? 0 : WITHIN_95 * error;
  });
}

/**
 * The probe around which some values rise most while the number of steps doubles, so on a log axis: the one nearest to
 * the middle of that stretch. Where probes are farther apart, the part of the rise counts that falls to a doubling.
 * @param steps ascending
 * @param values one a step; NaN where undefined
 * @param least a smaller rise does not count
 * @param unseen a rise between two probes that is not larger than this does not count either
 * @returns −1 where there is none
 */
export function steepest(
  steps: Float64Array,
  values: Float64Array,
  least: number,
  unseen: (from: number, to: number) => number = () => 0,
): number {
  let most = least;
  let found = -1;
  for (let from = 0, to = 1; to < steps.length; to++) {
    // The last probe since which the steps have doubled.
    while (from + 1 < to && doublings(steps, from + 1, to) >= 1) from++;
    const rise = values[to]! - values[from]!;
    const part = rise / Math.max(1, doublings(steps, from, to));
    if (!(part >= most) || rise <= unseen(from, to)) continue;
    if (part === most && found >= 0) continue;
    most = part;
    found = middle(steps, from, to);
  }
  return found;
}

/** How often the number of steps, counted from 1, doubles between two probes. */
const doublings = (steps: Float64Array, from: number, to: number) =>
  Math.log2((1 + steps[to]!) / (1 + steps[from]!));

/** The probe nearest to the middle of a stretch of steps on a log axis, the later of two equally near. */
function middle(steps: Float64Array, from: number, to: number): number {
  const half = (Math.log1p(steps[from]!) + Math.log1p(steps[to]!)) / 2;
  let best = to;
  for (let i = to; i >= from; i--)
    if (Math.abs(Math.log1p(steps[i]!) - half) < Math.abs(Math.log1p(steps[best]!) - half)) best = i;
  return best;
}
