// Carried rows lie as panels of 8: for each column of the carried matrix 8 rows side by side. A panel of a matrix with
// some 500 columns stays in the nearest cache while every reflector and rotation passes over it.
import { at, madd, nmadd } from './lanes';

/** Bytes of 8 rows of one column. */
const STEP: usize = 64;

/** One panel −= (panel · u) τ uᵀ, u of l numbers. */
function reflect(l: i32, u: usize, factor: f64, panel: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let t0 = f64x2.splat(0);
  let t1 = f64x2.splat(0);
  let t2 = f64x2.splat(0);
  let t3 = f64x2.splat(0);
  const end = at(u, l);
  let p = panel;
  let uj = u;
  for (; uj + 8 < end; uj += 16) {
    let value = v128.load64_splat(uj);
    s0 = madd(value, v128.load(p), s0);
    s1 = madd(value, v128.load(p, 16), s1);
    s2 = madd(value, v128.load(p, 32), s2);
    s3 = madd(value, v128.load(p, 48), s3);
    value = v128.load64_splat(uj, 8);
    t0 = madd(value, v128.load(p, 64), t0);
    t1 = madd(value, v128.load(p, 80), t1);
    t2 = madd(value, v128.load(p, 96), t2);
    t3 = madd(value, v128.load(p, 112), t3);
    p += 2 * STEP;
  }
  if (uj < end) {
    const value = v128.load64_splat(uj);
    s0 = madd(value, v128.load(p), s0);
    s1 = madd(value, v128.load(p, 16), s1);
    s2 = madd(value, v128.load(p, 32), s2);
    s3 = madd(value, v128.load(p, 48), s3);
  }
  const scale = f64x2.splat(factor);
  s0 = f64x2.mul(f64x2.add(s0, t0), scale);
  s1 = f64x2.mul(f64x2.add(s1, t1), scale);
  s2 = f64x2.mul(f64x2.add(s2, t2), scale);
  s3 = f64x2.mul(f64x2.add(s3, t3), scale);
  p = panel;
  for (uj = u; uj < end; uj += 8) {
    const value = v128.load64_splat(uj);
    v128.store(p, nmadd(value, s0, v128.load(p)));
    v128.store(p, nmadd(value, s1, v128.load(p, 16)), 16);
    v128.store(p, nmadd(value, s2, v128.load(p, 32)), 32);
    v128.store(p, nmadd(value, s3, v128.load(p, 48)), 48);
    p += STEP;
  }
}

/** Panels · H, H the product of the reflectors that `tridiagonalise` left in A. */
export function reflectPanels(
  size: i32, a: usize, stride: usize, factors: usize, panels: usize, count: i32,
): void {
  for (let k = 0; k < count; k++) {
    const panel = panels + <usize>k * <usize>size * STEP;
    for (let l = size - 1; l > 0; l--) {
      const factor = f64.load(at(factors, l));
      if (factor != 0) reflect(l, a + (<usize>l) * stride, factor, panel);
    }
  }
}

/** `count` rotations (c, s) one after another, of columns (i, i + 1) of a panel, i from `first` downwards. */
export function rotatePanel(panel: usize, first: i32, count: i32, rotations: usize): void {
  let p = panel + <usize>(first + 1) * STEP;
  let x0 = v128.load(p);
  let x1 = v128.load(p, 16);
  let x2 = v128.load(p, 32);
  let x3 = v128.load(p, 48);
  const end = rotations + ((<usize>count) << 4);
  while (rotations < end) {
    const c = v128.load64_splat(rotations);
    const s = v128.load64_splat(rotations, 8);
    const below = p - STEP;
    const y0 = v128.load(below);
    const y1 = v128.load(below, 16);
    const y2 = v128.load(below, 32);
    const y3 = v128.load(below, 48);
    v128.store(p, madd(s, y0, f64x2.mul(c, x0)));
    v128.store(p, madd(s, y1, f64x2.mul(c, x1)), 16);
    v128.store(p, madd(s, y2, f64x2.mul(c, x2)), 32);
    v128.store(p, madd(s, y3, f64x2.mul(c, x3)), 48);
    x0 = nmadd(s, x0, f64x2.mul(c, y0));
    x1 = nmadd(s, x1, f64x2.mul(c, y1));
    x2 = nmadd(s, x2, f64x2.mul(c, y2));
    x3 = nmadd(s, x3, f64x2.mul(c, y3));
    p = below;
    rotations += 16;
  }
  v128.store(p, x0);
  v128.store(p, x1, 16);
  v128.store(p, x2, 32);
  v128.store(p, x3, 48);
}
