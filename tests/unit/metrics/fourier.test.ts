import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EmbeddingProbe,
  effectiveFrequencies,
  embeddingSpectra,
  logarithmicOrder,
  rowPowers,
} from '../../../src/metrics/fourier';

const residues = (n: number) => Array.from({ length: n }, (_, a) => a);

/** A table of n rows by a formula of row and column. */
const table = (n: number, width: number, value: (a: number, j: number) => number) =>
  Float64Array.from({ length: n * width }, (_, i) => value(Math.floor(i / width), i % width));

/** Shares of the power by frequency, summed over the units. */
function sharesOf(weights: ArrayLike<number>, width: number, order: readonly number[]): number[] {
  const powers = rowPowers(weights, width, order);
  const total = powers.reduce((sum, power) => sum + power, 0);
  return residues(powers.length / width).map(
    k => powers.slice(k * width, (k + 1) * width).reduce((sum, power) => sum + power, 0) / total,
  );
}

const anyTable = fc
  .record({ n: fc.integer({ min: 2, max: 23 }), width: fc.integer({ min: 1, max: 5 }) })
  .chain(({ n, width }) =>
    fc
      .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n * width, maxLength: n * width })
      .filter(values => values.some(value => Math.abs(value) > 1e-3))
      .map(values => ({ n, width, weights: Float64Array.from(values) })),
  );

const expectClose = (found: readonly number[], wanted: readonly number[], digits = 10) => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, k) => {
    expect(value).toBeCloseTo(wanted[k]!, digits);
  });
};

describe('the spectrum of a table', () => {
  it('shares out all of the power of each unit (Parseval)', () => {
    fc.assert(
      fc.property(anyTable, ({ n, width, weights }) => {
        const powers = rowPowers(weights, width, residues(n));
        expect(powers).toHaveLength((Math.floor(n / 2) + 1) * width);
        for (let j = 0; j < width; j++) {
          const of = (values: Float64Array) => values.filter((_, i) => i % width === j);
          const squares = of(weights).reduce((sum, value) => sum + value ** 2, 0);
          expect(of(powers).reduce((sum, power) => sum + power, 0)).toBeCloseTo(squares, 8);
        }
      }),
    );
  });

  it('of a pure cosine of any phase is one line', () => {
    for (const n of [5, 12, 31, 97])
      for (const k of [1, 2, Math.floor(n / 2)]) {
        const weights = table(n, 3, (a, j) => Math.cos((2 * Math.PI * k * a) / n + 0.3 + j));
        expectClose(
          sharesOf(weights, 3, residues(n)),
          residues(Math.floor(n / 2) + 1).map(line => Number(line === k)),
        );
      }
  });

  it('of a constant lies at 0, and of one number that differs it is even', () => {
    expectClose(sharesOf(new Float64Array(14).fill(0.7), 2, residues(7)), [1, 0, 0, 0]);
    expectClose(sharesOf([0, 0, 5, 0, 0, 0, 0], 1, residues(7)), [1 / 7, 2 / 7, 2 / 7, 2 / 7]);
    // Of an even number of rows, the middle frequency is its own partner.
    expectClose(sharesOf([0, 0, 5, 0, 0, 0], 1, residues(6)), [1 / 6, 2 / 6, 2 / 6, 1 / 6]);
  });

  it('is that of two cosines by their squared amplitudes', () => {
    const weights = table(
      11,
      1,
      a => 3 * Math.cos((4 * Math.PI * a) / 11) + Math.sin((8 * Math.PI * a) / 11),
    );
    expectClose(sharesOf(weights, 1, residues(11)), [0, 0, 0.9, 0, 0.1, 0]);
  });

  it('does not change where the residues are shifted, nor with the scale', () => {
    fc.assert(
      fc.property(anyTable, fc.nat(22), ({ n, width, weights }, shift) => {
        const shifted = residues(n).map(a => (a + shift) % n);
        const before = sharesOf(weights, width, residues(n));
        expectClose(sharesOf(weights, width, shifted), before);
        expectClose(
          sharesOf(
            weights.map(value => -4 * value),
            width,
            residues(n),
          ),
          before,
        );
      }),
    );
  });
});

describe('the order of discrete logarithms', () => {
  it('goes through all numbers but 0, each a fixed factor from the one before', () => {
    for (const p of [2, 3, 5, 7, 31, 97, 113]) {
      const order = logarithmicOrder(p)!;
      expect([...order].sort((a, b) => a - b)).toEqual(residues(p).slice(1));
      const root = order[1] ?? 1;
      order.forEach((value, m) => {
        expect((value * root) % p).toBe(order[(m + 1) % order.length]);
      });
    }
    expect(logarithmicOrder(7)).toEqual([1, 3, 2, 6, 4, 5]);
  });

  it('does not exist for a modulus that is not prime', () => {
    for (const modulus of [4, 6, 8, 9, 15, 30, 91, 112]) expect(logarithmicOrder(modulus)).toBeNull();
  });
});

