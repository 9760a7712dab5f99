import { presetById } from '../experiment/presets';
import {
  type ArmId,
  type Experiment,
  type ExperimentInput,
  parseExperiment,
  type Scalar,
} from '../experiment/schema';
import { indexOfArm } from '../experiment/stages';
import type { RecordingFile } from '../recording/format';
import { phaseOf } from '../recording/phase';
import type { ArmRecording } from '../recording/recording';
import type { DeviceInfo, RunStatus } from '../recording/types';
import { recordingToJson } from '../recording/write';
import { COMMANDS, type Command, type CommandId, type Services, works } from './commands';
import { setPredicting } from './predict/state';
import type { Session } from './session';
import type { AppState } from './store';

/** One arm in `richscope.state()`. Null: not known yet, or undefined. */
export interface ArmReport {
  id: string;
  label: string;
  /** Step of the newest probe. */
  step: number | null;
  /** Newest training loss. */
  loss: number | null;
  trainAccuracy: number | null;
  testAccuracy: number | null;
  dlr: { train: number | null; test: number | null };
  initialDlr: { train: number | null; test: number | null };
  /** Step at which its loss stopped being finite; null while it is. */
  divergedAt: number | null;
  phase: { fit: string; regime: string };
}

export interface PageState {
  status: RunStatus;
  runId: string;
  /** Steps made. */
  step: number;
  device: DeviceInfo | null;
  seed: number;
  experiment: Experiment;
  arms: ArmReport[];
}

/** One command in `richscope.commands()`. */
export interface CommandReport {
  id: CommandId;
  label: string;
  /** As the list of keys shows it; null where it has none. */
  key: string | null;
  works: boolean;
}

/** `window.richscope`: the page by script, for notebooks, embedding and tests. See `docs/api.md`. */
export interface RichscopeApi {
  /** Resolves once the first run is ready at step 0, or has failed; at once for data that must be downloaded. */
  readonly ready: Promise<void>;
  /** Shows a preset, by its id, or an experiment, completed with defaults. @throws ExperimentError */
  load(presetOrExperiment: string | ExperimentInput): void;
  play(): void;
  pause(): void;
  /** Makes `count` steps. Resolves once they are made and every arm has been measured. */
  step(count?: number): Promise<void>;
  /** Starts the same experiment anew, with the same seed. */
  reset(): void;
  state(): PageState;
  /**
   * Makes an arm that leaves another one at a step, with other settings, by path, and trains on.
   * Resolves with the id of the new arm. @throws ExperimentError
   */
  branch(wanted: { of?: ArmId; at?: number; set?: Record<string, Scalar> }): Promise<ArmId>;
  /**
   * Changes settings, by path, from the next step on, in all arms or in some. Resolves with the step after which they
   * are in force. @throws ExperimentError
   */
  change(set: Record<string, Scalar>, arms?: ArmId[]): Promise<number | null>;
  /** Shows the recording that comes with a preset, by its id; absent: that of the preset on the page. */
  showRecorded(preset?: string): Promise<void>;
  /** All that can be done on the page, and whether it would do something at present. */
  commands(): CommandReport[];
  /** Runs a command, by its id. Resolves once it is done; rejects with a sentence where it would do nothing. */
  run(command: CommandId): Promise<void>;
  /** Opens a lesson at a step, counted from 1; null: closes it. Resolves once the step is set up. */
  lesson(id: string | null, step?: number): Promise<void>;
  /** Has curves of several arms wait for a guess, or no longer; `state()` tells everything all the same. */
  predict(on: boolean): void;
  /** The recording on the page, in the format of `docs/recording-format.md`. */
  recording(): RecordingFile;
}

declare global {
  interface Window {
    richscope: RichscopeApi;
  }
}

function reportArm(arm: ArmRecording): ArmReport {
  const { id, label, latest, initial, divergedAt } = arm;
  const richness = (frame: typeof latest) => ({
    train: frame?.train.measures.dlr ?? null,
    test: frame?.test.measures.dlr ?? null,
  });
  return {
    id,
    label,
    step: latest?.step ?? null,
    loss: arm.losses.values.at(-1) ?? null,
    trainAccuracy: latest?.train.accuracy ?? null,
    testAccuracy: latest?.test.accuracy ?? null,
    dlr: richness(latest),
    initialDlr: richness(initial),
    divergedAt,
    phase: phaseOf(latest),
  };
}

function checkedCount(count: number): number {
  if (Number.isInteger(count) && count > 0) return count;
  throw new RangeError(`step() takes a whole number of steps above 0, not ${count}.`);
}

const describeCommand = (command: Command, state: AppState): CommandReport => ({
  id: command.id,
  label: command.label,
  key: command.key?.shown ?? null,
  works: works(command, state),
});

/** @throws Error with a sentence, for a command that does not exist or would do nothing */
function usableCommand(id: string, state: AppState): Command {
  const command = COMMANDS.find(candidate => candidate.id === id);
  if (!command)
    throw new Error(`There is no command “${id.slice(0, 60)}”: use one that richscope.commands() lists.`);
  if (works(command, state)) return command;
  const isAside = command.pageOnly && state.stage !== 'page';
  const reason = isAside
    ? 'It opens a dialog or a file, and is only there on the page itself'
    : command.otherwise;
  throw new Error(`“${command.label}” does nothing at present. ${reason ? `${reason}.` : ''}`.trim());
}

/** @param ready settles once the page has its first run */
export function createApi(session: Session, services: Services, ready: Promise<void>): RichscopeApi {
  const { store } = session;
  return {
    ready,
    load: wanted =>
      session.open(
        typeof wanted === 'string' ? presetById(wanted).experiment : parseExperiment(wanted),
        'loading by script',
      ),
    play: () => session.play(),
    pause: () => session.pause(),
    step: async (count = 1) => session.stepAndMeasure(checkedCount(count)),
    reset: () => session.reset(),
    branch: async ({ of = 'A', at, set = {} }) => {
      const { recording, shownStep } = store.getState();
      const { branch } = await import('./lab/actions');
      return branch(session, { of: indexOfArm(of), at: at ?? shownStep ?? recording.step, set });
    },
    change: async (set, arms) => {
      const { change, armsThatGoOn } = await import('./lab/actions');
      return change(session, set, arms ?? armsThatGoOn(store.getState()));
    },
    showRecorded: async (preset = store.getState().experiment.preset ?? '') =>
      (await import('./shipped')).showShipped(session, presetById(preset).id),
    predict: on => setPredicting(store, on),
    lesson: async (id, step = 1) => {
      const { closeLesson, openLesson } = await import('./lessons/walk');
      if (id === null) closeLesson(session);
      else await openLesson(session, services, id, step);
    },
    state: () => {
      const { status, recording, experiment, device } = store.getState();
      return {
        status,
        runId: recording.runId,
        step: recording.step,
        device,
        seed: experiment.seed,
        experiment: structuredClone(experiment),
        arms: recording.arms.map(reportArm),
      };
    },
    commands: () => COMMANDS.map(command => describeCommand(command, store.getState())),
    run: async id => usableCommand(String(id), store.getState()).run(session, services),
    recording: () => recordingToJson(store.getState().recording),
  };
}
