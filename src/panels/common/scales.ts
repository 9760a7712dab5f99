import { scaleLinear } from 'd3';
import type { StepAxis } from '../types';

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
}

/** Where the data of a picture are drawn, in pixels. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const counts = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
/** Least room between the centres of two step labels, in pixels. */
const STEP_LABEL_GAP = 40;

/** Powers of ten to draw, with 0 first and the last step at the end, none closer than a label is wide. */
function logTicks(scale: (step: number) => number, last: number): number[] {
  const ticks = [0];
  const end = scale(last);
  for (let power = 1; power < last; power *= 10)
    if (scale(power) - scale(ticks.at(-1)!) >= STEP_LABEL_GAP && end - scale(power) >= STEP_LABEL_GAP)
      ticks.push(power);
  return [...ticks, last];
}

/**
 * The axis of steps 0 … last. Logarithmic: equal room for equal ratios of 1 + step, so that step 0 has a place.
 */
export function stepScale(kind: StepAxis, last: number, [from, to]: readonly [number, number]): Scale {
  const forward = kind === 'log' ? Math.log1p : (step: number) => step;
  const back = kind === 'log' ? Math.expm1 : (value: number) => value;
  const room = (to - from) / forward(Math.max(1, last));
  const at = (step: number) => from + forward(step) * room;
  const values =
    kind === 'log'
      ? logTicks(at, Math.max(1, last))
      : scaleLinear([0, last], [from, to])
          .ticks(Math.max(2, Math.floor((to - from) / 70)))
          .filter(Number.isInteger);
  const ticks = values.map(value => ({ at: at(value), label: counts.format(value) }));
  return Object.assign(at, { invert: (pixels: number) => Math.max(0, back((pixels - from) / room)), ticks });
}

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
    ticks: values.map(value => ({ at: scale(value), label: format(value) })),
  });
}

/** A logarithmic axis of positive values from the bottom up, with powers of ten (and 2 and 5 where there is room). */
export function logScale(
  [low, high]: readonly [number, number],
  [bottom, top]: readonly [number, number],
  format: (value: number) => string,
): Scale {
  const [first, last] = [Math.log10(low), Math.log10(high)];
  const room = (top - bottom) / Math.max(1e-9, last - first);
  const at = (value: number) => bottom + (Math.log10(Math.max(low, value)) - first) * room;
  const factors = last - first < 1.5 ? [1, 2, 5] : [1];
  const ticks: Tick[] = [];
  for (let power = Math.floor(first); power <= Math.ceil(last); power++)
    for (const factor of factors) {
      const value = factor * 10 ** power;
      if (value < low * 0.999 || value > high * 1.001) continue;
      if (ticks.length && Math.abs(at(value) - ticks.at(-1)!.at) < 18) continue;
      ticks.push({ at: at(value), label: format(value) });
    }
  return Object.assign(at, { invert: (pixels: number) => 10 ** (first + (pixels - bottom) / room), ticks });
}
