import type { Line } from '../common/lines';
import { heightAt } from '../common/lines';
import { FONT } from '../common/palette';
import type { Plot } from '../common/scales';
import { textWidth } from '../common/text';

/** A label with the box that it fills, in pixels; x its left edge, y its middle. */
export interface BoxedLabel {
  text: string;
  x: number;
  y: number;
  width: number;
  colour: string;
  /** It stands on the filled area. */
  isInArea: boolean;
  /** From the label to its curve, where the two are apart; "" for none. */
  leader: string;
}

/** A label that looks for a place. */
export interface LabelRequest {
  /** What it may say, best first: shorter texts are tried where longer ones have no place. */
  texts: readonly string[];
  colour: string;
  /** Its curve; null for a label that stands anywhere. */
  own: Curve | null;
  /** Whether it belongs below its curve, as the name of an area does. */
  below: boolean;
}

export type Curve = Pick<Line, 'x' | 'y'>;

/** All that a label must keep clear of. */
export interface Surroundings {
  plot: Plot;
  curves: readonly Curve[];
  /** Upright lines. */
  uprights: readonly number[];
  /** The edge of the filled area, under which only its own label should stand. */
  area: Curve;
}

export const LABEL_HEIGHT = 16;
/** Pixels that a label keeps from every curve. */
const CLEARANCE = 4;
/** Beyond this many pixels from its curve, a label is tied to it by a leader. */
const NEAR = 18;
/** Curves within this many pixels of each other are equally near to a label. */
const SAME = 5;
/** Handicaps, in pixels of distance: what a better place is worth. */
const COST = { shorter: 30, wrongSide: 24, otherNearer: 60, onePixelLeft: 0.06, moved: 18 };

interface Box {
  left: number;
  top: number;
  width: number;
}

interface Range {
  low: number;
  high: number;
}

/** Least and greatest height of a curve over a stretch of x; empty (low > high) where it has none. */
function rangeOf(curve: Curve, from: number, to: number): Range {
  const range = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  const take = (y: number) => {
    if (y < range.low) range.low = y;
    if (y > range.high) range.high = y;
  };
  take(heightAt(curve, from));
  take(heightAt(curve, to));
  for (let i = 0; i < curve.x.length; i++) if (curve.x[i]! >= from && curve.x[i]! <= to) take(curve.y[i]!);
  return range;
}

/** Upright distance between a box and a stretch of a curve; negative where they meet. */
function gap({ low, high }: Range, top: number): number {
  return Math.max(low - (top + LABEL_HEIGHT), top - high);
}

/**
 * A place for a label that touches no curve, no upright line and no other label, as near to its own curve as it
 * can be; null where there is none.
 * @param taken labels that stand already
 * @param before where the same label stood in the last picture: kept unless another place is clearly better
 */
export function placeLabel(
  request: LabelRequest,
  around: Surroundings,
  taken: readonly BoxedLabel[],
  before: readonly BoxedLabel[],
): BoxedLabel | null {
  const { plot } = around;
  let best: { box: Box; text: string; score: number } | null = null;
  for (const [rank, text] of request.texts.entries()) {
    const width = textWidth(text, FONT, true);
    const kept = before.find(label => label.text === text);
    const lefts: number[] = kept ? [kept.x] : [];
    for (let left = plot.right - width - 2; left >= plot.left + 6; left -= 7) lefts.push(left);
    for (const left of lefts) {
      const column = columnAt(left, width, request, around, taken);
      if (!column) continue;
      for (let top = plot.top + 2; top <= plot.bottom - LABEL_HEIGHT - 3; top += 4) {
        const isKept = kept?.x === left && kept.y === top + LABEL_HEIGHT / 2;
        const score = scoreOf(column, top, request) + rank * COST.shorter - (isKept ? COST.moved : 0);
        if (score < (best?.score ?? Number.POSITIVE_INFINITY))
          best = { box: { left, top, width }, text, score };
      }
    }
  }
  if (best === null) return null;
  const { box, text } = best;
  const isInArea = heightAt(around.area, box.left + box.width / 2) < box.top;
  const label = {
    ...{ text, colour: request.colour, isInArea },
    ...{ width: box.width, x: box.left, y: box.top + LABEL_HEIGHT / 2 },
  };
  return { ...label, leader: request.below && isInArea ? '' : leaderOf(label, request.own, around, taken) };
}

