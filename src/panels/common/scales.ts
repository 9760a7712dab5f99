import { scaleLinear } from 'd3';
import type { StepAxis } from '../types';
import { tenth } from './lines';
import { FONT } from './palette';
import { textWidth } from './text';

export interface Tick {
  /** Pixels along the axis. */
  at: number;
  label: string;
}

export interface Scale {
  /** Data → pixels. */
  (value: number): number;
  /** Pixels → data. */
  invert(pixels: number): number;
  ticks: Tick[];
  /** Places of the marks between the labelled ones, which show a logarithmic axis for what it is. */
  marks: number[];
}

/** An axis of steps, of which part may be shown. */
export interface StepScale extends Scale {
  /** Where the first and the last step of the run are, in pixels: outside the picture where it shows a part. */
  whole: readonly [number, number];
  /** Some of the run is left out. */
  isZoomed: boolean;
}

const rounded = ({ at, label }: Tick): Tick => ({ at: tenth(at), label });

/** Where the data of a picture are drawn, in pixels. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Whether a place along x is inside a plot, which it may not be where a part of the run is shown. */
export const isInPlot = ({ left, right }: Pick<Plot, 'left' | 'right'>, x: number): boolean =>
  x >= left - 0.5 && x <= right + 0.5;

const counts = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en-GB');
/** "3,000"; "1.2M" from a million on. */
export const formatStep = (step: number) =>
  step < 1e6 ? whole.format(Math.round(step)) : `${counts.format(step / 1e6)}M`;

/** Least room between two step labels, in pixels: in most fonts there is more, as widths are those of a wide one. */
const LABEL_GAP = 2;

/** Labels of a step axis that have room: those of its ends, then the others in their order. */
function withRoom(
  candidates: readonly number[],
  ends: readonly [number, number],
  at: (step: number) => number,
): Tick[] {
  const half = (step: number) => textWidth(formatStep(step), FONT) / 2;
  const kept: number[] = [...ends];
  for (const step of candidates) {
    const free = kept.every(other => Math.abs(at(step) - at(other)) >= half(step) + half(other) + LABEL_GAP);
    if (free) kept.push(step);
  }
  return kept
    .sort((a, b) => a - b)
    .map(step => ({ at: at(step), label: formatStep(step) }))
    .map(rounded);
}

/** 1, 10, 100, … below `last`. */
function decades(last: number): number[] {
  const powers: number[] = [];
  for (let power = 1; power < last; power *= 10) powers.push(power);
  return powers;
}

/** From steps to their places on an axis, and back. Logarithmic: 1 + step, so that step 0 has a place. */
export const stepMap = (kind: StepAxis) =>
  kind === 'log'
    ? { forward: Math.log1p, back: Math.expm1 }
    : { forward: (step: number) => step, back: (place: number) => place };

/**
 * The axis of steps 0 … last, or of a part of it. Logarithmic: equal room for equal ratios of 1 + step.
 * @param last number of steps of the experiment, at least 1
 * @param ends first and last step that are shown
 */
export function stepScale(
  kind: StepAxis,
  last: number,
  [from, to]: readonly [number, number],
  ends: readonly [number, number] = [0, last],
): StepScale {
  const isLog = kind === 'log';
  const { forward, back } = stepMap(kind);
  const [low, high] = ends;
  const room = (to - from) / (forward(high) - forward(low));
  const at = (step: number) => from + (forward(step) - forward(low)) * room;
  const isShown = (step: number) => step >= low && step <= high;
  const powers = decades(high).filter(isShown);
  const even = scaleLinear(ends, [from, to])
    .ticks(Math.max(2, Math.floor((to - from) / 80)))
    .filter(Number.isInteger);
  const between = isLog
    ? decades(high).flatMap(power => [1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => n * power))
    : [];
  return Object.assign(at, {
    invert: (pixels: number) => Math.max(0, back((pixels - from) / room + forward(low))),
    // A part of less than two powers of ten would have hardly a label.
    ticks: withRoom(isLog ? (powers.length < 2 && low > 0 ? [...powers, ...even] : powers) : even, ends, at),
    marks: between.filter(step => isShown(step) && step < high).map(step => tenth(at(step))),
    whole: [at(0), at(last)] as const,
    isZoomed: low > 0 || high < last,
  });
}

/** Least room between two value labels, in pixels. */
const ROW = 21;

/** A linear axis of values from the bottom up. */
export function linearScale(
  [low, high]: readonly [number, number],
  [bottom, top]: readonly [number, number],
  format: (value: number) => string,
  tickValues?: readonly number[],
): Scale {
  const scale = scaleLinear([low, high], [bottom, top]);
  const values = tickValues ?? scale.ticks(Math.max(2, Math.floor((bottom - top) / 38)));
  return Object.assign((value: number) => scale(value), {
    invert: (pixels: number) => scale.invert(pixels),
    ticks: values.map(value => rounded({ at: scale(value), label: format(value) })),
    marks: [],
  });
}

/** Steps of 0.2, 0.5 or 1 from 0 to `high`, at most 1, with room for a label each. */
export function roundValues(high: number, pixels: number): number[] {
  const step = [0.2, 0.5].find(candidate => (pixels * candidate) / high >= ROW) ?? 1;
  return Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** What the powers of ten on a logarithmic axis are multiplied by, given the pixels of a decade. */
function factorsFor(decade: number): readonly number[] {
  if (decade >= ROW / Math.log10(2)) return [1, 2, 5];
  return decade >= 2.1 * ROW ? [1, 3] : [1];
}

/** A logarithmic axis of positive values from the bottom up: powers of ten, and more where there is room. */
export function logScale(
  [low, high]: readonly [number, number],
  [bottom, top]: readonly [number, number],
  format: (value: number) => string,
): Scale {
  const [first, last] = [Math.log10(low), Math.log10(high)];
  const room = (top - bottom) / Math.max(1e-9, last - first);
  const at = (value: number) => bottom + (Math.log10(Math.max(low, value)) - first) * room;
  const factors = factorsFor(-room);
  const ticks: Tick[] = [];
  for (let power = Math.floor(first); power <= Math.ceil(last); power++)
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`);
      if (value < low * 0.999 || value > high * 1.001) continue;
      if (ticks.length && Math.abs(at(value) - ticks.at(-1)!.at) < ROW) continue;
      ticks.push(rounded({ at: at(value), label: format(value) }));
    }
  return Object.assign(at, {
    invert: (pixels: number) => 10 ** (first + (pixels - bottom) / room),
    ticks,
    marks: [],
  });
}
