import type { DeviceInfo, RunStatus } from '../recording/types';
import type { ArmSummary } from './arms';
import { areAlike, PLACE_WORDS, placeOf } from './certainty';
import { WITHIN_95 } from './error';
import { formatCount, formatDlr, formatPercent, joinWords } from './format';

export const DEVICE_NAMES: Record<DeviceInfo['device'], string> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};

/** As they stand on the page's chip. */
export const SHORT_DEVICE_NAMES: Record<DeviceInfo['device'], string> = {
  ...DEVICE_NAMES,
  cpu: 'JavaScript',
};

export interface RunState {
  status: RunStatus;
  /** The reader has pressed Play. */
  playing: boolean;
  /** "Drawing digits: 400 of 12,000 pictures"; null while nothing is under way. */
  progress: string | null;
  /** What the networks are compiled for, in words: "WebAssembly". */
  device: string | null;
  /** The pictures come from elsewhere, once the reader asks for them. */
  download: boolean;
  /** Whose pictures are being loaded: "MNIST"; null where they are drawn or read on this machine. */
  asking: string | null;
  /** Steps made. */
  step: number;
  /** No run goes on from here: the recording was opened from a file or brought back by undo. */
  kept: boolean;
  /** What is shown came with the page, and this is its seed; null where it did not. */
  recordedSeed: number | null;
  /** Step of the past moment that is shown; null: the newest. */
  shownStep: number | null;
}

/** A piece of the reading. `arm`: set in that arm's richness colour. "D_LR" stands for the symbol. */
export interface ReadingPart {
  text: string;
  arm?: number;
}

function rightness(accuracy: number): string {
  if (accuracy >= 0.8) return 'right';
  if (accuracy >= 0.6) return 'mostly right';
  return accuracy >= 0.4 ? 'half right' : 'wrong';
}

