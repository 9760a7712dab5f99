import { createPlan } from '../../../src/engine/program/plan';
import type { Runtime } from '../../../src/engine/program/program';
import { createRandom } from '../../../src/experiment/random';
import { type InputShape, type NetworkSpec, sizeOf } from '../../../src/models/spec';
import { GRADIENT_RULE } from './networks';

/** Samples whose Gram matrix a device makes of the values that they have in a tap. */
export interface GramCase {
  name: string;
  shape: InputShape;
  samples: number;
  values: Float32Array;
  /** Samples of one piece of the probe. */
  piece: number;
}

const random = createRandom(17, 'gram cases');

function made(
  shape: InputShape,
  samples: number,
  { piece = samples, note = '', value = () => random.normal() } = {} as {
    piece?: number;
    note?: string;
    value?: (feature: number, sample: number) => number;
  },
): GramCase {
  const size = sizeOf(shape);
  const values = Float32Array.from({ length: samples * size }, (_, i) =>
    value(i % size, Math.floor(i / size)),
  );
  return { name: `${samples} of ${shape}, pieces of ${piece} ${note}`, shape, samples, values, piece };
}

/** Odd and even sizes, one sample, one value, pieces, borders, constants, large means, huge and tiny values. */
export const GRAM_CASES: GramCase[] = [
  ...[1, 3, 4, 31, 256, 257].map(width => made([1, 1, width], 1 + random.integer(80))),
  ...Array.from({ length: 4 }, () => made([1, 1, 1 + random.integer(700)], 1 + random.integer(300))),
  made([1, 1, 5], 1),
  made([1, 1, 200], 256),
  made([1, 1, 30], 300, { piece: 70 }),
  made([1, 1, 90], 61, { piece: 7 }),
  made([5, 7, 3], 13),
  made([6, 4, 8], 40, { piece: 9 }),
  made([9, 30, 4], 17),
  made([1, 3, 1], 5, { piece: 2 }),
  made([4, 4, 2], 20, { piece: 6, note: '(mean 1e4)', value: () => 1e4 + random.normal() }),
  made([1, 1, 300], 100, { note: '(means ±1e4)', value: f => (f % 2 ? 1e4 : -1e4) + random.normal() }),
  made([1, 1, 20], 30, { note: '(constants)', value: f => 0.1 * f - 0.7 }),
  made([3, 3, 3], 256, { note: '(constants)', value: f => 1e4 / (f + 1) }),
  made([1, 1, 64], 50, { note: '(1e-5)', value: () => 1e-5 * random.normal() }),
  made([1, 1, 64], 50, { note: '(1e4)', value: () => 1e4 * random.normal() }),
];

/** A network whose first tap is its input: a layer that changes nothing, with a border where a convolution follows. */
function passing(shape: InputShape): NetworkSpec {
  const [height, width, channels] = shape;
  const identity = Float32Array.from({ length: channels ** 2 }, (_, i) => (i % (channels + 1) ? 0 : 1));
  const flat = height * width === 1;
  const weights = (name: string, ...sizes: number[]) => ({
    name,
    shape: sizes,
    start: new Float32Array(sizes.reduce((a, b) => a * b, 1)).fill(0.01),
  });
  const layer = { bias: null, activation: null } as const;
  return {
    input: shape,
    parameters: [
      { name: 'identity', shape: flat ? [channels, channels] : [1, 1, channels, channels], start: identity },
      flat ? weights('next', channels, 2) : weights('next', 3, 3, channels, 2),
      weights('head', flat ? 2 : height * width * 2, 1),
    ],
    layers: [
      flat ? { kind: 'dense', weights: 0, ...layer } : { kind: 'conv', weights: 0, stride: 1, ...layer },
      flat ? { kind: 'dense', weights: 1, ...layer } : { kind: 'conv', weights: 1, stride: 1, ...layer },
      { kind: 'dense', weights: 2, ...layer },
    ],
    taps: [
      { layer: 0, name: 'identity' },
      { layer: 1, name: 'next' },
    ],
  };
}

/** The first tap's matrix as a device makes it. */
export async function gramOn(runtime: Runtime, { shape, samples, values, piece }: GramCase) {
  const network = passing(shape);
  // The least number at which a piece has as many samples.
  const flops = shape[0] * shape[1] * Math.max(shape[2] ** 2, 9 * shape[2] * 2, 4) * 2;
  const plan = createPlan(network, {
    ...{ batch: 1, probe: samples, headOnly: true },
    pieceFlops: piece * flops,
  });
  const inputs = await runtime.upload(values, samples, () => {});
  const targets = new Float32Array(samples);
  const program = await runtime.createProgram({ plan, loss: 'mse', rule: GRADIENT_RULE, inputs, targets });
  const { grams } = await program.probe(inputs, samples, () => {});
  program.dispose();
  inputs.dispose();
  return { plan, gram: grams[0]!, wanted: plan.taps[0]!.samples };
}

/** The same in float64, as the definition stands. */
export function gramByHand(values: Float32Array, width: number, samples: number): Float64Array {
  const centred = Float64Array.from(values.subarray(0, samples * width));
  for (let j = 0; j < width; j++) {
    let mean = 0;
    for (let i = 0; i < samples; i++) mean += centred[i * width + j]! / samples;
    for (let i = 0; i < samples; i++) centred[i * width + j]! -= mean;
  }
  return Float64Array.from({ length: samples ** 2 }, (_, index) => {
    const [a, b] = [Math.floor(index / samples) * width, (index % samples) * width];
    let sum = 0;
    for (let j = 0; j < width; j++) sum += centred[a + j]! * centred[b + j]!;
    return sum;
  });
}

/**
 * Largest error of an element, relative to the geometric mean of the diagonal's two; NaN where the matrix is not
 * symmetric, or not zero where it must be.
 */
export function gramError(actual: Float32Array, expected: Float64Array): number {
  const n = Math.sqrt(expected.length);
  let worst = actual.length === expected.length ? 0 : Number.NaN;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const at = i * n + j;
      const scale = Math.sqrt(expected[i * n + i]! * expected[j * n + j]!);
      // What float64 itself leaves of constants.
      const nothing = scale < 1e-20;
      if (actual[at] !== actual[j * n + i] || (nothing && actual[at] !== 0)) return Number.NaN;
      if (!nothing) worst = Math.max(worst, Math.abs(actual[at]! - expected[at]!) / scale);
    }
  return worst;
}

/** The bound that every device holds. */
export const GRAM_BOUND = 2e-6;
