import type { DeviceChoice } from '../engine/device';
import type { ArmProbe } from '../engine/session';
import type { Experiment } from '../experiment/schema';
import type { DataSummary, DeviceInfo, Frame, RunStatus } from '../recording/types';

export type { DeviceChoice } from '../engine/device';

/** Page → training worker. */
export type Command =
  /** Sent once, before anything else: the port to the metrics worker, and where the device's files are. */
  | { type: 'connect'; port: MessagePort; device: DeviceChoice; tfjsWasm: string }
  /** Starts a new run, paused at step 0, in place of the old one. `files` only for `data.source: "files"`. */
  | { type: 'load'; runId: string; experiment: Experiment; files?: readonly File[] }
  | { type: 'play'; runId: string }
  | { type: 'pause'; runId: string }
  /** Makes `count` steps, probes, and pauses. */
  | { type: 'step'; runId: string; count: number }
  /** Stops a download that is under way; the run fails with a sentence that says so. */
  | { type: 'cancel'; runId: string }
  /** Answered at once with `pong`, also during training. */
  | { type: 'ping'; runId: string; id: number };

/** Training and metrics worker → page. Every event carries the run and the step it belongs to. */
export type RunEvent = { runId: string; step: number } & (
  | { type: 'device'; info: DeviceInfo }
  | { type: 'data'; summary: DataSummary }
  /** Progress of anything over a second. `total` null: unknown. */
  | { type: 'progress'; task: string; done: number; total: number | null; unit: 'bytes' | 'pictures' }
  | { type: 'status'; status: RunStatus }
  /** Training losses of arm `arm`, each before update `steps[i]` (from 1). */
  | { type: 'losses'; arm: number; steps: Float64Array; values: Float64Array }
  | { type: 'frame'; frame: Frame }
  /** The arm stopped because its loss was no longer finite; the others go on. */
  | { type: 'diverged'; arm: number }
  /** One sentence that says what is wrong and what to do. `where`: what the page shows it beside. */
  | { type: 'error'; where: 'data' | 'device' | 'run'; message: string }
  | { type: 'pong'; id: number }
);

/** An event before it is stamped with its run and step. */
export type EventBody = RunEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'runId' | 'step'>
    : never
  : never;

/** Page → metrics worker: the port on which probes arrive. */
export type MetricsCommand = { type: 'connect'; port: MessagePort };

/** Training worker → metrics worker, over the MessagePort. Arrays are transferred. */
export type ProbeMessage = { runId: string } & ArmProbe;
