import type { Checkpoint } from '../engine/checkpoint';
import type { DeviceChoice } from '../engine/device';
import type { Pace } from '../engine/pacer';
import type { RunCost } from '../engine/run-cost';
import type { ArmProbe, WantedChange } from '../engine/session';
import type { Change, Experiment } from '../experiment/schema';
import type { Activations, Detail, DetailWanted } from '../metrics/types';
import type { DataSummary, DeviceInfo, Frame, ProbePictures, RunStatus, Split } from '../recording/types';

export type { Checkpoint } from '../engine/checkpoint';
export type { DeviceChoice } from '../engine/device';
export type { Pace } from '../engine/pacer';
export type { RunCost } from '../engine/run-cost';
export type { WantedChange } from '../engine/session';

/** Page → training worker. */
export type Command =
  /** Sent once, before anything else: the port to the metrics worker. */
  | { type: 'connect'; port: MessagePort; device: DeviceChoice }
  /**
   * Starts a new run, paused at step 0 or where `resume` left off, in place of the old one; branches that are not in
   * `resume` begin at `past`. `files` only for `data.source: "files"`.
   */
  | {
      type: 'load';
      runId: string;
      experiment: Experiment;
      files?: readonly File[];
      resume?: Checkpoint;
      past?: Checkpoint;
    }
  | { type: 'play'; runId: string }
  | { type: 'pause'; runId: string }
  /** Makes `count` steps, probes, and pauses. */
  | { type: 'step'; runId: string; count: number }
  /** Stops a download that is under way; the run fails with a sentence that says so. */
  | { type: 'cancel'; runId: string }
  /** Other settings from the next update on, at the earliest after step `after`. Answered with `changes`. */
  | { type: 'change'; runId: string; wanted: readonly WantedChange[]; after: number }
  /** The last `count` changes of a step are not to be, unless an update has been made with them. Answered with `changes`. */
  | { type: 'take-back'; runId: string; at: number; count: number }
  /** How a GPU is shared with the page, from now on. */
  | { type: 'pace'; pace: Pace }
  /** How much of downloaded pictures is kept on this machine; `empty`: nothing any more. Answered with `downloads`. */
  | { type: 'downloads'; empty: boolean }
  /** Answered with `pictures`, once the data are there. */
  | { type: 'pictures'; runId: string }
  /** Answered at once with `pong`, also during training. */
  | { type: 'ping'; runId: string; id: number };

/** Training and metrics worker → page. Every event carries the run and the step it belongs to. */
export type RunEvent = { runId: string; step: number } & (
  | { type: 'device'; info: DeviceInfo }
  | { type: 'data'; summary: DataSummary }
  /** Progress of anything over a second. `total` null: unknown. */
  | { type: 'progress'; task: string; done: number; total: number | null; unit: 'bytes' | 'pictures' }
  | { type: 'status'; status: RunStatus }
  /** What the run needs, before its first step. */
  | { type: 'cost'; cost: RunCost }
  /** All changes in the middle of the run, as they are now; `refused`: the last ones could not be taken back. */
  | { type: 'changes'; changes: readonly Change[]; refused: boolean }
  /** Training losses of arm `arm`, each before update `steps[i]` (from 1). */
  | { type: 'losses'; arm: number; steps: Float64Array; values: Float64Array }
  | { type: 'frame'; frame: Frame }
  /** What was asked to be seen of a probe. */
  | { type: 'detail'; arm: number; split: Split; detail: Detail }
  /** What the newest probe of an arm was measured from; null before the first. */
  | { type: 'activations'; arm: number; split: Split; activations: Activations | null }
  /** The probe pictures, as they are fed to the networks. */
  | { type: 'pictures'; pictures: Record<Split, ProbePictures> }
  /** Bytes of downloaded pictures that are kept on this machine; null: no storage is allowed. Belongs to no run. */
  | { type: 'downloads'; bytes: number | null }
  /** The arm stopped because its loss was no longer finite; the others go on. */
  | { type: 'diverged'; arm: number }
  /** One sentence that says what is wrong and what to do. `where`: what the page shows it beside. */
  | { type: 'error'; where: 'data' | 'device' | 'run'; message: string }
  /** What the run could go on from; all that was reported up to its step is in it. */
  | { type: 'checkpoint'; checkpoint: Checkpoint; bytes: number }
  /** The device is gone, and this worker with it; the reason is a clause. */
  | { type: 'lost'; reason: string }
  /** The run goes on from its last checkpoint in a new worker: one sentence that says why, and where. */
  | { type: 'resumed'; message: string }
  | { type: 'pong'; id: number }
);

/** An event before it is stamped with its run and step. */
export type EventBody = RunEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'runId' | 'step'>
    : never
  : never;

/** Page → metrics worker. */
export type MetricsCommand =
  /** The port on which probes arrive, in place of an earlier one. */
  | { type: 'connect'; port: MessagePort }
  /** What is to be seen of the newest probes of a run, at once and from now on; null: nothing. */
  | { type: 'detail'; runId: string; split: Split; wanted: DetailWanted | null }
  /** Answered at once with `activations`. */
  | { type: 'activations'; runId: string; arm: number; split: Split };

/** Training worker → metrics worker, over the MessagePort. Arrays are transferred. */
export type ProbeMessage = { runId: string } & ArmProbe;
