import type { Op } from '../../program/ops';
import { type Kernel, KernelBuilder, positionOf, throughDerivative } from './shader';

type Sizes = { tokens: number; channels: number; heads: number; scale: number };

/** Sample, head and where their queries, keys and values begin, and how far apart two tokens are. */
const whereOf = ({ tokens, channels, heads }: Sizes) => `
  let h = index % ${heads}u;
  let r = index / ${heads}u;
  if (r >= rows()) { return; }
  let q = r * ${tokens * 3 * channels}u + h * ${channels / heads}u;
  let k = q + ${channels}u;
  let v = k + ${channels}u;
  let o = r * ${tokens * channels}u + h * ${channels / heads}u;`;

/** What token `t` takes of each token s ≤ t, in `weights[t * tokens + s]`. */
const lookOf = (x: string, { tokens, channels, heads, scale }: Sizes) => `
  var weights: array<f32, ${tokens ** 2}>;
  for (var t = 0u; t < ${tokens}u; t++) {
    let row = t * ${tokens}u;
    var most = -3.0e38;
    for (var s = 0u; s <= t; s++) {
      var score = 0.0;
      for (var i = 0u; i < ${channels / heads}u; i++) {
        score += ${x}[q + t * ${3 * channels}u + i] * ${x}[k + s * ${3 * channels}u + i];
      }
      weights[row + s] = score * ${float(scale)};
      most = max(most, weights[row + s]);
    }
    var sum = 0.0;
    for (var s = 0u; s <= t; s++) {
      weights[row + s] = exp(weights[row + s] - most);
      sum += weights[row + s];
    }
    for (var s = 0u; s <= t; s++) { weights[row + s] /= sum; }
  }`;

/** A number as WGSL takes it for a float. */
const float = (value: number) => `f32(${value})`;

/** Causal self-attention, one head of one sample an invocation. */
export function attention({ x, heads, scale, y }: Extract<Op, { kind: 'attention' }>): Kernel {
  const [, tokens, channels] = y.shape;
  const sizes = { tokens, channels, heads, scale };
  const builder = new KernelBuilder();
  const from = builder.bind(x);
  const to = builder.bind(y, 'read_write');
  const body = `${whereOf(sizes)}${lookOf(from, sizes)}
  for (var t = 0u; t < ${tokens}u; t++) {
    for (var i = 0u; i < ${channels / heads}u; i++) {
      var sum = 0.0;
      for (var s = 0u; s <= t; s++) { sum += weights[t * ${tokens}u + s] * ${from}[v + s * ${3 * channels}u + i]; }
      ${to}[o + t * ${channels}u + i] = sum;
    }
  }`;
  return builder.finish(body, rows => rows * heads);
}

/** Gradients of queries, keys and values, times the derivative; one head of one sample an invocation. */
export function attentionGradient(op: Extract<Op, { kind: 'attentionGradient' }>): Kernel {
  const { x, dy, heads, scale, through, dx } = op;
  const [, tokens, channels] = dy.shape;
  const sizes = { tokens, channels, heads, scale };
  const step = 3 * channels;
  const builder = new KernelBuilder();
  const from = builder.bind(x);
  const by = builder.bind(dy);
  const to = builder.bind(dx, 'read_write');
  const own = through ? builder.bind(through.value) : '';
  const valueAt = positionOf(through?.value ?? dx);
  const put = (value: string, part: number) => {
    const channel = `h * ${channels / heads}u + i + ${part * channels}u`;
    const before = through ? `vec4f(${own}[${valueAt('r', '0u', 't')} + ${channel}])` : '';
    const result = throughDerivative(`vec4f(${value})`, through, before);
    return `${to}[r * ${tokens * step}u + t * ${step}u + ${channel}] = (${result}).x;`;
  };
  const body = `${whereOf(sizes)}${lookOf(from, sizes)}
  var slopes: array<f32, ${tokens ** 2}>;
  for (var t = 0u; t < ${tokens}u; t++) {
    let row = t * ${tokens}u;
    var mean = 0.0;
    for (var s = 0u; s <= t; s++) {
      var slope = 0.0;
      for (var i = 0u; i < ${channels / heads}u; i++) {
        slope += ${by}[o + t * ${channels}u + i] * ${from}[v + s * ${step}u + i];
      }
      slopes[row + s] = slope;
      mean += slope * weights[row + s];
    }
    for (var s = 0u; s <= t; s++) {
      slopes[row + s] = ${float(scale)} * weights[row + s] * (slopes[row + s] - mean);
    }
  }
  for (var t = 0u; t < ${tokens}u; t++) {
    for (var i = 0u; i < ${channels / heads}u; i++) {
      var query = 0.0;
      for (var s = 0u; s <= t; s++) { query += slopes[t * ${tokens}u + s] * ${from}[k + s * ${step}u + i]; }
      var key = 0.0;
      var value = 0.0;
      for (var u = t; u < ${tokens}u; u++) {
        key += slopes[u * ${tokens}u + t] * ${from}[q + u * ${step}u + i];
        value += weights[u * ${tokens}u + t] * ${by}[o + u * ${channels}u + i];
      }
      ${put('query', 0)}
      ${put('key', 1)}
      ${put('value', 2)}
    }
  }`;
  return builder.finish(body, rows => rows * heads);
}
