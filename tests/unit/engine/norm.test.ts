import { beforeAll, describe, expect, it } from 'vitest';
import type { WasmKernels } from '../../../src/engine/kernels/wasm/module';
import { NORM_EPSILON } from '../../../src/engine/program/ops';
import { createRandom } from '../../../src/experiment/random';
import { nodeKernels } from './devices';

let kernels: WasmKernels;
beforeAll(async () => {
  kernels = await nodeKernels();
});

const ROWS = 5_000;

/** Mean and 1/√(variance + epsilon) of each channel, by our kernel and in double precision by the definition. */
function moments(values: Float32Array, channels: number) {
  const rows = values.length / channels;
  const x = kernels.upload(values);
  const [mean, deviation, running] = [1, 1, 2].map(times => kernels.allocate(times * channels)) as [
    number,
    number,
    number,
  ];
  const scratch = kernels.scratch(kernels.exports.momentsScratchBytes(channels));
  kernels.exports.batchMoments(
    ...([x, rows, channels, mean, deviation, running, running + 4 * channels] as const),
    ...([NORM_EPSILON, 0.1, scratch] as const),
  );
  const actual = {
    mean: Array.from(kernels.floats(mean, channels)),
    deviation: Array.from(kernels.floats(deviation, channels)),
  };
  for (const address of [x, mean, deviation, running]) kernels.release(address);
  const expected = Array.from({ length: channels }, (_, c) => {
    const own = values.filter((_, i) => i % channels === c);
    const centre = own.reduce((sum, value) => sum + value, 0) / rows;
    const variance = own.reduce((sum, value) => sum + (value - centre) ** 2, 0) / rows;
    return { mean: centre, deviation: 1 / Math.sqrt(variance + NORM_EPSILON) };
  });
  return { actual, expected };
}

function drawn(channels: number, mean: number, deviation: number): Float32Array {
  const random = createRandom(11, 'moments');
  return Float32Array.from({ length: ROWS * channels }, () => mean + deviation * random.normal());
}

/** Single precision, a little widened. */
const SHARE = 3e-7;

function expectAgreement({ actual, expected }: ReturnType<typeof moments>): void {
  expected.forEach(({ mean, deviation }, c) => {
    expect(Math.abs(actual.deviation[c]! / deviation - 1), `deviation of channel ${c}`).toBeLessThan(SHARE);
    expect(Math.abs(actual.mean[c]! - mean), `mean of channel ${c}`).toBeLessThan(
      SHARE * Math.max(Math.abs(mean), 1 / deviation),
    );
  });
}

describe('the moments of a batch, in one pass', () => {
  it.each([
    [3, 0, 1],
    [4, 1e4, 1],
    [6, -1e6, 10],
    [13, 0, 1e15],
  ])('%i channels, mean %d, deviation %d', (channels, mean, deviation) => {
    expectAgreement(moments(drawn(channels, mean, deviation), channels));
  });

  it('when the first row lies far from all others', () => {
    const channels = 5;
    const values = drawn(channels, 0, 1);
    // The variance is then a five-thousandth of the mean square around that row.
    values.fill(1e4, 0, channels);
    expectAgreement(moments(values, channels));
  });

  it('of a constant: no variance', () => {
    const result = moments(new Float32Array(ROWS * 4).fill(1 / 3), 4);
    expect(result.actual.mean).toEqual(Array(4).fill(Math.fround(1 / 3)));
    expectAgreement(result);
  });
});

it('a NaN passes through the ReLU of a norm, so that divergence is seen', () => {
  const x = kernels.upload(Float32Array.from([Number.NaN, -1, 2, Number.NaN, 3]));
  const [zeros, ones] = [kernels.allocate(5), kernels.upload(new Float32Array(5).fill(1))];
  const y = kernels.allocate(5);
  kernels.exports.normalise(x, 1, 1, 5, zeros, ones, ones, zeros, 1, y, 0, 1);
  expect(Array.from(kernels.floats(y, 5))).toEqual([Number.NaN, 0, 2, Number.NaN, 3]);
});
