/** How often the clock allows and demands. */
export interface Limits {
  /** The largest share of the time, where the clock has a say. */
  largestShare: number;
  /** Milliseconds after which it is time although nothing log-spaced is due. */
  longestGap: number;
  /** Milliseconds that log-spaced probes may take beyond the share, which the first steps use up. */
  allowance: number;
  /** Decades of steps that may pass without a probe, whatever the clock says. */
  widestGap: number;
}

const PROBES: Limits = { largestShare: 0.2, longestGap: 1_000, allowance: 1_500, widestGap: 1 / 4 };
/** Of tangent kernels, which come with a probe. */
export const TANGENTS: Limits = {
  largestShare: 0.1,
  longestGap: Number.POSITIVE_INFINITY,
  allowance: 0,
  widestGap: Number.POSITIVE_INFINITY,
};

/**
 * When to probe: at steps spaced evenly on a log axis, the same in every run. In front of a person the clock
 * has a say too: no probe while probing would slow training, and one a second at least. The first steps, which are over
 * in a moment and fill half of a log axis, are probed all the same, within an allowance. Beyond it a quarter of a decade
 * is the widest stretch without a probe: where training is quick and probing dear, curves would else be drawn straight
 * across what nobody measured.
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
  /** Step of the newest probe without which a stretch would have been too wide. */
  private neededAt = 0;

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
    if (2 + step > this.widest) return true;
    return isLogSpaced && this.beyondShare + this.lastCost <= this.limits.allowance;
  }

  /** Whether a probe at this step must not be dropped: with the next one, the stretch would be wider than it may be. */
  isNeeded(step: number): boolean {
    return 1 + this.logSpacedAfter(step) > this.widest;
  }

  /** 1 + the step before which the next probe must be. */
  private get widest(): number {
    return (1 + this.neededAt) * 10 ** Math.max(this.limits.widestGap, 1 / this.perDecade);
  }

  private logSpacedAfter(step: number): number {
    return Math.max(step + 1, Math.round(step * 10 ** (1 / this.perDecade)));
  }

  /**
   * Goes on at a checkpoint.
   * @param nextStep of the next log-spaced probe, as it was then: the newest probe lies before both
   */
  goOn(step: number, nextStep: number): void {
    this.nextStep = nextStep;
    this.neededAt = Math.min(step, nextStep - 1);
  }

  private isWithinShare(now: number): boolean {
    return now - this.lastEnd >= this.lastCost * (1 / this.limits.largestShare - 1);
  }

  /** Call after each probe. */
  done(step: number, start: number, end: number): void {
    if (!this.isWithinShare(start)) this.beyondShare += end - start;
    if (this.isNeeded(step)) this.neededAt = step;
    this.lastEnd = end;
    this.lastCost = end - start;
    while (this.nextStep <= step) this.nextStep = this.logSpacedAfter(this.nextStep);
  }
}
