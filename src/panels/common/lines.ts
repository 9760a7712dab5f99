import type { Theme } from '../types';
import { richnessColour } from './richness';
import type { Plot } from './scales';

/** A curve in pixels: drawn as one path whose colour changes along it. */
export interface Line {
  /** "M…L…" segments; gaps where the value is undefined. */
  path: string;
  /** Points that stand alone between two gaps, which a path would not show. */
  dots: { x: number; y: number; colour: string }[];
  /** Colour along x, each offset a share of the plot's width. */
  stops: { offset: number; colour: string }[];
  end: { x: number; y: number; colour: string } | null;
}

/** x ascending, in pixels; y in pixels, NaN for a gap; D_LR, which gives the colour. */
export interface Points {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  dlr: ArrayLike<number>;
}

/**
 * Indices that are enough to draw a curve: of all points in one pixel column the first, the lowest, the highest
 * and the last, so that no spike is lost; gaps stay.
 */
export function decimate(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const kept: number[] = [];
  let start = 0;
  while (start < x.length) {
    const column = Math.floor(x[start]!);
    let [low, high, gap, end] = [start, start, -1, start];
    for (; end < x.length && Math.floor(x[end]!) === column; end++) {
      if (Number.isNaN(y[end]!)) gap = end;
      if (y[end]! < y[low]! || Number.isNaN(y[low]!)) low = end;
      if (y[end]! > y[high]! || Number.isNaN(y[high]!)) high = end;
    }
    const wanted = gap < 0 ? [start, low, high, end - 1] : [start, low, high, gap, end - 1];
    kept.push(...[...new Set(wanted)].sort((a, b) => a - b));
    start = end;
  }
  return kept;
}

const pixels = (value: number) => value.toFixed(1);

/** The curve through some points. */
export function drawLine({ x, y, dlr }: Points, plot: Plot, theme: Theme): Line {
  const kept = decimate(x, y);
  const path: string[] = [];
  const line: Line = { path: '', dots: [], stops: [], end: null };
  let run = 0;
  let lastColumn = Number.NEGATIVE_INFINITY;
  const isGap = (index: number | undefined) => index === undefined || Number.isNaN(y[index]!);
  kept.forEach((index, place) => {
    if (isGap(index)) {
      run = 0;
      return;
    }
    const [px, py] = [x[index]!, y[index]!];
    const colour = richnessColour(dlr[index]!, theme);
    if (run === 0 && isGap(kept[place + 1])) line.dots.push({ x: px, y: py, colour });
    path.push(`${run === 0 ? 'M' : 'L'}${pixels(px)},${pixels(py)}`);
    run++;
    line.end = { x: px, y: py, colour };
    if (Math.floor(px) === lastColumn) return;
    lastColumn = Math.floor(px);
    line.stops.push({ offset: (px - plot.left) / (plot.right - plot.left), colour });
  });
  line.path = path.join('');
  return line;
}
