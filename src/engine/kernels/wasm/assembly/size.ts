// Sizes of parameters, in float64.

// @ts-ignore: decorator
@inline
function squares(low: v128, high: v128, sum: v128): v128 {
  return f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
}

// @ts-ignore: decorator
@inline
function upper(value: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(value, value, 2, 3, 2, 3));
}

/** to[0] = ‖θ‖² and to[1] = ‖θ − start‖², two f64; `count` is in floats, a multiple of 4. */
export function parameterSizes(theta: usize, start: usize, count: i32, to: usize): void {
  let size = f64x2.splat(0);
  let distance = f64x2.splat(0);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const t = v128.load(theta + at);
    const s = v128.load(start + at);
    const low = f64x2.promote_low_f32x4(t);
    const high = upper(t);
    size = squares(low, high, size);
    distance = squares(f64x2.sub(low, f64x2.promote_low_f32x4(s)), f64x2.sub(high, upper(s)), distance);
  }
  f64.store(to, f64x2.extract_lane(size, 0) + f64x2.extract_lane(size, 1));
  f64.store(to, f64x2.extract_lane(distance, 0) + f64x2.extract_lane(distance, 1), 8);
}
