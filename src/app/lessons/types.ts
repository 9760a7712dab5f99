import type { EventKind } from '../../recording/events';
import type { Split } from '../../recording/recording';
import type { PanelId } from '../panels';

/**
 * A moment of a run, by what happened then: "A.rich" is when arm A turned rich, "A.best" when its test accuracy was
 * highest, "A.laziest" when its D_LR was.
 */
export type Moment = 'start' | 'end' | `${string}.${EventKind | 'best' | 'laziest'}`;

/** One step of a lesson: what is set up, and what is said of it. */
export interface LessonStep {
  /** Unique in its lesson. */
  id: string;
  title: string;
  /** The preset whose recorded run is shown. */
  preset: string;
  /** The reader makes the run: the preset at step 0. */
  live?: true;
  /** The curves are hidden until a guess is made, or skipped. */
  asks?: true;
  /** What is pointed at. */
  panel: PanelId;
  /** The moment that all pictures show; absent: the end. */
  at?: Moment;
  /** On which pictures it is measured; absent: training pictures. */
  probe?: Split;
  /**
   * Paragraphs. "[words](target)" stands for something to press, where the target is "word:ID" for an explanation,
   * "at:MOMENT", "probe:train", "probe:test" or "do:COMMAND".
   */
  text: readonly string[];
}

/** A guided walk through recorded runs, which ends with one of the reader's own. */
export interface Lesson {
  /** In the address: `?lesson=grokking`. */
  id: string;
  title: string;
  /** One sentence on what is to be learned. */
  lead: string;
  steps: readonly LessonStep[];
}
