/** One picture of a video. */
export interface Moment {
  step: number;
  /** Seconds for which it is shown. */
  seconds: number;
}

/** Most moments of a video, and seconds in which they pass. */
export const MOST_MOMENTS = 120;
const WHOLE = 12;
/** Most seconds for one moment, and those for which the last one stays. */
const SLOWEST = 0.5;
const END = 1.5;

/**
 * The moments of a video: the probes of a run, evenly thinned where there are many. The first and the last are among them.
 * @param stops steps of the probes, ascending
 */
export function momentsOf(stops: ArrayLike<number>): Moment[] {
  const count = Math.min(stops.length, MOST_MOMENTS);
  const seconds = Math.min(SLOWEST, WHOLE / count);
  const last = count - 1;
  return Array.from({ length: count }, (_, i) => ({
    step: stops[last ? Math.round((i * (stops.length - 1)) / last) : 0]!,
    seconds: i === last ? END : seconds,
  }));
}

/** How long a video of these moments is, in seconds. */
export const lengthOf = (moments: readonly Moment[]): number =>
  moments.reduce((sum, { seconds }) => sum + seconds, 0);
