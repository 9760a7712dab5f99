import { drawBand } from '../common/lines';

/** Pixels to each side over which the line is a mean. */
const REACH = 3;

export interface Smoothed {
  /** One point for each pixel column that has any, in pixels; NaN in y for a gap. */
  x: number[];
  y: number[];
  /** Area between the lowest and the highest point of each column. */
  band: string;
}

/**
 * A noisy curve as a line and a band. The line is the mean height of all points within three pixels, so the mean on
 * the axis as drawn: of logarithms on a logarithmic one. The band keeps every extreme.
 * @param x ascending, in pixels
 * @param y heights in pixels; NaN for a gap
 */
export function smoothLosses(x: ArrayLike<number>, y: ArrayLike<number>): Smoothed {
  const result: Smoothed = { x: [], y: [], band: '' };
  const means = windowMeans(x, y);
  let columns: { x: number[]; low: number[]; high: number[] } = { x: [], low: [], high: [] };
  const closeBand = () => {
    result.band += drawBand(columns.x, columns.low, columns.high);
    columns = { x: [], low: [], high: [] };
  };
  for (let start = 0, end = 0; start < x.length; start = end) {
    let [low, high, sum, defined] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
    for (; end < x.length && Math.floor(x[end]!) === Math.floor(x[start]!); end++) {
      const height = y[end]!;
      if (Number.isNaN(height)) continue;
      low = Math.min(low, height);
      high = Math.max(high, height);
      sum += x[end]!;
      defined++;
    }
    const isLast = end === x.length;
    const at = defined ? (isLast ? x[end - 1]! : sum / defined) : x[start]!;
    result.x.push(at);
    result.y.push(defined ? means(at) : Number.NaN);
    if (!defined) closeBand();
    else {
      columns.x.push(at);
      columns.low.push(low);
      columns.high.push(high);
    }
  }
  closeBand();
  return result;
}

/** Mean of y over the points within reach of a place; places must be asked for in ascending order. */
function windowMeans(x: ArrayLike<number>, y: ArrayLike<number>): (at: number) => number {
  let [from, to, sum, count] = [0, 0, 0, 0];
  const add = (height: number, sign: 1 | -1) => {
    if (Number.isNaN(height)) return;
    sum += sign * height;
    count += sign;
  };
  return at => {
    for (; to < x.length && x[to]! <= at + REACH; to++) add(y[to]!, 1);
    for (; from < to && x[from]! < at - REACH; from++) add(y[from]!, -1);
    return sum / count;
  };
}
