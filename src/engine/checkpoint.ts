import type { BatchState } from './batches';
import type { ProgramState } from './program/program';

/**
 * Everything with which a run goes on as if it had never stopped: on the same device to the bit where the
 * device itself is exact, on another one up to its rounding.
 */
export interface Checkpoint {
  step: number;
  batches: BatchState;
  /** State of the stream that flips and shifts are drawn from; null where there are none. */
  augmentation: number[] | null;
  /** Step of the next log-spaced probe. */
  nextProbe: number;
  /** Step from which the next tangent kernel is due. */
  nextTangent: number;
  arms: ArmCheckpoint[];
}

export interface ArmCheckpoint {
  state: ProgramState;
  /** False once its loss was no longer finite. */
  live: boolean;
  trainAccuracy: number;
}
