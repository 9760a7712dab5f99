import type { Experiment } from '../experiment/schema';
import type { DataSummary, DeviceInfo, Frame, RunStatus } from '../recording/types';

/** Device that `?device=` asks for. */
export type DeviceChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';

/** Page → training worker. */
export type Command =
  /** Port to the metrics worker; sent once, before anything else. */
  | { type: 'connect'; port: MessagePort; device: DeviceChoice; assets: string }
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
  /** Progress of anything over a second. `total` null: unknown. `unit`: "bytes" or "pictures". */
  | { type: 'progress'; task: string; done: number; total: number | null; unit: 'bytes' | 'pictures' }
  | { type: 'status'; status: RunStatus }
  /** Training losses of arm `arm` at steps `steps` (the loss before update `step`, steps from 1). */
  | { type: 'losses'; arm: number; steps: Float64Array; values: Float64Array }
  | { type: 'frame'; frame: Frame }
  /** The arm stopped because its loss was no longer finite; the others go on. */
  | { type: 'diverged'; arm: number }
  /** One sentence that says what is wrong and what to do. `where`: what the page shows it beside. */
  | { type: 'error'; where: 'data' | 'device' | 'run' | 'link'; message: string }
  | { type: 'pong'; id: number }
);

/** Training worker → metrics worker, over the MessagePort. Arrays are transferred. */
export interface ProbeMessage {
  type: 'probe';
  runId: string;
  step: number;
  arm: number;
  classes: number;
  /** Never dropped in favour of a newer one: the first and the last probe of a run. */
  keep: boolean;
  /** C × p weights of the last linear layer. */
  head: Float32Array;
  train: SplitProbe;
  test: SplitProbe;
}

export interface SplitProbe {
  samples: number;
  width: number;
  /** n × p */
  features: Float32Array;
  /** n × C */
  outputs: Float32Array;
  labels: Int32Array;
  accuracy: number;
  loss: number;
}
