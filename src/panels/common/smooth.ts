/** How much curves are smoothed. */
export type Smoothing = 'none' | 'light' | 'strong';

/** Standard deviation of the kernel, as a share of the axis. */
export const KERNEL_WIDTHS: Record<Smoothing, number> = { none: 0, light: 0.015, strong: 0.05 };
/** Standard deviations to each side beyond which a point has no weight. */
const REACH = 3;

/** All points of one pixel column: their number, and their means. */
interface Column {
  count: number;
  x: number;
  y: number;
}

/**
 * A curve smoothed by local linear regression: at each place, the height of the straight line that fits the points
 * around it best, with Gaussian weights (Cleveland 1979; Fan and Gijbels 1996, with one bandwidth). A straight line stays
 * as it is up to its ends, which a moving average would flatten. All is done in pixels, so in the logarithm where an
 * axis is logarithmic. Nothing reaches across a gap.
 * @param x ascending, in pixels
 * @param y in pixels; NaN for a gap
 * @param width standard deviation of the kernel, in pixels, above 0
 * @returns at most one point a pixel column; NaN in y for a gap
 */
export function smoothCurve(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  width: number,
): { x: number[]; y: number[] } {
  const smooth: { x: number[]; y: number[] } = { x: [], y: [] };
  for (let start = 0; start < x.length; ) {
    if (Number.isNaN(y[start]!)) {
      start++;
      continue;
    }
    let end = start;
    while (end < x.length && !Number.isNaN(y[end]!)) end++;
    if (smooth.x.length) {
      smooth.x.push(smooth.x.at(-1)!);
      smooth.y.push(Number.NaN);
    }
    smoothPiece(columnsOf(x, y, start, end), [x[start]!, x[end - 1]!], width, smooth);
    start = end;
  }
  return smooth;
}

function columnsOf(x: ArrayLike<number>, y: ArrayLike<number>, start: number, end: number): Column[] {
  const columns: Column[] = [];
  let pixel = Number.NaN;
  for (let i = start; i < end; i++) {
    if (Math.floor(x[i]!) !== pixel) {
      pixel = Math.floor(x[i]!);
      columns.push({ count: 0, x: 0, y: 0 });
    }
    const column = columns.at(-1)!;
    column.count++;
    column.x += (x[i]! - column.x) / column.count;
    column.y += (y[i]! - column.y) / column.count;
  }
  return columns;
}

function smoothPiece(
  columns: readonly Column[],
  [first, last]: readonly [number, number],
  width: number,
  smooth: { x: number[]; y: number[] },
): void {
  let from = 0;
  columns.forEach(({ x }, i) => {
    // The ends of a piece are kept, however many points are in its outermost columns.
    const at = i === 0 ? first : i === columns.length - 1 ? last : x;
    while (columns[from]!.x < at - REACH * width && from < i) from++;
    smooth.x.push(at);
    smooth.y.push(localLine(columns, from, at, width));
  });
}

/** Height at a place of the straight line that fits the columns around it best; their mean where that is not one line. */
function localLine(columns: readonly Column[], from: number, at: number, width: number): number {
  let [s0, s1, s2, t0, t1] = [0, 0, 0, 0, 0];
  for (let i = from; i < columns.length && columns[i]!.x <= at + REACH * width; i++) {
    const { count, x, y } = columns[i]!;
    const away = x - at;
    const weight = count * Math.exp(-0.5 * (away / width) ** 2);
    s0 += weight;
    s1 += weight * away;
    s2 += weight * away * away;
    t0 += weight * y;
    t1 += weight * away * y;
  }
  if (s0 === 0) return columns[from]!.y;
  const determinant = s0 * s2 - s1 * s1;
  return determinant > 1e-9 * s0 * s0 ? (s2 * t0 - s1 * t1) / determinant : t0 / s0;
}
