import type { Settings } from '../experiment/schema';

/** Pictures of one split, as they came: bytes, not yet inputs of a network. */
export interface Pictures {
  count: number;
  /** count × height × width × channels, row by row, channels last. */
  pixels: Uint8Array;
  /** Class index of each picture. */
  labels: Uint16Array;
}

/** A classification data set, cut down to the sizes that the settings ask for. */
export interface Dataset {
  name: string;
  classes: string[];
  /** Height, width, channels. */
  shape: [height: number, width: number, channels: number];
  train: Pictures;
  test: Pictures;
  /** Sentences for the page on what was done to the data (a split that was drawn, a size that was cut), or null. */
  note: string | null;
}

/** What a progress report counts. */
export type ProgressUnit = 'bytes' | 'pictures';

/** What a loader needs from where it runs. */
export interface LoadContext {
  /** Aborting makes the load reject with the signal's reason. */
  signal: AbortSignal;
  /** `total` is null where it is not known. */
  onProgress(task: string, done: number, total: number | null, unit: ProgressUnit): void;
  /** Lets the worker read its messages; called at least about every 15 ms of work. */
  breathe(): Promise<void>;
  /** The reader's own files, for the source `files`. */
  files?: readonly File[];
  /** For tests; otherwise the platform's own. */
  fetch?: typeof fetch;
}

/** The settings that decide what is loaded and how it is transformed. */
export type DataSettings = Pick<Settings, 'data' | 'seed'>;

/** Data that cannot be used. The message is one sentence for people that says what to do. */
export class DataError extends Error {
  override name = 'DataError';
}

/** Inputs of one split as a network takes them. */
export interface SplitInputs {
  count: number;
  /** count × height × width × channels, pixel / 255, label code added. */
  inputs: Float32Array;
  /** True class of each picture. */
  labels: Int32Array;
}

/** Inputs of both splits. */
export interface Inputs {
  train: SplitInputs;
  test: SplitInputs;
  shape: [height: number, width: number, channels: number];
  classes: string[];
}
