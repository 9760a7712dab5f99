import { FONT, PALETTES } from '../common/palette';
import { richnessColour, richnessTextColour } from '../common/richness';
import { linearScale, type Plot, type Scale, type Tick } from '../common/scales';
import { textWidth } from '../common/text';
import type { SpectrumProps } from '../types';

type Input = Omit<SpectrumProps, 'version'>;

/** A label with the box that it fills, in pixels. */
export interface BoxedLabel {
  text: string;
  x: number;
  y: number;
  width: number;
  colour: string;
}

export interface SpectrumModel {
  width: number;
  height: number;
  plot: Plot;
  title: string;
  titleColour: string;
  /** Ticks along the features, first … last. */
  featureTicks: Tick[];
  values: Scale;
  colour: string;
  /** ρ_k / ρ_1, as an outline and as an area. */
  strength: string;
  area: string;
  /** Π̂(k): cumulative utilisation. */
  used: string;
  /** Π*(k): cumulative quality; empty without targets. */
  quality: string;
  /** Where a rich network stops. */
  rankLine: { x: number; label: BoxedLabel } | null;
  labels: BoxedLabel[];
  /** A sentence in the picture's place; null where there is something to draw. */
  message: string | null;
  summary: string;
}

type Point = [x: number, y: number];

const LABEL_HEIGHT = 16;
/** Pixels that a label keeps from every curve. */
const CLEARANCE = 4;
/** Pixels from its curve beyond which a label no longer belongs to it. */
const FURTHEST = 40;
/** Handicap of a place that is as near to another curve as to its own: taken only where there is no better one. */
const DOUBT = 1_000;
/** How many pixels nearer to its curve a label must come to stand one pixel further left. */
const PREFER_RIGHT = 0.05;

function featureScale(features: number, plot: Plot): { at(k: number): number; ticks: Tick[] } {
  const last = Math.max(2, features);
  const room = (plot.right - plot.left) / Math.log(last);
  const at = (k: number) => plot.left + Math.log(k) * room;
  const wanted = [1, 3, 10, 30, 100, 300, 1_000].filter(k => k < last && at(last) - at(k) > 34);
  return { at, ticks: [...wanted, last].map(k => ({ at: at(k), label: String(k) })) };
}

function pointsOf(
  curve: ArrayLike<number>,
  features: number,
  at: (k: number) => number,
  values: Scale,
): Point[] {
  const points: Point[] = [];
  for (let k = 1; k <= Math.min(features, curve.length); k++) points.push([at(k), values(curve[k - 1]!)]);
  return points;
}

