import { describe, expect, it } from 'vitest';
import { drawDigits, MOST_TEST, MOST_TRAIN } from '../../../src/data/digits';
import { loadDataset } from '../../../src/data/load';
import { WAYS } from '../../../src/data/strokes';
import type { Pictures } from '../../../src/data/types';
import { dataSettings, testContext } from './helpers';

const SIZE = 784;
const picture = (pictures: Pictures, i: number) => pictures.pixels.subarray(i * SIZE, (i + 1) * SIZE);

/** Share of `test` whose nearest class mean of `train` (squared distance) has the right label. */
function nearestMeanAccuracy(train: Pictures, test: Pictures): number {
  const means = Array.from({ length: 10 }, () => new Float64Array(SIZE));
  const counts = new Float64Array(10);
  for (let i = 0; i < train.count; i++) {
    const label = train.labels[i]!;
    counts[label]!++;
    picture(train, i).forEach((value, at) => {
      means[label]![at]! += value;
    });
  }
  means.forEach((mean, label) => {
    mean.forEach((sum, at) => {
      mean[at] = sum / counts[label]!;
    });
  });
  const distance = (a: Uint8Array, b: Float64Array) =>
    a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);
  let right = 0;
  for (let i = 0; i < test.count; i++) {
    const distances = means.map(mean => distance(picture(test, i), mean));
    if (distances.indexOf(Math.min(...distances)) === test.labels[i]) right++;
  }
  return right / test.count;
}

describe('built-in digits', () => {
  it('has several ways of writing each digit, all within the square', () => {
    expect(WAYS).toHaveLength(10);
    for (const ways of WAYS) {
      expect(ways.length).toBeGreaterThanOrEqual(3);
      for (const [x, y] of ways.flat(2)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(1);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(1);
      }
    }
  });

  it('gives the sizes asked for, 28×28, in ten balanced classes', async () => {
    const set = await loadDataset(dataSettings({ train: 500, test: 103 }), testContext());
    expect(set.shape).toEqual([28, 28, 1]);
    expect(set.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(set.train.pixels).toHaveLength(500 * SIZE);
    expect(set.test.count).toBe(103);
    const counts = new Array(10).fill(0);
    for (const label of set.train.labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(50));
  });

  it('gives the same picture for the same seed, whatever the number of pictures', async () => {
    const few = await drawDigits(3, 'train', 37, testContext());
    const many = await drawDigits(3, 'train', 200, testContext());
    expect(many.pixels.subarray(0, 37 * SIZE)).toEqual(few.pixels);
    expect(many.labels.subarray(0, 37)).toEqual(few.labels);
  });

  it('gives other pictures for another seed', async () => {
    const one = await drawDigits(1, 'train', 20, testContext());
    const two = await drawDigits(2, 'train', 20, testContext());
    expect(two.pixels).not.toEqual(one.pixels);
  });

  it('has no test picture among the training pictures', async () => {
    const train = await drawDigits(1, 'train', 2_000, testContext());
    const test = await drawDigits(1, 'test', 500, testContext());
    const seen = new Set(Array.from({ length: train.count }, (_, i) => picture(train, i).join()));
    expect(seen.size).toBe(train.count);
    for (let i = 0; i < test.count; i++) expect(seen.has(picture(test, i).join())).toBe(false);
  });

  it('is neither trivial nor unreadable: the nearest class mean is right on 60 – 85 % of test pictures', async () => {
    const train = await drawDigits(1, 'train', 2_000, testContext());
    const test = await drawDigits(1, 'test', 500, testContext());
    const accuracy = nearestMeanAccuracy(train, test);
    expect(accuracy).toBeGreaterThan(0.6);
    expect(accuracy).toBeLessThan(0.85);
  });

  it('keeps the ink on the sheet: digits stand out and seldom touch the edge', async () => {
    const { count, pixels } = await drawDigits(5, 'train', 500, testContext());
    let edge = 0;
    for (let i = 0; i < count; i++) {
      const one = pixels.subarray(i * SIZE, (i + 1) * SIZE);
      const inked = one.filter(value => value > 128).length;
      expect(inked).toBeGreaterThan(10);
      expect(inked).toBeLessThan(300);
      if (
        one.some(
          (value, at) => value > 128 && (at < 28 || at >= SIZE - 28 || at % 28 === 0 || at % 28 === 27),
        )
      )
        edge++;
    }
    expect(edge / count).toBeLessThan(0.05);
  });

  it('is made fast: the whole set in a few seconds on a busy machine', async () => {
    const start = performance.now();
    const set = await loadDataset(dataSettings({ train: MOST_TRAIN, test: MOST_TEST }), testContext());
    expect(set.train.count + set.test.count).toBe(12_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('refuses more pictures than there are, in one sentence', async () => {
    await expect(loadDataset(dataSettings({ train: 20_000 }), testContext())).rejects.toThrow(
      'The built-in digits are at most 10,000 pictures to train on and 2,000 to test on: choose smaller numbers, or MNIST.',
    );
  });

  it('reports progress, breathes and stops when aborted', async () => {
    const stop = new AbortController();
    let breaths = 0;
    const tasks = new Set<string>();
    const context = testContext({
      signal: stop.signal,
      onProgress: task => tasks.add(task),
      breathe: async () => {
        if (++breaths === 3) stop.abort(new Error('enough'));
      },
    });
    await expect(drawDigits(1, 'train', 1_000, context)).rejects.toThrow('enough');
    expect(breaths).toBe(3);
    expect([...tasks]).toEqual(['Drawing training digits']);
  });
});
