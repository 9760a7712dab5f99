import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metrics/measure';
import { ArmMeter } from '../../../src/metrics/meter';
import { featureRegime } from '../../../src/metrics/reading';
import { kernelCka } from '../../../src/metrics/similarity';
import { at, collapsed, gaussian, matrix, net, rotation, times, transpose } from './nets';

/** 1 − ⟨K, K'⟩ / (‖K‖ ‖K'‖) of the uncentred kernels, written out. */
function distanceByHand(a: ReturnType<typeof matrix>, b: ReturnType<typeof matrix>): number {
  const [k, l] = [times(a, transpose(a)), times(b, transpose(b))];
  const dot = (x: typeof k, y: typeof k) => Array.from(x.data).reduce((sum, v, i) => sum + v * y.data[i]!, 0);
  return 1 - dot(k, l) / Math.sqrt(dot(k, k) * dot(l, l));
}

describe('kernel distance', () => {
  it.each([
    ['n > p', 40, 7, 12],
    ['n < p', 12, 30, 50],
    ['n between the widths', 20, 9, 33],
  ])('is that of the uncentred kernels: %s', (_, samples, width, initialWidth) => {
    const input = net(2, { samples, width, classes: 3 });
    const shifted = matrix(samples, initialWidth, (i, j) => 1 + Math.sin(i * (j + 1)));
    const { kernelDistance } = measure({ ...input, initialFeatures: shifted });
    expect(kernelDistance).toBeCloseTo(distanceByHand(input.features, shifted), 6);
  });

  it('does not notice a rotation, a permutation or a scale, and is 0 where nothing moved', () => {
    const input = net(2, { samples: 50, width: 8, classes: 3 });
    const initialFeatures = input.features;
    const turned = times(input.features, rotation(3, 8));
    const scaled = matrix(50, 8, (i, j) => 1e-5 * at(input.features, i, j));
    for (const features of [input.features, turned, scaled])
      expect(measure({ ...input, features, initialFeatures }).kernelDistance).toBeCloseTo(0, 6);
  });

  it('is undefined where all features are zero', () => {
    const input = net(2, { samples: 50, width: 8, classes: 3 });
    const measures = measure({ ...input, initialFeatures: matrix(50, 8, () => 0) });
    expect(measures.kernelDistance).toBeNull();
    expect(measures.undefinedBecause?.kernelDistance).toMatch(/zero/);
    expect(measures.undefinedBecause?.initialSimilarity).toMatch(/step 0 are the same/);
  });
});

describe('the likeness to the start', () => {
  it('is undefined, with the reason, where the features of step 0 were not usable', () => {
    const { features, outputs, labels, head } = net(2, { samples: 20, width: 4, classes: 2 });
    const single = ({ data }: { data: ArrayLike<number> }) => Float32Array.from(data);
    const probe = {
      ...{ samples: 20, width: 4, labels, layers: [] },
      ...{ features: single(features), outputs: single(outputs), head: single(head) },
    };
    const meter = new ArmMeter();
    meter.measure('train', 0, { ...probe, features: single(features).fill(Number.NaN) });
    const later = meter.measure('train', 1, probe);
    expect(later).toMatchObject({ initialSimilarity: null, kernelDistance: null });
    expect(later.undefinedBecause?.initialSimilarity).toMatch(/step 0 hold numbers that are not finite/);
  });
});

describe('the tangent-kernel change', () => {
  it('is the centred CKA of two kernels: 1 for the same, and for a scaled and shifted one', () => {
    const features = gaussian(4, 'kernel', 20, 6);
    const kernel = Float64Array.from(times(features, transpose(features)).data);
    const moved = kernel.map(value => 3 * value + 7);
    expect(kernelCka(kernel, moved, 20)).toBeCloseTo(1, 12);
    expect(kernelCka(kernel, new Float64Array(400).fill(2), 20)).toBeNull();
  });

  it('of linear kernels is the linear CKA of their features', () => {
    const [a, b] = [gaussian(4, 'a', 30, 6), gaussian(4, 'b', 30, 9)];
    const kernelOf = (m: typeof a) => Float64Array.from(times(m, transpose(m)).data);
    const expected = measure({
      ...net(2, { samples: 30, width: 6, classes: 3 }),
      features: a,
      initialFeatures: b,
    });
    expect(kernelCka(kernelOf(a), kernelOf(b), 30)).toBeCloseTo(expected.initialSimilarity!, 6);
  });

  it('is measured against the kernel of step 0, and absent where none is due', () => {
    const meter = new ArmMeter();
    const kernelOf = (seed: number) => {
      const m = gaussian(seed, 'kernel', 12, 5);
      return { samples: 12, kernel: Float64Array.from(times(m, transpose(m)).data), milliseconds: 7 };
    };
    const parameters = { squared: 4, squaredDistance: 1, squaredStart: 4 };
    const at0 = meter.measureNetwork(0, { parameters, tangentKernel: kernelOf(1), tangentKernelFault: null });
    expect(at0).toEqual({
      parameterNorm: 4,
      parameterDistance: 0.5,
      tangentKernelChange: expect.closeTo(0, 12),
      tangentKernelCost: 7,
    });
    expect(
      meter.measureNetwork(5, { parameters: null, tangentKernel: null, tangentKernelFault: 'Too large.' }),
    ).toEqual({
      parameterNorm: null,
      parameterDistance: null,
      tangentKernelChange: null,
      tangentKernelMissing: 'Too large.',
    });
    const change = meter.measureNetwork(9, {
      parameters,
      tangentKernel: kernelOf(2),
      tangentKernelFault: null,
    }).tangentKernelChange!;
    expect(change).toBeCloseTo(1 - kernelCka(kernelOf(1).kernel, kernelOf(2).kernel, 12)!, 12);
  });
});

describe('how many features are used', () => {
  it('k₉₅ is the first k with 95 % of the utilisation', () => {
    const { k95, utilisation } = measure(net(2, { samples: 80, width: 30, classes: 6 }));
    expect(utilisation![k95! - 1]).toBeGreaterThanOrEqual(0.95);
    expect(utilisation![k95! - 2]).toBeLessThan(0.95);
  });

  it('a collapsed network uses as few as its outputs need, and is minimal', () => {
    const { k95, rank } = measure(collapsed(20, 6, 24));
    expect(k95).toBe(5);
    expect(featureRegime(k95, rank)).toBe('minimal');
  });

  it('is extended from more than twice the dimension of the outputs, and undefined without it', () => {
    expect(featureRegime(10, 5)).toBe('minimal');
    expect(featureRegime(11, 5)).toBe('extended');
    expect(featureRegime(null, 5)).toBeNull();
    expect(featureRegime(3, 0)).toBeNull();
  });

  it('is undefined where the features do not reach the outputs', () => {
    const input = net(2, { samples: 80, width: 6, classes: 3 });
    const measures = measure({ ...input, outputs: gaussian(9, 'elsewhere', 80, 3) });
    expect(measures.dlr).toBeGreaterThan(0.5);
    expect(measures.k95).toBeNull();
    expect(measures.undefinedBecause?.k95).toMatch(/do not span/);
  });
});
