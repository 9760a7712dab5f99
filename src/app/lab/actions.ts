import { withBranch, withoutArm } from '../../experiment/later';
import {
  ARM_IDS,
  type ArmId,
  type Change,
  type Experiment,
  ExperimentError,
  parseExperiment,
  type Scalar,
  settingPaths,
} from '../../experiment/schema';
import { withChanges } from '../../experiment/stages';
import { changeWords, lowerLabel } from '../../experiment/words';
import type { WantedChange } from '../../workers/protocol';
import { formatCount, formatSetting, joinWords } from '../format';
import type { Session } from '../session';
import { type AppState, addNotice } from '../store';

/** Letters of an arm's name, at the most. */
const LONGEST_NAME = 60;

/** Settings with their new values, by path. */
export type Wishes = Record<string, Scalar>;

/** A branch that somebody wants. */
export interface WantedBranch {
  /** Index of the arm that it leaves. */
  of: number;
  /** Step from which it is an arm of its own. */
  at: number;
  set: Wishes;
}

export const wishWords = (set: Wishes): string[] =>
  Object.entries(set).map(([path, value]) => {
    const { meta } = settingPaths().find(setting => setting.path === path)!;
    return `${lowerLabel(meta.label)} ${formatSetting(meta, value)}`;
  });

/** Why no branch can be made of this arm at this step, as one sentence; null where one can. */
export function branchFault(
  { experiment, recording, status }: AppState,
  of: number,
  at: number,
): string | null {
  const most = ARM_IDS.length;
  if (experiment.arms.length >= most)
    return `There are ${most} arms, which is the most: take one away first.`;
  if (status === 'failed') return 'The run has failed: reset it first.';
  const arm = recording.arms[of];
  if (!arm) return `There is no arm ${ARM_IDS[of] ?? of}: choose another one.`;
  if (!Number.isInteger(at) || at < 0 || at > recording.step)
    return `Choose a step from 0 to ${formatCount(recording.step)}, where the run is now.`;
  if (arm.divergedAt !== null && at >= arm.divergedAt)
    return `${arm.id} diverged at step ${formatCount(arm.divergedAt)}: choose an earlier step.`;
  return null;
}

/**
 * Makes a branch of the run on the page and trains on.
 * @returns the id of the new arm
 * @throws ExperimentError with one sentence; everything is then as it was
 */
export function branch(session: Session, { of, at, set }: WantedBranch): ArmId {
  const state = session.store.getState();
  const fault = branchFault(state, of, at);
  if (fault) throw new ExperimentError(fault);
  const words = joinWords(wishWords(set));
  const parent = state.recording.arms[of]!;
  const label = `${parent.id} from ${formatCount(at)}: ${words || 'unchanged'}`.slice(0, LONGEST_NAME);
  const experiment = parseExperiment(withBranch(state.experiment, of, at, set, label));
  const id = ARM_IDS[experiment.arms.length - 1]!;
  session.goOn(experiment, `the branch ${id}`, () => takeAwayLast(session));
  session.play();
  const { store } = session;
  if (store.getState().status === 'failed') return id;
  const message = `${id} leaves ${parent.id} at step ${formatCount(at)}${words ? `: ${words}` : ', unchanged'}.`;
  addNotice(store, 'change', message);
  return id;
}

/** Takes the newest arm, which is a branch, out of the run, whose other arms go on as before. */
export function takeAwayLast(session: Session): void {
  const { experiment, playing, status } = session.store.getState();
  session.goOn(withoutArm(experiment, experiment.arms.length - 1));
  // A run that is over finds out at once.
  if (playing || status === 'finished') session.play();
}

/** The arms that train and have left those that they were. */
export const armsThatGoOn = ({ recording }: Pick<AppState, 'recording'>): ArmId[] =>
  recording.arms.filter(arm => arm.since <= recording.step && arm.divergedAt === null).map(({ id }) => id);

/** Why no setting can change in the middle of this run, as one sentence; null where one can. */
export function changeFault({ kept, status, recording }: AppState): string | null {
  if (kept || status === 'finished') return 'The run is over: branch from one of its steps.';
  if (status === 'failed') return 'The run has failed: reset it first.';
  if (recording.step === 0) return 'The run has not begun: change its settings under “What if?”.';
  return null;
}

/**
 * Changes settings of the run on the page from its next step on.
 * @returns the step after which they are in force; null where the run has made way for another one meanwhile
 * @throws ExperimentError with one sentence; everything is then as it was
 */
export async function change(session: Session, set: Wishes, arms: readonly ArmId[]): Promise<number | null> {
  const { store } = session;
  const state = store.getState();
  const fault = changeFault(state);
  if (fault) throw new ExperimentError(fault);
  if (!arms.length) throw new ExperimentError('Choose at least one arm.');
  const wanted: WantedChange[] = Object.entries(set).map(([path, value]) => ({
    arms: [...arms],
    path,
    value,
  }));
  if (!wanted.length) throw new ExperimentError('Give a setting another value first.');
  checkChanges(state.experiment, wanted, state.recording.step);
  let step: number | null = null;
  const back = () => void takeBack(session, step ?? state.recording.step, wanted.length);
  const made = await session.intervene(wanted, 'the change', back);
  step = made ? newestStep(made, wanted) : null;
  if (step === null) return null;
  addNotice(store, 'change', `${wanted.map(changeWords).join('; ')}, after step ${formatCount(step)}.`);
  return step;
}

/** Step of the last of all changes that are these; null where there is none. */
const newestStep = (all: readonly Change[], [first]: readonly WantedChange[]): number | null =>
  all.findLast(({ path, value }) => path === first!.path && value === first!.value)?.step ?? null;

/** @throws ExperimentError where these changes cannot be made after step `step` */
function checkChanges(experiment: Experiment, wanted: readonly WantedChange[], step: number): void {
  const old = experiment.changes ?? [];
  const isPast = (change: Change) => change.step <= step;
  const made = wanted.map(one => ({ step, ...one }));
  parseExperiment(
    withChanges(experiment, [...old.filter(isPast), ...made, ...old.filter(change => !isPast(change))]),
  );
}

/** Takes the last changes back, or says why that cannot be done. */
async function takeBack(session: Session, at: number, count: number): Promise<void> {
  const { store } = session;
  const { recording } = store.getState();
  const left = await session.takeBack(at, count);
  const state = store.getState();
  if (left || state.recording !== recording) return;
  const message =
    'Steps have been made with the change already, so it stays: branch from before it to see what comes without.';
  addNotice(store, 'change', message);
}

/** The run anew without some of its changes. */
export function leaveOut(session: Session, unwanted: readonly Change[]): void {
  const { experiment } = session.store.getState();
  const left = (experiment.changes ?? []).filter(change => !unwanted.includes(change));
  session.edit(withChanges(experiment, left));
}
