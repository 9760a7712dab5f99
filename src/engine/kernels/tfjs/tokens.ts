import {
  add,
  concat,
  matMul,
  mul,
  pad,
  reshape,
  slice,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor4D,
  tensor2d,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Op } from '../../program/ops';

/** (n, 1, tokens, channels) → (n, heads, tokens, channels / heads) */
function headsOf(x: Tensor, heads: number): Tensor4D {
  const [n, , tokens, channels] = x.shape as [number, number, number, number];
  return transpose(reshape(x, [n, tokens, heads, channels / heads]), [0, 2, 1, 3]) as Tensor4D;
}

/** The way back of `headsOf`. */
function joined(x: Tensor4D): Tensor4D {
  const [n, heads, tokens, width] = x.shape;
  return reshape(transpose(x, [0, 2, 1, 3]), [n, 1, tokens, heads * width]);
}

/** Queries, keys and values by heads, and what each token takes of each other. */
function lookOf(x: Tensor, { heads, scale }: { heads: number; scale: number }) {
  const [n, , tokens, channels] = x.shape as [number, number, number, number];
  const part = (i: number) =>
    headsOf(slice(x, [0, 0, 0, (i * channels) / 3], [n, 1, tokens, channels / 3]), heads);
  const [q, k, v] = [part(0), part(1), part(2)];
  const mask = tensor2d(
    Float32Array.from({ length: tokens ** 2 }, (_, i) =>
      i % tokens > i / tokens ? Number.NEGATIVE_INFINITY : 0,
    ),
    [tokens, tokens],
  );
  return { q, k, v, weights: softmax(add(mul(matMul(q, k, false, true), scale), mask)) as Tensor4D };
}

/** y of an attention op. */
export function attention(
  op: Pick<Extract<Op, { kind: 'attention' }>, 'heads' | 'scale'>,
  x: Tensor,
): Tensor {
  const { v, weights } = lookOf(x, op);
  return joined(matMul(weights, v));
}

/** dx of an attention op, before the derivative of what it goes through. */
export function attentionGradient(
  op: Pick<Extract<Op, { kind: 'attentionGradient' }>, 'heads' | 'scale'>,
  x: Tensor,
  dy: Tensor,
): Tensor {
  const { q, k, v, weights } = lookOf(x, op);
  const d = headsOf(dy, op.heads);
  const dWeights = matMul(d, v, false, true);
  const common = sum(mul(weights, dWeights), -1, true);
  const dScores = mul(mul(weights, sub(dWeights, common)), op.scale) as Tensor4D;
  const parts: Tensor4D[] = [
    matMul(dScores, k),
    matMul(dScores, q, true, false),
    matMul(weights, d, true, false),
  ] as Tensor4D[];
  return concat(parts.map(joined), 3);
}

/** y of a sequence op. */
export function sequence(x: Tensor, token: Tensor, positions: Tensor): Tensor {
  const [n, , , channels] = x.shape as [number, number, number, number];
  const last = add(reshape(token, [1, 1, 1, channels]), mul(slice(x, [0, 0, 0, 0], [n, 1, 1, channels]), 0));
  return add(concat([x, last], 2), reshape(positions, [1, 1, -1, channels]));
}

/** Tokens from `start` on, `count` of them. */
export function tokensOf(x: Tensor, start: number, count: number): Tensor {
  const [n, , , channels] = x.shape as [number, number, number, number];
  return slice(x, [0, 0, start, 0], [n, 1, count, channels]);
}

/** A gradient of the last token alone as one of all of them. */
export function padBefore(dy: Tensor, tokens: number): Tensor {
  return pad(dy, [
    [0, 0],
    [0, 0],
    [tokens - 1, 0],
    [0, 0],
  ]);
}