function pathOf(points: readonly Point[]): string {
  return points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)},${y.toFixed(1)}`).join('');
}

/** Points every few pixels along a polyline, so that a box can be held against a curve. */
function sampled(points: readonly Point[]): Point[] {
  const samples: Point[] = points.length ? [points[0]!] : [];
  for (let i = 1; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i - 1]!, points[i]!];
    const pieces = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 5));
    for (let j = 1; j <= pieces; j++)
      samples.push([x0 + ((x1 - x0) * j) / pieces, y0 + ((y1 - y0) * j) / pieces]);
  }
  return samples;
}

function distance([x, y]: Point, left: number, top: number, width: number): number {
  const dx = Math.max(left - x, 0, x - left - width);
  const dy = Math.max(top - y, 0, y - top - LABEL_HEIGHT);
  return Math.hypot(dx, dy);
}

function nearestOf(points: readonly Point[], left: number, top: number, width: number): number {
  return points.reduce(
    (least, point) => Math.min(least, distance(point, left, top, width)),
    Number.POSITIVE_INFINITY,
  );
}

function overlaps(label: BoxedLabel, left: number, top: number, width: number): boolean {
  const apartX = label.x > left + width + 6 || left > label.x + label.width + 6;
  return !apartX && Math.abs(label.y - LABEL_HEIGHT / 2 - top) < LABEL_HEIGHT;
}

/**
 * A place for a label that touches no curve and no other label, nearer to its own curve than to any other; where
 * two curves run together, one that only touches nothing; null where there is none. Of equally near places the
 * one furthest to the right is taken, where the curves have parted.
 * @param own sampled points of the label's curve
 * @param others sampled points of the other curves
 */
export function placeBeside(
  text: string,
  colour: string,
  own: readonly Point[],
  others: readonly Point[],
  taken: readonly BoxedLabel[],
  plot: Plot,
): BoxedLabel | null {
  const width = textWidth(text, FONT);
  let best: { left: number; top: number; score: number } | null = null;
  for (let top = plot.top + 2; top <= plot.bottom - LABEL_HEIGHT - 4; top += 5)
    for (let left = plot.right - width - 4; left >= plot.left + 8; left -= 9) {
      if (taken.some(label => overlaps(label, left, top, width))) continue;
      const near = nearestOf(own, left, top, width);
      if (near < CLEARANCE || near > FURTHEST) continue;
      const score = near + (plot.right - left) * PREFER_RIGHT;
      if (best && score >= best.score) continue;
      const other = nearestOf(others, left, top, width);
      if (other < CLEARANCE) continue;
      const doubt = other < near + CLEARANCE ? DOUBT : 0;
      if (best && score + doubt >= best.score) continue;
      best = { left, top, score: score + doubt };
    }
  return best && { text, colour, width, x: best.left, y: best.top + LABEL_HEIGHT / 2 };
}

/** The three curves of one arm's features, strongest first. */
export function spectrumModel({ arm, theme, probe, features, width, height }: Input): SpectrumModel {
  const { ink, soft } = PALETTES[theme];
  const plot: Plot = {
    left: 34,
    right: Math.max(120, width - 14),
    top: 30,
    bottom: Math.max(70, height - 40),
  };
  const measures = arm.latest?.[probe].measures;
  const { at, ticks } = featureScale(features, plot);
  const values = linearScale([0, 1], [plot.bottom, plot.top], String, [0, 0.5, 1]);
  const dlr = measures?.dlr ?? Number.NaN;
  const colour = richnessColour(dlr, theme);
  const textColour = richnessTextColour(dlr, theme);
  const base = {
    width,
    height,
    plot,
    values,
    colour,
    title: `${arm.id} · ${arm.label}`,
    titleColour: ink,
    featureTicks: ticks,
  };
  const nothing = { strength: '', area: '', used: '', quality: '', rankLine: null, labels: [] };
  if (!measures)
    return {
      ...base,
      ...nothing,
      message: 'The features come with the first probe.',
      summary: 'not measured yet',
    };
  const { relativeEigenvalues, utilisation, quality } = measures;
  if (!relativeEigenvalues) {
    const message = measures.undefinedBecause ?? 'The features do not vary.';
    return { ...base, ...nothing, message, summary: message };
  }

  const strength = pointsOf(relativeEigenvalues, features, at, values);
  const used = pointsOf(utilisation ?? [], features, at, values);
  const target = pointsOf(quality ?? [], features, at, values);
  const area = [...strength, [strength.at(-1)![0], plot.bottom], [strength[0]![0], plot.bottom]] as Point[];

  const needed = Math.max(1, measures.outputs - 1);
  const rankX = at(needed);
  const rankText = measures.outputs > 1 ? `${needed} = C − 1` : '1 output';
  const rankWidth = textWidth(rankText, FONT);
  const rankLabel = {
    text: rankText,
    colour: soft,
    width: rankWidth,
    x: rankX - rankWidth / 2,
    y: plot.top - 10,
  };
  const hasRankLine = needed > 1 && needed < features;

  const labels: BoxedLabel[] = [];
  const wanted = [
    { text: 'used by the outputs', colour: textColour, curve: sampled(used) },
    { text: 'quality for the target', colour: ink, curve: sampled(target) },
    { text: 'strength', colour: textColour, curve: sampled(strength) },
  ];
  for (const { text, colour: labelColour, curve } of wanted) {
    if (!curve.length) continue;
    const others = wanted.flatMap(other => (other.curve === curve ? [] : other.curve));
    const label = placeBeside(text, labelColour, curve, others, labels, plot);
    if (label) labels.push(label);
  }

  const percentAt = (curve: ArrayLike<number> | undefined) => {
    const value = curve?.[Math.min(needed, curve.length) - 1];
    return value === undefined ? 'undefined' : `${Math.round(100 * value)} %`;
  };
  return {
    ...base,
    strength: pathOf(strength),
    area: `${pathOf(area)}Z`,
    used: pathOf(used),
    quality: pathOf(target),
    rankLine: hasRankLine ? { x: rankX, label: rankLabel } : null,
    labels,
    message: null,
    summary: `the strongest ${needed} features hold ${percentAt(utilisation)} of what the outputs use and ${percentAt(quality)} of what the target needs`,
  };
}
