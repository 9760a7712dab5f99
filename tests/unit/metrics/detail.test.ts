import { describe, expect, it } from 'vitest';
import { detailOf } from '../../../src/metrics/detail';
import { measure } from '../../../src/metrics/measure';
import { plainNumerics } from '../../../src/metrics/numerics';
import type { ProbeInput } from '../../../src/metrics/types';
import { at, collapsed, matrix, net, rotation, times } from './nets';

const look = (probe: ProbeInput, classes: [number, number, number] | null, eigenfunctions = 0) =>
  detailOf(
    probe,
    { classes, eigenfunctions: eigenfunctions ? { count: eigenfunctions, pictures: 3 } : null },
    plainNumerics,
  );

describe('the plane of three class means', () => {
  it('of a collapsed network is the simplex: every sample on its mean, the means on the unit circle', () => {
    const { collapse } = look(collapsed(10, 6, 24), [4, 0, 2]);
    const corner = Math.sqrt(3) / 2;
    const expected = [0, 1, corner, -0.5, -corner, -0.5];
    for (const [i, value] of expected.entries()) expect(collapse!.means[i]).toBeCloseTo(value, 9);
    expect(collapse!.members).toHaveLength(30);
    collapse!.members.forEach((member, i) => {
      for (const axis of [0, 1])
        expect(collapse!.points[2 * i + axis]).toBeCloseTo(expected[2 * member + axis]!, 9);
    });
  });

  it('has its points around its means, and does not notice a rotation, a shift or a scale', () => {
    const input = net(3, { samples: 90, width: 8, classes: 5 });
    const { collapse } = look(input, [0, 1, 3]);
    for (const k of [0, 1, 2])
      for (const axis of [0, 1]) {
        const own = [...collapse!.members.keys()].filter(i => collapse!.members[i] === k);
        const mean = own.reduce((sum, i) => sum + collapse!.points[2 * i + axis]!, 0) / own.length;
        expect(mean).toBeCloseTo(collapse!.means[2 * k + axis]!, 9);
      }
    const turned = times(input.features, rotation(3, 8));
    const features = matrix(90, 8, (i, j) => 1e4 * (at(turned, i, j) + j));
    const moved = look({ ...input, features }, [0, 1, 3]).collapse!;
    moved.points.forEach((value, i) => {
      expect(value).toBeCloseTo(collapse!.points[i]!, 8);
    });
  });

  const whole = net(3, { samples: 90, width: 8, classes: 5 });
  const missing: [string, ProbeInput, RegExp][] = [
    [
      'a class without samples',
      { ...whole, labels: whole.labels.map(label => (label === 1 ? 2 : label)) },
      /no sample/,
    ],
    ['constant features', { ...whole, features: matrix(90, 8, () => 1) }, /one line/],
    ['one feature', net(3, { samples: 90, width: 1, classes: 5 }), /one line/],
  ];
  it.each(missing)('is missing with a reason: %s', (_, probe, reason) => {
    const { collapse, collapseMissing } = look(probe, [0, 1, 2]);
    expect(collapse).toBeNull();
    expect(collapseMissing).toMatch(reason);
  });

  it('is missing without labels and where nobody wants it', () => {
    const { labels: _, ...input } = net(3, { samples: 90, width: 8, classes: 5 });
    expect(look(input, [0, 1, 2]).collapseMissing).toMatch(/labels/);
    expect(look(input, null)).toEqual({ collapse: null, eigenfunctions: null });
  });
});

describe('the strongest eigenfunctions', () => {
  it.each([
    ['n > p', { samples: 90, width: 8, classes: 5 }],
    ['n < p', { samples: 20, width: 40, classes: 5 }],
  ])('have the intensity, use and quality of the curves: %s', (_, shape) => {
    const input = net(3, shape);
    const { eigenfunctions } = look(input, null, 6);
    const { relativeEigenvalues, utilisation, quality, rank } = measure(input);
    expect(eigenfunctions).toHaveLength(6);
    eigenfunctions!.forEach(({ intensity, used, quality: own }, k) => {
      expect(intensity).toBeCloseTo(relativeEigenvalues![k]!, 9);
      expect(used).toBeCloseTo(rank * (utilisation![k]! - (utilisation![k - 1] ?? 0)), 7);
      expect(own).toBeCloseTo(4 * (quality![k]! - (quality![k - 1] ?? 0)), 7);
    });
  });

  it('find the samples at either end, in units of mean square 1, the larger end positive', () => {
    // One feature that is its own eigenfunction.
    const values = [0, 1, -2, 4, 3, -1, -5, 0];
    const features = matrix(8, 1, i => values[i]!);
    const [first] = look({ features, outputs: features }, null, 1).eigenfunctions!;
    expect([...first!.largest]).toEqual([6, 2, 5]);
    expect([...first!.smallest]).toEqual([3, 4, 1]);
    const square = values.reduce((sum, value) => sum + value ** 2, 0) / 8;
    expect([...first!.largestValues]).toEqual([5, 2, 1].map(v => expect.closeTo(v / Math.sqrt(square), 9)));
    expect([...first!.smallestValues]).toEqual([4, 3, 1].map(v => expect.closeTo(-v / Math.sqrt(square), 9)));
    expect(first!.used).toBeCloseTo(1, 12);
    expect(first!.quality).toBeNull();
  });

  it('are missing where the features are the same for every input', () => {
    const input = net(3, { samples: 30, width: 8, classes: 5 });
    const detail = look({ ...input, features: matrix(30, 8, () => 2) }, null, 6);
    expect(detail.eigenfunctions).toBeNull();
    expect(detail.eigenfunctionsMissing).toMatch(/same for every input/);
  });
});
