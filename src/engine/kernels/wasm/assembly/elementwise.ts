/** to[j] += Σ_i x[i, j] for x of rows × columns, rows `step` floats apart. */
export function columnSumsAdd(x: usize, to: usize, rows: i32, columns: i32, step: i32): void {
  const skip = (<usize>(step - columns)) << 2;
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      const at = (<usize>j) << 2;
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(x)));
      x += 16;
    }
    for (; j < columns; j++) {
      const at = (<usize>j) << 2;
      f32.store(to + at, f32.load(to + at) + f32.load(x));
      x += 4;
    }
    x += skip;
  }
}

/** The derivatives that a gradient can be multiplied with; see `Through` in `engine/program/ops.ts`. */
const RELU: i32 = 0;
const TANH: i32 = 1;

/** d ← d · derivative(value), `count` floats: of ReLU (value > 0), of tanh (1 − value²), of the square (2·value). */
export function multiplyDerivative(d: usize, value: usize, count: i32, activation: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    const g = v128.load(d + at);
    const v = v128.load(value + at);
    let result: v128;
    if (activation == RELU) result = v128.and(g, f32x4.gt(v, zero));
    else if (activation == TANH) result = f32x4.mul(g, f32x4.sub(one, f32x4.mul(v, v)));
    else result = f32x4.mul(g, f32x4.add(v, v));
    v128.store(d + at, result);
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    const g = f32.load(d + at);
    const v = f32.load(value + at);
    if (activation == RELU) f32.store(d + at, v > 0 ? g : 0);
    else if (activation == TANH) f32.store(d + at, g * (1 - v * v));
    else f32.store(d + at, g * (v + v));
  }
}

/** y = z² */
export function square(z: usize, y: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    const value = v128.load(z + at);
    v128.store(y + at, f32x4.mul(value, value));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    const value = f32.load(z + at);
    f32.store(y + at, value * value);
  }
}

/** x ← factor · x, `count` floats, a multiple of 4. */
export function scale(x: usize, count: i32, factor: f32): void {
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(x + at, f32x4.mul(v128.load(x + at), f32x4.splat(factor)));
  }
}