describe('the number of frequencies', () => {
  it('is their participation ratio, without the constant', () => {
    expect(effectiveFrequencies([9, 1, 1, 1, 0])).toBe(3);
    expect(effectiveFrequencies([0, 0, 4])).toBe(1);
    expect(effectiveFrequencies([1, 3, 1])).toBeCloseTo(1.6, 12);
    expect(effectiveFrequencies([1, 0, 0])).toBeNull();
    expect(effectiveFrequencies([1])).toBeNull();
  });
});

describe('the spectra of an embedding', () => {
  const wave = (n: number, k: number, size = 1) =>
    table(n, 2, (a, j) => size * Math.cos((2 * Math.PI * k * a) / n + j));
  const of = (probe: Partial<EmbeddingProbe> & Pick<EmbeddingProbe, 'weights'>) =>
    embeddingSpectra({ width: 2, modulus: 7, group: 'additive', ...probe });

  it('are those of its tables, which count by their power in the number of frequencies', () => {
    const both = Float32Array.from([...wave(7, 1), ...wave(7, 3)]);
    const found = of({ weights: both });
    if ('missing' in found) throw new Error(found.missing);
    expectClose(found.spectra[0]!, [0, 1, 0, 0], 6);
    expectClose(found.spectra[1]!, [0, 0, 0, 1], 6);
    expect(found.effectiveFrequencies).toBeCloseTo(2, 5);
    const uneven = of({ weights: Float32Array.from([...wave(7, 1), ...wave(7, 3, 2)]) });
    expect(uneven).toMatchObject({ effectiveFrequencies: expect.closeTo(25 / 17, 5) });
    expect(of({ weights: Float32Array.from(wave(7, 2)) })).toMatchObject({
      spectra: [expect.any(Array)],
      effectiveFrequencies: expect.closeTo(1, 5),
    });
  });

  it('tell a network whose units share out the frequencies from one whose units mix them', () => {
    const apart = table(7, 2, (a, j) => Math.cos((2 * Math.PI * (j + 1) * a) / 7));
    const mixed = table(
      7,
      2,
      (a, j) => Math.cos((2 * Math.PI * a) / 7 + j) + Math.cos((4 * Math.PI * a) / 7),
    );
    for (const [weights, perUnit] of [
      [apart, 1],
      [mixed, 2],
    ] as const)
      expect(of({ weights: Float32Array.from(weights) })).toMatchObject({
        effectiveFrequencies: expect.closeTo(2, 5),
        frequenciesPerUnit: expect.closeTo(perUnit, 5),
      });
    // A unit counts by its power: here nine times as much as the other.
    const uneven = table(7, 2, (a, j) => {
      const wave = (k: number) => Math.cos((2 * Math.PI * k * a) / 7);
      return j ? 3 * wave(1) : Math.SQRT1_2 * (wave(2) + wave(3));
    });
    expect(of({ weights: Float32Array.from(uneven) })).toMatchObject({
      frequenciesPerUnit: expect.closeTo(0.9 * 1 + 0.1 * 2, 5),
    });
  });

  it('have no number of frequencies where nothing oscillates', () => {
    expect(of({ weights: new Float32Array(14).fill(1) })).toMatchObject({
      spectra: [[1, 0, 0, 0].map(share => expect.closeTo(share, 6))],
    });
    const two = of({ weights: Float32Array.from([5, 5, 3, 4]), modulus: 2, group: 'multiplicative' });
    expect(two).toEqual({ spectra: [[1]], effectiveFrequencies: null, frequenciesPerUnit: null });
  });

  it('of products are over the logarithms, whatever stands at 0', () => {
    const order = logarithmicOrder(7)!;
    const weights = new Float32Array(14).fill(50, 0, 2);
    order.forEach((row, m) => {
      weights[2 * row] = Math.cos((2 * Math.PI * 2 * m) / 6);
    });
    const found = of({ weights, group: 'multiplicative' });
    if ('missing' in found) throw new Error(found.missing);
    expectClose(found.spectra[0]!, [0, 0, 1, 0], 6);
  });

  it('say why there are none', () => {
    expect(of({ weights: new Float32Array(12).fill(1), modulus: 6, group: 'multiplicative' })).toEqual({
      missing: 'Products modulo 6 are no cyclic group, since 6 is not prime: there are no frequencies.',
    });
    const broken = new Float32Array(14).fill(1);
    broken[3] = Number.POSITIVE_INFINITY;
    for (const weights of [new Float32Array(14), broken])
      expect(of({ weights })).toEqual({
        missing: 'The embedding is zero or not finite, so its spectrum is undefined.',
      });
  });
});
