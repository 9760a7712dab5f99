import type { ArmId, Experiment } from '../../experiment/schema';
import type { RecordingFile } from '../format';
import type { Split } from '../types';

/** Newest numbers of one arm; null: undefined or not measured yet. */
export interface ArmOutcome {
  id: ArmId;
  label: string;
  dlr: Record<Split, number | null>;
  accuracy: Record<Split, number | null>;
  divergedAt: number | null;
}

/** What the table of runs shows of one run. */
export interface RunHead {
  id: string;
  experiment: Experiment;
  /** Given by the reader; empty: none. */
  name: string;
  pinned: boolean;
  status: RecordingFile['status'];
  step: number;
  /** Milliseconds since 1970. */
  begun: number;
  changed: number;
  /** Seconds in which it trained. */
  seconds: number;
  /** "WebAssembly" and the like, as in `DeviceInfo`; null where it is not known. */
  device: string | null;
  arms: ArmOutcome[];
  /** About how much storage it takes. */
  bytes: number;
  /** Number of the next piece. */
  pieces: number;
  /** When the reader deleted it, so that it can be brought back for a while; null where it was not. */
  deleted: number | null;
}

/** What an overlay draws of one arm: few points, so that a hundred runs are drawn in a moment. NaN: undefined. */
export interface ArmCurves {
  steps: Float64Array;
  dlr: Record<Split, Float64Array>;
  accuracy: Record<Split, Float64Array>;
  lossSteps: Float64Array;
  losses: Float64Array;
}

export interface RunCurves {
  id: string;
  arms: ArmCurves[];
}

/** What a run goes on from: the engine's, which this room does not look into. */
export interface KeptCheckpoint {
  step: number;
}

/** Something is wrong with what is kept, as one sentence for people. */
export class RunsError extends Error {
  override name = 'RunsError';
  /** The storage is full: nothing else is wrong. */
  readonly full: boolean;
  constructor(message: string, full = false) {
    super(message);
    this.full = full;
  }
}
