import type { Place } from '../../../src/engine/program/ops';
import { CaseBuilder, type OpCase } from './case-builder';
import {
  add,
  addGradients,
  batchNorm,
  maxPool,
  maxPoolGradient,
  meanPool,
  meanPoolGradient,
  square,
} from './picture-cases';
import { convolution, dense, denseGradient, denseInputGradient, pointwise } from './product-cases';
import { attention, lastToken, sequence, sequenceGradient } from './token-cases';

export type { OpCase };

/** Cases of every op: random shapes, one sample and one element, zero, huge and tiny values. */
export function allOpCases(seed: number, each: number): OpCase[] {
  const make = new CaseBuilder(seed);
  const cases = Array.from({ length: each }, () => [
    dense(make, make.upTo(150), make.upTo(600), make.upTo(70)),
    denseGradient(make, make.upTo(300), make.upTo(150), make.upTo(70)),
    denseInputGradient(make, make.upTo(90), make.upTo(70), make.upTo(400)),
    convolution(make, 'conv'),
    convolution(make, 'convGradient'),
    convolution(make, 'convInputGradient'),
    pointwise(make, 'conv'),
    pointwise(make, 'convGradient'),
    pointwise(make, 'convInputGradient'),
    maxPool(make),
    maxPoolGradient(make, false),
    maxPoolGradient(make, true),
    square(make),
    batchNorm(make, 'batchNorm'),
    batchNorm(make, 'batchNormGradient'),
    add(make),
    addGradients(make),
    meanPool(make),
    meanPoolGradient(make),
    sequence(make),
    sequenceGradient(make),
    attention(make, 'attention'),
    attention(make, 'attentionGradient'),
    lastToken(make, 'lastToken'),
    lastToken(make, 'lastTokenGradient'),
  ]).flat();
  for (const scale of [0, 1e15, 1e-15]) {
    make.scale = scale;
    cases.push(
      dense(make, 9, 11, 13),
      denseGradient(make, 9, 11, 13),
      convolution(make, 'conv'),
      convolution(make, 'convGradient'),
      attention(make, 'attention'),
    );
    // Products of three huge values are infinite.
    if (scale < 1) cases.push(attention(make, 'attentionGradient'));
  }
  make.scale = 1;
  cases.push(dense(make, 1, 1, 1), denseGradient(make, 1, 1, 1), denseInputGradient(make, 1, 1, 1));
  return cases;
}

/** What an op has left behind. */
export interface OpResult {
  values: Float32Array[];
  weights: Float32Array[];
  gradients: Float32Array[];
}

/** Largest difference of two results, relative to the largest magnitude of each array. */
export function worstDifference(actual: OpResult, expected: OpResult): { where: string; error: number } {
  let worst = { where: 'nowhere', error: 0 };
  for (const key of ['values', 'weights', 'gradients'] as const)
    actual[key].forEach((array, index) => {
      const other = expected[key][index]!;
      if (array.length !== other.length)
        worst = { where: `length of ${key} ${index}`, error: Number.POSITIVE_INFINITY };
      const scale = Math.max(
        other.reduce((m, v) => Math.max(m, Math.abs(v)), 0),
        1e-30,
      );
      for (let i = 0; i < other.length; i++) {
        const error = Math.abs(array[i]! - other[i]!) / scale;
        if (!(error <= worst.error)) worst = { where: `${key} ${index}, element ${i}`, error };
      }
    });
  return worst;
}

/** A place's values with its border around each sample, and without. */
export function bordered(values: Float32Array, { shape: [h, w, c], border, rows }: Place): Float32Array {
  const [height, width] = [h + 2 * border, w + 2 * border];
  const result = new Float32Array(rows * height * width * c);
  eachRow({ h, w, c, border, samples: values.length / (h * w * c) }, (inner, outer) => {
    result.set(values.subarray(inner, inner + w * c), outer);
  });
  return result;
}

export function unbordered(values: Float32Array, place: Place, samples: number): Float32Array {
  const [h, w, c] = place.shape;
  const result = new Float32Array(samples * h * w * c);
  eachRow({ h, w, c, border: place.border, samples }, (inner, outer) => {
    result.set(values.subarray(outer, outer + w * c), inner);
  });
  return result;
}

function eachRow(
  { h, w, c, border, samples }: { h: number; w: number; c: number; border: number; samples: number },
  visit: (inner: number, outer: number) => void,
): void {
  for (let sample = 0; sample < samples; sample++)
    for (let y = 0; y < h; y++) {
      const outer = ((sample * (h + 2 * border) + y + border) * (w + 2 * border) + border) * c;
      visit((sample * h + y) * w * c, outer);
    }
}
