import type { StepAxis } from '../types';
import { stepMap } from './scales';

/** First and last step that pictures show; null: the whole run. */
export type Zoom = readonly [number, number] | null;

/** Fewest steps between the ends of a zoom. */
const LEAST = 2;

/** An axis of steps: its kind, and the number of steps of the experiment. */
export interface StepRange {
  kind: StepAxis;
  last: number;
}

/** Two steps as a zoom: in whole steps of the run, not too near to each other; null where it is all of it. */
export function zoomBetween(a: number, b: number, { last }: Pick<StepRange, 'last'>): Zoom {
  const clamped = (step: number) => Math.min(last, Math.max(0, Math.round(step)));
  const [low, high] = [clamped(Math.min(a, b)), clamped(Math.max(a, b))];
  if (last <= LEAST || (low === 0 && high === last)) return null;
  if (high - low >= LEAST) return [low, high];
  const from = Math.min(low, last - LEAST);
  return [from, from + LEAST];
}

/** The ends of what is shown. A zoom that the run has no room for, as it was made in a longer one, is cut to it. */
export function endsOf(zoom: Zoom | undefined, last: number): readonly [number, number] {
  if (!zoom || zoom[0] >= last) return [0, last];
  return [zoom[0], Math.min(last, zoom[1])];
}

/**
 * A zoom made narrower or wider around a step, on the axis as it is drawn.
 * @param factor what its width is multiplied by
 */
export function zoomBy(zoom: Zoom, factor: number, around: number, range: StepRange): Zoom {
  const { forward, back } = stepMap(range.kind);
  const [low, high] = endsOf(zoom, range.last).map(forward) as [number, number];
  const width = Math.min((high - low) * factor, forward(range.last));
  const centre = Math.min(high, Math.max(low, forward(around)));
  const wanted = centre - ((centre - low) / (high - low)) * width;
  const from = Math.max(0, Math.min(wanted, forward(range.last) - width));
  return zoomBetween(back(from), back(from + width), range);
}

/** A zoom moved along the axis, as little as it takes to show a step. */
export function zoomOnto(zoom: Zoom, step: number, range: StepRange): Zoom {
  const { forward, back } = stepMap(range.kind);
  const ends = endsOf(zoom, range.last);
  if (!zoom || (step >= ends[0] && step <= ends[1])) return zoom;
  const by = step < ends[0] ? forward(step) - forward(ends[0]) : forward(step) - forward(ends[1]);
  return zoomBetween(back(forward(ends[0]) + by), back(forward(ends[1]) + by), range);
}

/** Where a finger is on the axis, as a share of its length, and the step that it holds. */
export interface Held {
  at: number;
  step: number;
}

/** The zoom in which the steps that two fingers hold are below them; the present one where they are too near. */
export function zoomHeld(zoom: Zoom, [one, other]: readonly [Held, Held], range: StepRange): Zoom {
  const { forward, back } = stepMap(range.kind);
  const apart = other.at - one.at;
  const room = (forward(other.step) - forward(one.step)) / apart;
  if (Math.abs(apart) < 0.02 || !(room > 0)) return zoom;
  const low = forward(one.step) - one.at * room;
  const whole = forward(range.last);
  return zoomBetween(back(Math.max(0, low)), back(Math.min(whole, low + room)), range);
}
