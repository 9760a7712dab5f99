/** A curve in pixels. */
export interface Line {
  /** "M…L…": one piece for each run of defined values. */
  path: string;
  /** Points that stand alone between two gaps, which a path would not show. */
  dots: readonly { x: number; y: number }[];
  /** The last defined point. */
  end: { x: number; y: number } | null;
  /** The points that were drawn, NaN for gaps. */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/**
 * Indices that are enough to draw a curve: of all points in one pixel column the first, the lowest, the highest
 * and the last, so that no spike is lost; gaps stay.
 * @param x ascending, in pixels
 * @param y in pixels; NaN for a gap
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

/** A coordinate to a tenth of a pixel. */
export const tenth = (value: number) => Math.round(value * 10) / 10;

/** The curve through some points, x ascending, both in pixels; NaN in y is a gap. */
export function drawLine(x: ArrayLike<number>, y: ArrayLike<number>): Line {
  const kept = decimate(x, y);
  const dots: { x: number; y: number }[] = [];
  let path = '';
  let end: Line['end'] = null;
  const isGap = (place: number) => place < 0 || place >= kept.length || Number.isNaN(y[kept[place]!]!);
  kept.forEach((index, place) => {
    if (isGap(place)) return;
    const starts = isGap(place - 1);
    end = { x: x[index]!, y: y[index]! };
    path += `${starts ? 'M' : 'L'}${tenth(end.x)},${tenth(end.y)}`;
    if (starts && isGap(place + 1)) dots.push(end);
  });
  return { path, dots, end, x, y };
}

/** The area between two curves over the same x, closed: for a band. */
export function drawBand(x: readonly number[], low: readonly number[], high: readonly number[]): string {
  const points = (ys: readonly number[]) => x.map((at, i) => `${tenth(at)},${tenth(ys[i]!)}`);
  return x.length < 2 ? '' : `M${[...points(high), ...points(low).reverse()].join('L')}Z`;
}

/** Height of a curve at a place between its points; NaN beyond its ends and in gaps. */
export function heightAt({ x, y }: Pick<Line, 'x' | 'y'>, at: number): number {
  let [low, high] = [0, x.length - 1];
  if (high < 0 || at < x[0]! || at > x[high]!) return Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  if (at === x[high]!) return y[high]!;
  if (at === x[low]!) return y[low]!;
  return y[low]! + ((y[high]! - y[low]!) * (at - x[low]!)) / (x[high]! - x[low]!);
}
