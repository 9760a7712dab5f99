/** How often the clock allows and demands. */
export interface Limits {
  /** The largest share of the time, where the clock has a say. */
  largestShare: number;
  /** Milliseconds after which it is time although nothing log-spaced is due. */
  longestGap: number;
  /** Milliseconds that log-spaced probes may take beyond the share, which the first steps use up. */
  allowance: number;
}

const PROBES: Limits = { largestShare: 0.2, longestGap: 1_000, allowance: 1_500 };
/** Of tangent kernels, which come with a probe. */
export const TANGENTS: Limits = {
  largestShare: 0.1,
  longestGap: Number.POSITIVE_INFINITY,
  allowance: 0,
};

/**
 * When to probe: at steps spaced evenly on a log axis, the same in every run. In front of a person the clock
 * has a say too: no probe while probing would slow training, and one a second at least. The first steps, which are over
 * in a moment and fill half of a log axis, are probed all the same, within an allowance.
 */
export class ProbeSchedule {
  private readonly perDecade: number;
  private readonly paced: boolean;
  private readonly limits: Limits;
  /** Step of the next log-spaced probe. */
  nextStep = 1;
  private lastEnd = 0;
  private lastCost = 0;
  private beyondShare = 0;

  /** @param paced false: log-spaced steps only, so that the probes do not depend on the machine */
  constructor(perDecade: number, paced: boolean, limits = PROBES) {
    this.perDecade = perDecade;
    this.paced = paced;
    this.limits = limits;
  }

  /** @param now milliseconds */
  isDue(step: number, now: number): boolean {
    if (!this.paced) return step >= this.nextStep;
    const since = now - this.lastEnd;
    const isLogSpaced = step >= this.nextStep;
    if (this.isWithinShare(now)) return isLogSpaced || since >= this.limits.longestGap;
    return isLogSpaced && this.beyondShare + this.lastCost <= this.limits.allowance;
  }

  private isWithinShare(now: number): boolean {
    return now - this.lastEnd >= this.lastCost * (1 / this.limits.largestShare - 1);
  }

  /** Call after each probe. */
  done(step: number, start: number, end: number): void {
    if (!this.isWithinShare(start)) this.beyondShare += end - start;
    this.lastEnd = end;
    this.lastCost = end - start;
    const ratio = 10 ** (1 / this.perDecade);
    while (this.nextStep <= step)
      this.nextStep = Math.max(this.nextStep + 1, Math.round(this.nextStep * ratio));
  }
}
