/** Where the pointer was, in pixels, and when, in milliseconds. */
export interface Passed {
  x: number;
  y: number;
  time: number;
}

/** Milliseconds for which a place stays in the trail. */
export const TRAIL = 220;
/** Milliseconds for which the dot stays where the pointer rests and is not held. */
export const RESTS = 1_500;

/** One piece of the trail: from a place to the next, fainter and thinner the older it is. */
export interface Piece {
  from: Passed;
  to: Passed;
  /** 0 at the end of the trail, 1 at the dot. */
  strength: number;
}

/** The pieces of the trail behind a pointer that passed these places, oldest first. */
export function trailOf(passed: readonly Passed[], now: number): Piece[] {
  const young = passed.filter(({ time }) => now - time < TRAIL);
  return young.slice(1).map((to, index) => ({
    from: young[index]!,
    to,
    strength: 1 - (now - to.time) / TRAIL,
  }));
}

/** Whether there is a dot: while the pointer is held, and for a while after it has moved. */
export const hasDot = (last: Passed | undefined, held: boolean, now: number): last is Passed =>
  last !== undefined && (held || now - last.time < RESTS);
