/** A probe may take at most this share of the time, where probes are paced by the clock. */
const LARGEST_SHARE = 0.2;
/** Milliseconds after which a probe is made although no log-spaced one is due. */
const LONGEST_GAP = 1_000;

/**
 * When to probe: at steps spaced evenly on a log axis, the same in every run. In front of a person the clock
 * has a say too: no probe while probing would slow training, and one a second at least.
 */
export class ProbeSchedule {
  private readonly perDecade: number;
  private readonly paced: boolean;
  /** Step of the next log-spaced probe. */
  nextStep = 1;
  private lastEnd = 0;
  private lastCost = 0;

  /** @param paced false: log-spaced steps only, so that the probes do not depend on the machine */
  constructor(perDecade: number, paced: boolean) {
    this.perDecade = perDecade;
    this.paced = paced;
  }

  /** @param now milliseconds */
  isDue(step: number, now: number): boolean {
    if (!this.paced) return step >= this.nextStep;
    const since = now - this.lastEnd;
    if (since < this.lastCost * (1 / LARGEST_SHARE - 1)) return false;
    return step >= this.nextStep || since >= LONGEST_GAP;
  }

  /** Call after each probe. */
  done(step: number, start: number, end: number): void {
    this.lastEnd = end;
    this.lastCost = end - start;
    const ratio = 10 ** (1 / this.perDecade);
    while (this.nextStep <= step)
      this.nextStep = Math.max(this.nextStep + 1, Math.round(this.nextStep * ratio));
  }
}
