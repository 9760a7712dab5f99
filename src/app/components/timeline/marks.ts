import { ARM_IDS } from '../../../experiment/schema';
import type { ArmEvent, EventKind } from '../../../recording/events';

type Axis = 'log' | 'linear';

/** Where a step stands on the bar, from 0 to 1, on the same kind of axis as the curves. */
export function positionOf(step: number, last: number, axis: Axis): number {
  const share = axis === 'log' ? Math.log1p(step) / Math.log1p(last) : step / last;
  return Math.min(1, Math.max(0, share));
}

/** The step at a place on the bar, from 0 to 1: the inverse of `positionOf`. */
export function stepAtPosition(position: number, last: number, axis: Axis): number {
  const inside = Math.min(1, Math.max(0, position));
  return axis === 'log' ? Math.expm1(inside * Math.log1p(last)) : inside * last;
}

const WORDS: Record<Exclude<EventKind, 'left' | 'changed'>, string> = {
  fitted: 'fits',
  fell: 'falls fastest',
  halved: 'halfway',
  rich: 'turns rich',
  rose: 'test rises',
  diverged: 'diverged',
};

/** Said only where the arm has none of these other events, which say the same better. */
const SAID_BETTER_BY: Partial<Record<EventKind, readonly EventKind[]>> = { halved: ['rich', 'fell'] };

export interface Mark {
  event: ArmEvent;
  /** From 0 to 1. */
  at: number;
  /** False where its words would lie on those of the mark before. */
  worded: boolean;
  /** Its words stand before it, as there is no room behind. */
  before: boolean;
}

/** Pixels that a mark's sign, and each letter of its words, need. */
const SIGN = 24;
const LETTER = 7;

export const wordsOf = ({ arm, kind, text }: ArmEvent) =>
  kind === 'left' || kind === 'changed' ? text : `${ARM_IDS[arm]} ${WORDS[kind]}`;

/**
 * The events as marks on the bar; words only where there is room for them.
 * @param width of the bar, in pixels
 */
export function layOut(events: readonly ArmEvent[], last: number, axis: Axis, width: number): Mark[] {
  const has = (arm: number, kind: EventKind) =>
    events.some(event => event.arm === arm && event.kind === kind);
  const told = events.filter(({ kind, arm }) => !SAID_BETTER_BY[kind]?.some(other => has(arm, other)));
  const places = told.map(event => positionOf(event.step, last, axis));
  let free = 0;
  return told.map((event, index) => {
    const at = places[index]!;
    const room = (SIGN + LETTER * wordsOf(event).length) / width;
    const next = places[index + 1] ?? Number.POSITIVE_INFINITY;
    const before = at + room > 1;
    const start = before ? at - room : at;
    const worded = start >= free && (before || at + room <= next);
    free = Math.max(free, worded && !before ? at + room : at + SIGN / 2 / width);
    return { event, at, worded, before };
  });
}
