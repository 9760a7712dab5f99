// Tokens side by side: rows × tokens × channels, without borders. Attention is made one sample and head at a time, in
// scratch space of 2 · tokens floats.
import { dot } from './tile';

// @ts-ignore: decorator
@inline
function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/** eˣ for x ≤ 0, to float32's precision; its table-free series needs no static data. */
function exponential(x: f32): f32 {
  if (x < -87) return 0;
  const value: f64 = x;
  const k = nearest(value * 1.4426950408889634);
  const r = value - k * 0.6931471805599453;
  let sum: f64 = 1;
  for (let i: f64 = 9; i >= 1; i--) sum = 1 + (sum * r) / i;
  // NaN goes into `sum`, and any power of two leaves it.
  return <f32>(sum * reinterpret<f64>((1023 + <i64>k) << 52));
}

/** y += factor · x */
function addTimes(y: usize, x: usize, factor: f32, count: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = floats(i);
    v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.mul(v128.load(x + at), factors)));
  }
  for (; i < count; i++) f32.store(y + floats(i), f32.load(y + floats(i)) + factor * f32.load(x + floats(i)));
}

/** weights[s] = softmax over s ≤ t of scale · query·key_s; `keys` is that of token 0, `step` floats from token to token. */
function look(query: usize, keys: usize, t: i32, step: i32, width: i32, scale: f32, weights: usize): void {
  let most: f32 = -Infinity;
  for (let s = 0; s <= t; s++) {
    const score = scale * dot(query, keys + floats(s * step), width);
    f32.store(weights + floats(s), score);
    most = max(most, score);
  }
  let sum: f32 = 0;
  for (let s = 0; s <= t; s++) {
    const weight = exponential(f32.load(weights + floats(s)) - most);
    f32.store(weights + floats(s), weight);
    sum += weight;
  }
  for (let s = 0; s <= t; s++) f32.store(weights + floats(s), f32.load(weights + floats(s)) / sum);
}

/** y (rows × tokens × channels) from x (rows × tokens × 3·channels): queries, keys, values. */
export function attention(
  x: usize, tokens: i32, channels: i32, heads: i32, scale: f32, y: usize, rows: i32, scratch: usize,
): void {
  const width = channels / heads;
  const step = 3 * channels;
  memory.fill(y, 0, floats(rows * tokens * channels));
  for (let row = 0; row < rows; row++)
    for (let head = 0; head < heads; head++) {
      const queries = x + floats(row * tokens * step + head * width);
      const keys = queries + floats(channels);
      const values = keys + floats(channels);
      for (let t = 0; t < tokens; t++) {
        look(queries + floats(t * step), keys, t, step, width, scale, scratch);
        const to = y + floats((row * tokens + t) * channels + head * width);
        for (let s = 0; s <= t; s++)
          addTimes(to, values + floats(s * step), f32.load(scratch + floats(s)), width);
      }
    }
}

/** dx (as x) from dy (as y). */
export function attentionGradient(
  x: usize, dy: usize, tokens: i32, channels: i32, heads: i32, scale: f32, dx: usize, rows: i32, scratch: usize,
): void {
  const width = channels / heads;
  const step = 3 * channels;
  const slopes = scratch + floats(tokens);
  memory.fill(dx, 0, floats(rows * tokens * step));
  for (let row = 0; row < rows; row++)
    for (let head = 0; head < heads; head++) {
      const queries = x + floats(row * tokens * step + head * width);
      const keys = queries + floats(channels);
      const values = keys + floats(channels);
      const dQueries = dx + (queries - x);
      const dKeys = dx + (keys - x);
      const dValues = dx + (values - x);
      for (let t = 0; t < tokens; t++) {
        look(queries + floats(t * step), keys, t, step, width, scale, scratch);
        const from = dy + floats((row * tokens + t) * channels + head * width);
        let common: f32 = 0;
        for (let s = 0; s <= t; s++) {
          const slope = dot(from, values + floats(s * step), width);
          f32.store(slopes + floats(s), slope);
          common += slope * f32.load(scratch + floats(s));
        }
        for (let s = 0; s <= t; s++) {
          const weight = f32.load(scratch + floats(s));
          const slope = scale * weight * (f32.load(slopes + floats(s)) - common);
          addTimes(dQueries + floats(t * step), keys + floats(s * step), slope, width);
          addTimes(dKeys + floats(s * step), queries + floats(t * step), slope, width);
          addTimes(dValues + floats(s * step), from, weight, width);
        }
      }
    }
}

/** y (rows × (tokens + 1) × channels) = [x; token] + positions, x (rows × tokens × channels). */
export function sequence(
  x: usize, tokens: i32, channels: i32, token: usize, positions: usize, y: usize, rows: i32,
): void {
  for (let row = 0; row < rows; row++)
    for (let t = 0; t <= tokens; t++) {
      const from = t < tokens ? x + floats((row * tokens + t) * channels) : token;
      const to = y + floats((row * (tokens + 1) + t) * channels);
      memory.copy(to, positions + floats(t * channels), floats(channels));
      addTimes(to, from, 1, channels);
    }
}

/** Runs of `count` floats, `fromStep` apart, to where they are `toStep` apart. */
export function copyRuns(from: usize, fromStep: i32, to: usize, toStep: i32, count: i32, runs: i32): void {
  for (let run = 0; run < runs; run++) {
    memory.copy(to, from, floats(count));
    from += floats(fromStep);
    to += floats(toStep);
  }
}
