import type { Experiment } from '../experiment/schema';
import type { Recording } from '../recording/recording';

/** An experiment with what it has recorded, so that undo can bring it back. */
export interface Kept {
  experiment: Experiment;
  recording: Recording;
  files: readonly File[];
  /** What took its place, in words. */
  label: string;
  /** Takes it back in the run that goes on; absent where the run of before comes back in its place. */
  back?: () => void;
  /** What was changed, where several changes in a row count as one. */
  series?: string | undefined;
}

/** How many recordings, and how many experiments without one, undo can bring back. */
const LIMIT = 10;

const isEmpty = ({ recording }: Kept) => recording.step === 0;

/**
 * What undo brings back, newest last. Runs that have made no step are counted apart: however many settings are
 * tried out, no recording is pushed out by them.
 */
export class History {
  private kept: Kept[] = [];

  /** What was done last, in words; null where there is nothing to undo. */
  get label(): string | null {
    return this.kept.at(-1)?.label ?? null;
  }

  push(kept: Kept): void {
    const last = this.kept.at(-1);
    const goesOn = kept.series !== undefined && last?.series === kept.series && isEmpty(kept);
    if (goesOn) last.label = kept.label;
    else this.kept.push(kept);
    for (const empty of [true, false]) {
      const alike = this.kept.filter(entry => isEmpty(entry) === empty);
      if (alike.length > LIMIT) this.kept.splice(this.kept.indexOf(alike[0]!), 1);
    }
  }

  /** Takes out the newest. */
  pop(): Kept | undefined {
    return this.kept.pop();
  }
}
