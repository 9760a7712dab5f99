import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/experiment/random';
import { BLOCKS, blockEdges, blockOrder } from '../../../src/metrics/blocks';
import { measure } from '../../../src/metrics/measure';
import type { ProbeInput } from '../../../src/metrics/types';
import { at, collapsed, matrix, net } from './nets';

/** The samples of a probe with these numbers. */
function sampled(input: ProbeInput, samples: readonly number[]): ProbeInput {
  const { features, outputs, labels } = input;
  const rows = samples.length;
  return {
    features: matrix(rows, features.columns, (i, j) => at(features, samples[i]!, j)),
    outputs: matrix(rows, outputs.columns, (i, j) => at(outputs, samples[i]!, j)),
    ...(labels && { labels: Int32Array.from(samples, i => labels[i]!) }),
  };
}

/** The error by leaving each block out and measuring what is left from scratch. */
function errorByHand(input: ProbeInput): number {
  const n = input.features.rows;
  const order = blockOrder(n);
  const edges = blockEdges(n);
  const values = Array.from({ length: BLOCKS }, (_, b) => {
    const left = [...order].filter((_, place) => place < edges[b]! || place >= edges[b + 1]!);
    return measure(sampled(input, left)).dlr!;
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / BLOCKS;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(((BLOCKS - 1) / BLOCKS) * squares);
}

describe('the jackknife error of D_LR', () => {
  it.each([
    ['more samples than features', { samples: 203, width: 12, classes: 5 }],
    ['fewer samples than features', { samples: 61, width: 90, classes: 4 }],
    ['one output', { samples: 80, width: 9, classes: 1 }],
    ['more classes than features', { samples: 120, width: 4, classes: 9 }],
    ['as few samples as it takes', { samples: 16, width: 5, classes: 2 }],
  ])('is that of leaving out blocks one by one: %s', (_, shape) => {
    const input = net(3, shape);
    const { dlrError } = measure(input);
    expect(dlrError).toBeGreaterThan(0);
    expect(dlrError).toBeCloseTo(errorByHand(input), 9);
  });

  it('is that of leaving out blocks where a class is gone with one of them', () => {
    const { head: _, ...input } = net(5, { samples: 96, width: 8, classes: 3 });
    // One output differs on a single sample only, and so does not differ without it.
    const outputs = matrix(96, 3, (i, j) => (j < 2 ? at(input.outputs, i, j) : i === 40 ? 1 : 0));
    const { labels: __, ...regression } = { ...input, outputs };
    expect(measure(regression).dlrError).toBeCloseTo(errorByHand(regression), 9);
  });

  it('is undefined with fewer than 16 samples, and says so', () => {
    const measures = measure(net(3, { samples: 15, width: 5, classes: 2 }));
    expect(measures.dlr).toBeGreaterThan(0);
    expect(measures.dlrError).toBeNull();
    expect(measures.undefinedBecause?.dlrError).toMatch(/fewer than 16 samples/);
  });

  it('is undefined where a block held all that differed', () => {
    const input = net(3, { samples: 64, width: 5, classes: 2 });
    const features = matrix(64, 5, (i, j) => (i === 7 ? j : 0));
    const measures = measure({ ...input, features });
    expect(measures.dlr).toBeGreaterThan(0);
    expect(measures.dlrError).toBeNull();
    expect(measures.undefinedBecause?.dlrError).toMatch(/Without one block/);
  });

  it('of a collapsed network is zero', () => {
    expect(measure(collapsed(40, 6, 24)).dlrError).toBeLessThan(1e-2);
    expect(measure(collapsed(40, 2, 24)).dlrError).toBeLessThan(1e-9);
  });

  it('covers: 1.96 errors around D_LR of a sample hold that of the whole in 88 – 99 % of 200 samples', () => {
    const whole = net(11, { samples: 12_000, width: 24, classes: 6, noise: 3 });
    const value = measure(whole).dlr!;
    const random = createRandom(17, 'resamplings');
    let covered = 0;
    for (let draw = 0; draw < 200; draw++) {
      const samples = Array.from({ length: 512 }, () => Math.floor(random.uniform() * 12_000));
      const { dlr, dlrError } = measure(sampled(whole, samples));
      if (Math.abs(dlr! - value) <= 1.96 * dlrError!) covered++;
    }
    expect(covered / 200).toBeGreaterThanOrEqual(0.88);
    expect(covered / 200).toBeLessThanOrEqual(0.99);
  });
});