/** What stands in the way of a label whose left edge is given, at whatever height. */
interface Column {
  own: Range | null;
  others: Range[];
  taken: BoxedLabel[];
  /** Upper edge of the filled area. */
  area: number;
  cost: number;
  plot: Plot;
}

/** Null where the label can stand at no height. */
function columnAt(
  left: number,
  width: number,
  { own }: LabelRequest,
  { plot, curves, uprights, area }: Surroundings,
  taken: readonly BoxedLabel[],
): Column | null {
  const [from, to] = [left - CLEARANCE, left + width + CLEARANCE];
  if (to > plot.right + CLEARANCE || left < plot.left) return null;
  if (uprights.some(x => x > from && x < to)) return null;
  return {
    own: own && rangeOf(own, from, to),
    others: curves.filter(curve => curve !== own).map(curve => rangeOf(curve, from, to)),
    taken: taken.filter(label => label.x <= left + width + 6 && left <= label.x + label.width + 6),
    area: heightAt(area, left + width / 2),
    cost: (plot.right - left) * COST.onePixelLeft,
    plot,
  };
}

/** Whether a height lies between a label and its curve. */
const isBetween = (y: number, middle: number, { low, high }: Range) =>
  (middle < y && y < low) || (high < y && y < middle);

/** How bad a place is; infinite where the label cannot stand. */
function scoreOf(
  { own, others, taken, area, cost, plot }: Column,
  top: number,
  { below }: LabelRequest,
): number {
  const middle = top + LABEL_HEIGHT / 2;
  if (taken.some(label => Math.abs(label.y - middle) < LABEL_HEIGHT)) return Number.POSITIVE_INFINITY;
  const near = own ? gap(own, top) : Number.POSITIVE_INFINITY;
  const other = others.reduce((least, range) => Math.min(least, gap(range, top)), Number.POSITIVE_INFINITY);
  if (Math.min(near, other) < CLEARANCE) return Number.POSITIVE_INFINITY;
  const isInArea = area < middle;
  // The name of an area may stand anywhere in it that no other curve claims.
  const isNearOther = below && isInArea ? other < NEAR : other < near - SAME;
  return (
    cost +
    (own ? near : top - plot.top) +
    (isInArea === below ? 0 : COST.wrongSide) +
    (own && isNearOther ? COST.otherNearer : 0) +
    (own && taken.some(label => isBetween(label.y, middle, own)) ? COST.otherNearer : 0)
  );
}

/** Upright distance between a label and a curve. */
const nearestTo = ({ x, y, width }: Omit<BoxedLabel, 'leader'>, curve: Curve) =>
  gap(rangeOf(curve, x - CLEARANCE, x + width + CLEARANCE), y - LABEL_HEIGHT / 2);

/** A short upright line from a label to its curve, where it is not beside it and no other label is in the way. */
function leaderOf(
  label: Omit<BoxedLabel, 'leader'>,
  own: Curve | null,
  { curves }: Surroundings,
  taken: readonly BoxedLabel[],
): string {
  if (!own) return '';
  const x = label.x + label.width / 2;
  const y = heightAt(own, x);
  const isAbove = y < label.y;
  const edge = label.y + (isAbove ? -1 : 1) * (LABEL_HEIGHT / 2 - 1);
  const away = Math.abs(y - edge);
  const isNearest = curves.every(curve => curve === own || !(nearestTo(label, curve) < away - SAME));
  if (Number.isNaN(y) || (away < NEAR && isNearest)) return '';
  const blocked = taken.some(
    other => other.x < x && x < other.x + other.width && (other.y - y) * (other.y - edge) < 0,
  );
  return blocked ? '' : `M${x.toFixed(1)},${edge.toFixed(1)}V${(y + (isAbove ? 3 : -3)).toFixed(1)}`;
}
