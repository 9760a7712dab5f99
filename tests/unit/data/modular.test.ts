import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/data/load';
import { prepareInputs } from '../../../src/data/transforms';
import type { DataSettings, Dataset, Pictures } from '../../../src/data/types';
import { isPrime, OPERATIONS, type Operation } from '../../../src/experiment/modular';
import { dataSettings, testContext } from './helpers';

const load = (data: Partial<DataSettings['data']> = {}, seed = 1): Promise<Dataset> =>
  loadDataset(dataSettings({ source: 'modular', ...data }, seed), testContext());

/** Reads the numbers back out of the one-hot inputs; checks that nothing else is set. */
function pairsOf(pictures: Pictures, p: number): { a: number; b: number; label: number }[] {
  return Array.from({ length: pictures.count }, (_, i) => {
    const picture = pictures.pixels.subarray(i * 2 * p, (i + 1) * 2 * p);
    const set = [...picture.keys()].filter(at => picture[at]);
    expect(set).toHaveLength(2);
    expect(set.map(at => picture[at])).toEqual([255, 255]);
    expect(set[0]).toBeLessThan(p);
    expect(set[1]).toBeGreaterThanOrEqual(p);
    return { a: set[0]!, b: set[1]! - p, label: pictures.labels[i]! };
  });
}

/** What has to hold between a, b and the class; division is checked by multiplying back. */
const HOLDS: Record<Operation, (a: number, b: number, label: number, p: number) => boolean> = {
  addition: (a, b, label, p) => (a + b - label) % p === 0,
  subtraction: (a, b, label, p) => (a - b - label) % p === 0,
  multiplication: (a, b, label, p) => (a * b - label) % p === 0,
  division: (a, b, label, p) => b !== 0 && (label * b - a) % p === 0,
};

describe('modular arithmetic', () => {
  it.each(OPERATIONS.flatMap(operation => [5, 31, 113].map(modulus => [operation, modulus] as const)))(
    '%s modulo %i has every pair once, in training or in test, with its result',
    async (operation, p) => {
      const set = await load({ operation, modulus: p });
      expect(set.shape).toEqual([1, 2 * p, 1]);
      expect(set.classes).toEqual(Array.from({ length: p }, (_, i) => String(i)));
      const pairs = [...pairsOf(set.train, p), ...pairsOf(set.test, p)];
      const firstB = operation === 'division' ? 1 : 0;
      expect(pairs).toHaveLength(p * (p - firstB));
      expect(new Set(pairs.map(({ a, b }) => a * p + b)).size).toBe(pairs.length);
      expect(pairs.filter(({ a, b, label }) => !HOLDS[operation](a, b, label, p))).toEqual([]);
      expect(pairs.every(({ label }) => label < p)).toBe(true);
    },
  );

  it.each([
    ['addition', 31, 31],
    ['subtraction', 31, 31],
    ['division', 31, 30],
  ] as const)('%s modulo %i has each class %i times', async (operation, modulus, times) => {
    const { train, test } = await load({ operation, modulus });
    const counts = new Array(modulus).fill(0);
    for (const label of [...train.labels, ...test.labels]) counts[label]++;
    expect(new Set(counts)).toEqual(new Set([times]));
  });

  it('trains on 60 % of the 961 pairs of p = 31 where nothing else is said, and says so', async () => {
    const set = await load();
    expect([set.name, set.train.count, set.test.count]).toEqual(['Addition modulo 31', 577, 384]);
    expect(set.note).toBe(
      'Of all 961 pairs, 577 are trained on, drawn with seed 1, and all others tested on.',
    );
    expect((await load({ operation: 'division' })).note).toMatch(/^Of all 930 pairs with b ≠ 0, 558 /);
  });

  it('leaves at least one pair on either side', async () => {
    for (const trainShare of [0.05, 0.95])
      for (const operation of OPERATIONS) {
        const { train, test } = await load({ operation, modulus: 2, trainShare });
        expect(Math.min(train.count, test.count)).toBeGreaterThan(0);
      }
  });

  it('is the same for the same seed and another for another', async () => {
    const [first, again, other] = [await load(), await load(), await load({}, 2)];
    expect(again).toEqual(first);
    expect(other.train.pixels).not.toEqual(first.train.pixels);
  });

  it('a larger share keeps what a smaller one trains on', async () => {
    const few = pairsOf((await load({ trainShare: 0.3 })).train, 31);
    const many = pairsOf((await load({ trainShare: 0.7 })).train, 31);
    expect(many.slice(0, few.length)).toEqual(few);
  });

  it('gives inputs of 0 and 1, and no label code', async () => {
    const settings = dataSettings({ source: 'modular', codeStrength: 3 });
    const dataset = await loadDataset(settings, testContext());
    const { train } = await prepareInputs(dataset, settings, async () => {});
    expect(new Set(train.inputs)).toEqual(new Set([0, 1]));
    expect(train.inputs.reduce((sum, value) => sum + value, 0)).toBe(2 * train.count);
  });

  it('has no division modulo what is not prime, and says what to take', async () => {
    for (const modulus of [4, 9, 91, 100])
      await expect(load({ operation: 'division', modulus })).rejects.toThrow(
        /^Division needs a prime modulus, and \d+ is none: choose \d+ or \d+\.$/,
      );
    await expect(load({ operation: 'division', modulus: 100 })).rejects.toThrow('choose 97 or 101.');
    await expect(load({ operation: 'multiplication', modulus: 100 })).resolves.toBeDefined();
  });
});

it('knows the primes', () => {
  const primes = Array.from({ length: 60 }, (_, i) => i).filter(isPrime);
  expect(primes).toEqual([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59]);
});
