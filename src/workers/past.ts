import { checkpointBytes } from '../engine/checkpoint';
import type { Experiment } from '../experiment/schema';
import { Moments } from '../recording/moments';
import { firstAtOrAfter } from '../recording/series';
import type { Checkpoint } from './protocol';

/** Most checkpoints of one run that are held, and most bytes that they take together. */
const CHECKPOINT_LIMIT = 32;
const CHECKPOINT_BYTES = 64_000_000;

/** A checkpoint without the arms from index `count` on. */
export const ofFirst = (checkpoint: Checkpoint, count: number): Checkpoint => ({
  ...checkpoint,
  arms: checkpoint.arms.slice(0, count),
});

/** Checkpoints of one run, from which branches begin: of a long run, spread over both axes as its probes are. */
export class PastCheckpoints {
  private readonly moments = new Moments<Checkpoint>({
    count: CHECKPOINT_LIMIT,
    bytes: CHECKPOINT_BYTES,
    sizeOf: checkpointBytes,
  });

  add(checkpoint: Checkpoint): void {
    this.moments.set(checkpoint.step, checkpoint);
  }

  /** The same without the arms from index `count` on: others may stand in their place. */
  ofFirst(count: number): PastCheckpoints {
    const past = new PastCheckpoints();
    for (const step of this.moments.steps) past.add(ofFirst(this.moments.get(step)!, count));
    return past;
  }

  /** The newest one that is not after step `step`; null where there is none. */
  before(step: number): Checkpoint | null {
    const { steps } = this.moments;
    const at = firstAtOrAfter(steps, step);
    return this.moments.get(steps[at] === step ? step : (steps[at - 1] ?? -1));
  }

  /**
   * Where the branches begin that a run has and its newest checkpoint does not know; null where there are none, or
   * nothing is held that is early enough.
   */
  forNew({ arms }: Experiment, newest: Checkpoint | null): Checkpoint | null {
    const steps = arms.flatMap(({ branch }, index) => (branch && !newest?.arms[index] ? [branch.at] : []));
    return steps.length ? this.before(Math.min(...steps)) : null;
  }
}
