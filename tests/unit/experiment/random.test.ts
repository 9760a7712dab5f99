import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/experiment/random';

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a stream of draws', () => {
  it('is the same for the same seed and name, now and in every release', () => {
    expect(draws(4, createRandom(1, 'weights').uniform)).toEqual([
      0.9547637610230595, 0.8348744744434953, 0.15477973828092217, 0.33468788280151784,
    ]);
    const normals = [-0.9324344196768654, -0.4465053913635983, -1.1938101959642313];
    draws(3, createRandom(1, 'weights').normal).forEach((value, i) => {
      // Engines may round a logarithm differently.
      expect(value).toBeCloseTo(normals[i]!, 14);
    });
    expect([...createRandom(1, 'batches').permutation(8)]).toEqual([2, 6, 1, 3, 5, 0, 7, 4]);
  });

  it('differs between seeds and between names', () => {
    const streams = [0, 1, 2, 4_294_967_295].flatMap(seed =>
      ['weights', 'batches', 'data'].map(name => draws(8, createRandom(seed, name).uniform).join()),
    );
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('has no correlation between neighbouring seeds', () => {
    const count = 20_000;
    const firsts = Array.from({ length: count }, (_, seed) => createRandom(seed, 'weights').uniform());
    const centred = firsts.map(value => value - 0.5);
    const products = centred.slice(1).map((value, i) => value * centred[i]!);
    // The mean of n such products has standard deviation 1 / (12 √n).
    expect(Math.abs(mean(products))).toBeLessThan(4 / (12 * Math.sqrt(count)));
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * count));
  });
});

describe('uniform draws', () => {
  it('lie in [0, 1) and fill it evenly', () => {
    const count = 100_000;
    const values = draws(count, createRandom(3, 'test').uniform);
    expect(values.every(value => value >= 0 && value < 1)).toBe(true);
    const bins = new Array<number>(20).fill(0);
    for (const value of values) bins[Math.floor(20 * value)]!++;
    const chiSquared = bins.reduce((sum, bin) => sum + (bin - count / 20) ** 2 / (count / 20), 0);
    // 19 degrees of freedom: above 43.8 once in a thousand.
    expect(chiSquared).toBeLessThan(43.8);
  });
});

describe('normal draws', () => {
  it('have mean 0, variance 1, no skew and the kurtosis of a normal', () => {
    const count = 100_000;
    const values = draws(count, createRandom(4, 'test').normal);
    const moment = (power: number) => mean(values.map(value => value ** power));
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
  });
});

describe('integer draws', () => {
  it('lie below their bound and reach each value equally often', () => {
    const random = createRandom(5, 'test');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(10_000));
  });

  it('have no modulo bias where the bound is large', () => {
    const bound = 3 * 2 ** 30;
    const values = draws(20_000, () => createRandom(6, 'test').integer(bound));
    expect(new Set(values).size).toBe(1);
    const random = createRandom(6, 'test');
    const low = draws(20_000, () => random.integer(bound)).filter(value => value < bound / 3).length;
    // With a bias it would be half of them instead of a third.
    expect(Math.abs(low / 20_000 - 1 / 3)).toBeLessThan(0.02);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('need a bound that makes sense, not %d', bound => {
    expect(() => createRandom(1, 'test').integer(bound)).toThrow('needs a bound between 1 and 2³²');
  });

  it('take the whole range of bounds', () => {
    expect(createRandom(1, 'test').integer(1)).toBe(0);
    expect(createRandom(1, 'test').integer(2 ** 32)).toBeLessThan(2 ** 32);
  });
});

describe('permutations', () => {
  it('hold each index once', () => {
    const order = createRandom(7, 'test').permutation(500);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(createRandom(7, 'test').permutation(0)).toHaveLength(0);
  });

  it('are all equally likely', () => {
    const random = createRandom(8, 'test');
    const seen = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const key = random.permutation(3).join();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const count of seen.values()) expect(Math.abs(count - 2_000)).toBeLessThan(4 * Math.sqrt(2_000));
  });
});
