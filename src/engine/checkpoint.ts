import type { ProgramState } from './program/program';
import type { StreamState } from './stream';

/**
 * Everything with which a run goes on as if it had never stopped: on the same device to the bit where the
 * device itself is exact, on another one up to its rounding.
 */
export interface Checkpoint extends StreamState {
  step: number;
  /** Step of the next log-spaced probe. */
  nextProbe: number;
  /** Step from which the next tangent kernel is due. */
  nextTangent: number;
  /** null: a branch that has not left its arm yet. */
  arms: (ArmCheckpoint | null)[];
}

export interface ArmCheckpoint {
  state: ProgramState;
  /** False once its loss was no longer finite. */
  live: boolean;
  trainAccuracy: number;
  /** Of a branch: where it stands, which may be behind the others, and its own batches. */
  own?: StreamState & { step: number };
}

/** What a checkpoint takes, in bytes: numbers that are not in typed arrays do not count. */
export function checkpointBytes({ batches, arms }: Checkpoint): number {
  const sizes = arms.map(arm => {
    if (!arm) return 0;
    const { parameters, slots } = arm.state;
    const own = arm.own?.batches.order.byteLength ?? 0;
    return slots.reduce((sum, slot) => sum + slot.byteLength, parameters.byteLength + own);
  });
  return sizes.reduce((sum, size) => sum + size, batches.order.byteLength);
}
