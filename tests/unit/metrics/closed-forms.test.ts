import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metrics/measure';
import { at, collapsed, gaussian, matrix } from './nets';

/** Features that are ± signs, all orthogonal to each other: column j of a Walsh–Hadamard matrix, times scale. */
function walsh(scales: readonly number[], samples = 16) {
  const sign = (i: number, j: number) => (bits(i & (j + 1)) % 2 ? -1 : 1);
  return matrix(samples, scales.length, (i, j) => scales[j]! * sign(i, j));
}

function bits(value: number): number {
  return value === 0 ? 0 : (value & 1) + bits(value >> 1);
}

describe('closed forms', () => {
  it('a collapsed net is as rich as can be', () => {
    const measures = measure(collapsed(30, 6, 20));
    expect(measures.dlr).toBeCloseTo(0, 10);
    expect(measures.share).toBeCloseTo(1, 10);
    expect(measures.participation).toBeCloseTo(5, 10);
    expect(measures.effectiveDimension).toBeCloseTo(5, 10);
    expect(measures.rank).toBe(5);
    expect(measures.linearCka).toBeCloseTo(1, 10);
    expect(measures.utilisation).toHaveLength(5);
    expect(measures.quality!.at(-1)).toBeCloseTo(1, 10);
    for (const name of ['nc1', 'nc2Norm', 'nc2Angle', 'nc3', 'nc4'] as const)
      expect(measures[name]).toBeCloseTo(0, 10);
  });

  it('equal features of which the outputs use r of p have D_LR 1 − √(r/p)', () => {
    const features = walsh([1, 1, 1, 1, 1, 1, 1, 1]);
    const outputs = matrix(16, 2, (i, c) => 5 * at(features, i, c));
    const measures = measure({ features, outputs });
    expect(measures.dlr).toBeCloseTo(1 - Math.sqrt(2 / 8), 12);
    expect(measures.share).toBeCloseTo(2 / 8, 12);
    expect(measures.participation).toBeCloseTo(8, 12);
  });

  it('the curves follow the strengths of the features', () => {
    const features = walsh([4, 3, 2, 1]);
    const outputs = matrix(16, 1, i => at(features, i, 1));
    const targets = matrix(16, 1, i => at(features, i, 0) + 4 * at(features, i, 3));
    const measures = measure({ features, outputs, targets });
    const near = (actual: Float64Array | undefined, expected: number[]) =>
      expected.forEach((value, k) => {
        expect(actual![k]).toBeCloseTo(value, 12);
      });
    near(measures.eigenvalues, [16, 9, 4, 1]);
    near(measures.relativeEigenvalues, [1, 9 / 16, 4 / 16, 1 / 16]);
    near(measures.utilisation, [0, 1, 1, 1]);
    near(measures.quality, [0.5, 0.5, 0.5, 1]);
    expect(measures.dlr).toBeCloseTo(1 - 9 / Math.sqrt(256 + 81 + 16 + 1), 12);
    expect(measures.targetAlignment).toBeCloseTo((256 + 16) / (Math.sqrt(256 + 81 + 16 + 1) * 32), 12);
  });

  it('outputs that are orthogonal to every feature have D_LR 1', () => {
    const all = walsh([1, 1, 1, 1]);
    const features = matrix(16, 3, (i, j) => at(all, i, j));
    const measures = measure({ features, outputs: matrix(16, 1, i => at(all, i, 3)) });
    expect(measures.dlr).toBeCloseTo(1, 12);
    expect(measures.share).toBeCloseTo(0, 12);
  });

  it('features are similar to themselves, and to any turned and scaled copy', () => {
    const features = gaussian(3, 'f', 50, 7);
    const outputs = gaussian(4, 'o', 50, 2);
    const copy = matrix(50, 7, (i, j) => -3 * at(features, i, (j + 2) % 7) + j);
    expect(measure({ features, outputs, initialFeatures: features }).initialSimilarity).toBeCloseTo(1, 12);
    expect(measure({ features, outputs, initialFeatures: copy }).initialSimilarity).toBeCloseTo(1, 12);
  });

  it('logits that move together for every class leave D_LR as it is, but only with labels', () => {
    const input = collapsed(10, 4, 9);
    const shifted = matrix(40, 4, (i, c) => at(input.outputs, i, c) + Math.sin(i));
    expect(measure({ ...input, outputs: shifted }).dlr).toBeCloseTo(0, 10);
    const { features } = input;
    expect(measure({ features, outputs: shifted }).dlr).toBeGreaterThan(0.05);
  });
});
