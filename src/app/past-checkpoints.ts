import type { Experiment } from '../experiment/schema';
import { Moments } from '../recording/moments';
import { firstAtOrAfter } from '../recording/series';
import type { Checkpoint } from '../workers/protocol';

/** Most checkpoints of one run that are held, and most bytes that they take together. */
export const CHECKPOINT_LIMIT = 32;
export const CHECKPOINT_BYTES = 64_000_000;
/** Of which at most this belong to one of them, so that there are several. */
const LARGEST = CHECKPOINT_BYTES / 4;

interface Held {
  checkpoint: Checkpoint;
  bytes: number;
}

/** A checkpoint without the arms from index `count` on: others may stand in their place. */
export const ofFirst = (checkpoint: Checkpoint, count: number): Checkpoint => ({
  ...checkpoint,
  arms: checkpoint.arms.slice(0, count),
});

/** Checkpoints of one run, from which branches begin: of a long run, spread over both axes as its probes are. */
export class PastCheckpoints {
  private readonly moments = new Moments<Held>({
    count: CHECKPOINT_LIMIT,
    bytes: CHECKPOINT_BYTES,
    sizeOf: ({ bytes }) => bytes,
  });
  /** What the run could go on from now; null before the first. */
  newest: Checkpoint | null = null;

  get length(): number {
    return this.moments.length;
  }

  /** @param bytes what it takes: a large one is not held for long, and one of step 0 is made anew in a moment */
  add(checkpoint: Checkpoint, bytes: number): void {
    this.newest = checkpoint;
    if (checkpoint.step > 0 && bytes <= LARGEST) this.moments.set(checkpoint.step, { checkpoint, bytes });
  }

  /** The same without the arms from index `count` on. */
  ofFirst(count: number): PastCheckpoints {
    const past = new PastCheckpoints();
    for (const step of this.moments.steps) {
      const { checkpoint, bytes } = this.moments.get(step)!;
      past.add(ofFirst(checkpoint, count), bytes);
    }
    past.newest = this.newest && ofFirst(this.newest, count);
    return past;
  }

  /** The last one that is not after step `step`; null where there is none. */
  before(step: number): Checkpoint | null {
    const { steps } = this.moments;
    const at = firstAtOrAfter(steps, step);
    return this.moments.get(steps[at] === step ? step : (steps[at - 1] ?? -1))?.checkpoint ?? null;
  }

  /** Where those branches begin that a checkpoint does not know; null: there are none, or nothing is early enough. */
  forNew({ arms }: Experiment, known: Checkpoint | null): Checkpoint | null {
    const steps = arms.flatMap(({ branch }, index) => (branch && !known?.arms[index] ? [branch.at] : []));
    return steps.length ? this.before(Math.min(...steps)) : null;
  }
}
