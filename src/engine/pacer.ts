/** How a device that queues its work shares it with the page. */
export type Pace = 'shared' | 'full';

/**
 * Milliseconds of work that are queued at once. Half a frame at 60 Hz: a picture of the page that comes behind
 * it on the same GPU is then at most half a frame late. At full speed the queue runs long enough for its gaps
 * not to count.
 */
const BURST: Record<Pace, number> = { shared: 8, full: 100 };

/** The most steps in one burst, so that losses are reported often enough. */
const MOST_STEPS = 64;

/**
 * How many steps are queued before their losses are read, which waits for them. It follows what the last bursts
 * took; the numbers that training gives do not depend on it.
 */
export class Pacer {
  pace: Pace = 'shared';
  private steps = 1;
  private queued = 0;
  private start = 0;
  private readonly isQueued: boolean;

  /** @param isQueued false: the device works at once, and every loss is there after its step */
  constructor(isQueued: boolean) {
    this.isQueued = isQueued;
  }

  /** Counts a step. @returns true where the losses should now be read */
  stepDone(now: number): boolean {
    if (!this.isQueued) return true;
    if (this.queued === 0) this.start = now;
    this.queued++;
    return this.queued >= this.steps;
  }

  /** Call when the losses have been read. */
  burstDone(now: number): void {
    if (!this.isQueued || !this.queued) return;
    const each = (now - this.start) / this.queued;
    const fitting = Math.floor(BURST[this.pace] / Math.max(each, 0.01));
    // Grows slowly and shrinks at once, so that one quick burst does not lead to a long one.
    this.steps = Math.max(1, Math.min(fitting, 2 * this.steps, MOST_STEPS));
    this.queued = 0;
  }
}
