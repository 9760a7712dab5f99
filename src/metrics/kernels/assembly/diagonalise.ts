// Eigenvalues of a symmetric tridiagonal matrix by implicit QL with Wilkinson's shift (Golub and Van Loan, Matrix
// Computations, 4th ed., 8.3.4; EISPACK's imtql2). The rotations of many sweeps are kept and then applied panel by
// panel, so that each panel is fetched once.
import { at } from './lanes';
import { rotatePanel } from './panels';

const UNIT_ROUNDOFF: f64 = 1.1102230246251565e-16;
/** Entries beside the diagonal up to this share of the largest number are zero to rounding. */
const NEGLIGIBLE: f64 = 0.25 * UNIT_ROUNDOFF;
/** Squares below this lose digits. */
const SMALL_SQUARE: f64 = 1e-280;
/** 2^500, by which small pairs are scaled before they are squared. */
const ENLARGE: f64 = 3.273390607896142e150;
const SWEEPS_PER_VALUE: i32 = 30;

/** Whether the entry between d and the next may be taken for zero. */
// @ts-ignore: decorator
@inline
function isNegligible(entry: f64, here: f64, next: f64): bool {
  return abs(entry) <= max(NEGLIGIBLE, UNIT_ROUNDOFF * (abs(here) + abs(next)));
}

/** √(f² + g²) without loss for small numbers. */
// @ts-ignore: decorator
@inline
function length(f: f64, g: f64): f64 {
  const square = f * f + g * g;
  if (square >= SMALL_SQUARE) return sqrt(square);
  f *= ENLARGE;
  g *= ENLARGE;
  return sqrt(f * f + g * g) / ENLARGE;
}

/** One sweep over the unreduced block low … high; writes its rotations, high − low of them, from the bottom up. */
function sweep(low: i32, high: i32, d: usize, e: usize, rotations: usize): void {
  const first = f64.load(at(d, low));
  const entry = f64.load(at(e, low));
  const ratio = (f64.load(at(d, low + 1)) - first) / (2 * entry);
  const root = sqrt(ratio * ratio + 1);
  let g = f64.load(at(d, high)) - first + entry / (ratio + copysign(root, ratio));
  let s: f64 = 1;
  let c: f64 = 1;
  let p: f64 = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = s * f64.load(at(e, i));
    const b = c * f64.load(at(e, i));
    let r = length(f, g);
    if (r == 0) {
      c = 1;
      s = 0;
    } else {
      c = g / r;
      s = f / r;
    }
    f64.store(at(e, i + 1), r);
    g = f64.load(at(d, i + 1)) - p;
    r = (f64.load(at(d, i)) - g) * s + 2 * c * b;
    p = s * r;
    f64.store(at(d, i + 1), g + p);
    g = c * r - b;
    f64.store(rotations, c);
    f64.store(rotations, s, 8);
    rotations += 16;
  }
  f64.store(at(d, low), f64.load(at(d, low)) - p);
  f64.store(at(e, low), g);
  f64.store(at(e, high), 0);
}

/** Applies the kept sweeps, of which `table` has first index and length. */
function flush(sweeps: i32, table: usize, rotations: usize, size: i32, panels: usize, count: i32): void {
  for (let k = 0; k < count; k++) {
    const panel = panels + ((<usize>k * <usize>size) << 6);
    let from = rotations;
    for (let i = 0; i < sweeps; i++) {
      const entry = table + ((<usize>i) << 3);
      const length = i32.load(entry, 4);
      rotatePanel(panel, i32.load(entry), length, from);
      from += (<usize>length) << 4;
    }
  }
}

/**
 * T = ZΛZᵀ: `d` (the diagonal) becomes the eigenvalues, in no order, and each of `count` panels is multiplied by Z.
 * `beside` [l] is T's entry (l − 1, l) and is destroyed; T's largest number is near 1. There is room for `room` sweeps:
 * 8 bytes each in `table`, 16 bytes × size each in `rotations`. False where it does not converge.
 */
export function diagonalise(
  size: i32, d: usize, beside: usize, panels: usize, count: i32, room: i32, table: usize, rotations: usize,
): bool {
  // From here on e[l] is the entry (l, l + 1).
  const e = beside;
  for (let i = 1; i < size; i++) f64.store(at(e, i - 1), f64.load(at(e, i)));
  f64.store(at(e, size - 1), 0);
  let left = SWEEPS_PER_VALUE * size;
  let sweeps = 0;
  let end = rotations;
  for (let low = 0; low < size; low++) {
    for (;;) {
      let high = low;
      while (
        high < size - 1 &&
        !isNegligible(f64.load(at(e, high)), f64.load(at(d, high)), f64.load(at(d, high + 1)))
      )
        high++;
      if (high == low) break;
      if (left-- == 0) return false;
      sweep(low, high, d, e, end);
      if (count == 0) continue;
      i32.store(table + ((<usize>sweeps) << 3), high - 1);
      i32.store(table + ((<usize>sweeps) << 3), high - low, 4);
      sweeps++;
      end += (<usize>(high - low)) << 4;
      if (sweeps == room) {
        flush(sweeps, table, rotations, size, panels, count);
        sweeps = 0;
        end = rotations;
      }
    }
  }
  flush(sweeps, table, rotations, size, panels, count);
  return true;
}