/** Why D_LR is undefined, as a clause that follows the word. */
function reasonOf({ undefinedBecause }: ArmSummary): string {
  if (undefinedBecause === null) return '';
  const reason = undefinedBecause.replace(/(, so D_LR is undefined)?\.$/, '');
  return `, since ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
}

/** The sentence on one arm; the first of its kind names the quantities, the others give the figures alone. */
function armParts(arm: ArmSummary, index: number, first: boolean, over: boolean): ReadingPart[] {
  const { id, dlr, testAccuracy, regime } = arm;
  if (arm.divergedAt !== null)
    return [{ text: id, arm: index }, { text: ` diverged at step ${formatCount(arm.divergedAt)}` }];
  if (arm.step === null || testAccuracy === null)
    return [{ text: id, arm: index }, { text: ' has not been measured' }];
  const percent = formatPercent(testAccuracy);
  const onTest = first ? ' on test' : '';
  if (dlr === null || regime === 'undefined')
    return [
      { text: id, arm: index },
      { text: ` has no D_LR${reasonOf(arm)}, and is ${rightness(testAccuracy)}${onTest}, ${percent}` },
    ];
  const value = `${first ? 'D_LR ' : ''}${formatDlr(dlr)}`;
  if (!settled(arm, over))
    return [{ text: `${id} is still fitting`, arm: index }, { text: `, ${value}, test ${percent}` }];
  return [
    { text: `${id} ${PLACE_WORDS[placeOf(dlr, WITHIN_95 * (arm.dlrError ?? 0))]}`, arm: index },
    { text: `, ${value}, and ${rightness(testAccuracy)}${onTest}, ${percent}` },
  ];
}

/** Train accuracy from which an arm is called by its richness although it has not fitted every picture. */
const NEARLY_FITTED = 0.8;

const settled = (arm: ArmSummary, over: boolean) =>
  over || arm.fit === 'fitted' || (arm.trainAccuracy ?? 0) >= NEARLY_FITTED;

function startParts(arms: readonly ArmSummary[], download: boolean): ReadingPart[] {
  if (download && arms.every(({ step }) => step === null))
    return [
      {
        text: 'Press Play: the pictures are then fetched from the Hugging Face hub, and kept for the next time.',
      },
    ];
  const words = startWords(arms);
  return [{ text: words ? `${words} Press Play.` : 'Press Play, and watch what the networks become.' }];
}

/** How the networks start, as a sentence; null where nothing is known of it. */
function startWords(arms: readonly ArmSummary[]): string | null {
  const known = arms.flatMap(arm => (arm.dlr === null ? [] : [formatDlr(arm.dlr)]));
  if (known.length < arms.length) {
    const reason = arms.find(arm => arm.undefinedBecause)?.undefinedBecause;
    if (!reason) return null;
    return `D_LR is undefined at the start: ${reason.replace(/, so D_LR is undefined\.$/, '.')}`;
  }
  const same = known.every(value => value === known[0]);
  const who =
    arms.length === 1
      ? 'The network starts'
      : arms.length === 2
        ? 'Both networks start'
        : 'All networks start';
  const where = same ? known[0]! : joinWords(known);
  return `${who} at D_LR ${where}, and ${arms.length === 1 ? 'guesses' : 'guess'}.`;
}

/**
 * The moment that is shown in words: "A is rich, D_LR 0.04, and wrong on test, 14 %; B is lazy, 0.45, and right, 86 %."
 * @param arms in the order of the experiment
 */
export function readState(run: RunState, arms: readonly ArmSummary[]): ReadingPart[] {
  if (run.shownStep !== null) return pastParts(run.shownStep, arms);
  const started = arms.some(arm => (arm.step ?? 0) > 0 || arm.divergedAt !== null);
  if (run.status === 'failed' && !started)
    return [{ text: 'This run could not start. The message above says what to do.' }];
  if (run.status === 'loading' && run.progress) return [{ text: `${run.progress}…` }];
  if (run.status === 'loading' && run.asking) return [{ text: `Asking huggingface.co for ${run.asking}…` }];
  if (run.status === 'compiling' && run.playing && !started)
    return [{ text: `Compiling for ${run.device ?? 'this machine'}… The first step follows at once.` }];
  if (!started && !run.kept && run.step > 0)
    return [{ text: `Step ${formatCount(run.step)}; the first measurement is on its way…` }];
  if (!started && run.playing) return [{ text: 'The first step is on its way…' }];
  if (!started) return startParts(arms, run.download);
  return allArms(arms, run.status === 'finished');
}

/** A past moment in words: "At step 120: A is rich, …" */
function pastParts(step: number, arms: readonly ArmSummary[]): ReadingPart[] {
  const start = step === 0 ? startWords(arms) : null;
  return start ? [{ text: start }] : [{ text: `At step ${formatCount(step)}: ` }, ...allArms(arms, false)];
}

/** One sentence on all arms. @param over the run has come to its end */
function allArms(arms: readonly ArmSummary[], over: boolean): ReadingPart[] {
  const parts: ReadingPart[] = [];
  arms.forEach((arm, index) => {
    if (index) parts.push({ text: '; ' });
    parts.push(...armParts(arm, index, index === 0, over));
  });
  if (arms.length === 2 && arms.every(arm => settled(arm, over)) && areAlike(arms[0]!, arms[1]!))
    parts.push({ text: '; D_LR does not tell them apart' });
  return [...parts, { text: '.' }];
}

const countedSteps = (step: number) => `${formatCount(step)} ${step === 1 ? 'step' : 'steps'}`;

/** What Play does where no run goes on from here: "Finished after 3,000 steps: Play starts the run anew." */
export function readEnd({ status, step, kept, recordedSeed, device }: RunState): string | null {
  if (recordedSeed !== null)
    return `A recording, not your run: ${countedSteps(step)} on ${device ?? 'another machine'}, seed ${recordedSeed}. Play starts your own.`;
  if (kept) return `Kept recording of ${countedSteps(step)}: Play starts the run anew.`;
  return status === 'finished' ? `Finished after ${countedSteps(step)}: Play starts the run anew.` : null;
}

/** The reading as one plain string, for the live region and for tests. */
export const readingText = (parts: readonly ReadingPart[]): string => parts.map(({ text }) => text).join('');
