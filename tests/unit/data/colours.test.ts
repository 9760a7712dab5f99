import { describe, expect, it } from 'vitest';
import { COLOUR_CLASSES } from '../../../src/data/colour-classes';
import { MOST_TEST, MOST_TRAIN, paintColours } from '../../../src/data/colours';
import { loadDataset } from '../../../src/data/load';
import type { Pictures } from '../../../src/data/types';
import { createRandom } from '../../../src/experiment/random';
import { dataSettings, testContext } from './helpers';
import { linearAccuracy } from './linear-model';

const SIDE = 32;
const SIZE = SIDE * SIDE * 3;
const picture = (pictures: Pictures, i: number) => pictures.pixels.subarray(i * SIZE, (i + 1) * SIZE);

const featuresOf = (pictures: Pictures, of: (pixels: Uint8Array) => number[]) => ({
  features: Array.from({ length: pictures.count }, (_, i) => of(picture(pictures, i))),
  labels: pictures.labels,
});

function meanColour(pixels: Uint8Array): number[] {
  const sums = [0, 0, 0];
  pixels.forEach((value, at) => {
    sums[at % 3]! += value;
  });
  return sums.map(sum => sum / (SIDE * SIDE));
}

/** Mean rectified responses of random 5 × 5 × 3 filters of mean 0, both signs, in the middle and around it. */
function filterResponses(count: number): (pixels: Uint8Array) => number[] {
  const random = createRandom(1, 'test/filters');
  const filters = Array.from({ length: count }, () => {
    const values = Float64Array.from({ length: 75 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / 75;
    return values.map(value => value - mean);
  });
  return pixels => {
    const features = new Array(4 * count).fill(0);
    for (let y = 0; y + 5 <= SIDE; y += 2)
      for (let x = 0; x + 5 <= SIDE; x += 2) {
        const isMiddle = Math.hypot(x - 13.5, y - 13.5) < 7 ? 0 : 2 * count;
        filters.forEach((filter, f) => {
          let response = 0;
          for (let row = 0, k = 0; row < 5; row++) {
            const start = 3 * ((y + row) * SIDE + x);
            for (let at = start; at < start + 15; at++, k++) response += filter[k]! * pixels[at]!;
          }
          features[isMiddle + 2 * f + (response > 0 ? 0 : 1)] += Math.abs(response);
        });
      }
    return features;
  };
}

describe('built-in colour pictures', () => {
  it('gives the sizes asked for, 32×32×3, in ten balanced classes with names', async () => {
    const set = await loadDataset(dataSettings({ source: 'colours', train: 500, test: 103 }), testContext());
    expect(set.shape).toEqual([32, 32, 3]);
    expect(set.classes).toHaveLength(10);
    expect(new Set(set.classes).size).toBe(10);
    expect(set.classes[0]).toBe('warm plain disc');
    expect(set.train.pixels).toHaveLength(500 * SIZE);
    expect([set.test.count, set.note]).toEqual([103, null]);
    const counts = new Array(10).fill(0);
    for (const label of set.train.labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(50));
  });

  it('has classes that differ in shape alone, in texture alone and in colour alone', () => {
    const differences = (['figure', 'texture', 'warmth'] as const).map(cue =>
      COLOUR_CLASSES.some(one =>
        COLOUR_CLASSES.some(
          other =>
            one[cue] !== other[cue] &&
            (['figure', 'texture', 'warmth'] as const).every(c => c === cue || one[c] === other[c]),
        ),
      ),
    );
    expect(differences).toEqual([true, true, true]);
  });

  it('gives the same picture for the same seed, whatever the number of pictures, and others for another', async () => {
    const few = await paintColours(3, 'train', 37, testContext());
    const many = await paintColours(3, 'train', 100, testContext());
    expect(many.pixels.subarray(0, 37 * SIZE)).toEqual(few.pixels);
    expect(many.labels.subarray(0, 37)).toEqual(few.labels);
    expect((await paintColours(4, 'train', 37, testContext())).pixels).not.toEqual(few.pixels);
  });

  it('has no test picture among the training pictures', async () => {
    const train = await paintColours(1, 'train', 1_000, testContext());
    const test = await paintColours(1, 'test', 300, testContext());
    const seen = new Set(Array.from({ length: train.count }, (_, i) => picture(train, i).join()));
    expect(seen.size).toBe(train.count);
    for (let i = 0; i < test.count; i++) expect(seen.has(picture(test, i).join())).toBe(false);
  });

  it('is not solved by mean colour, but by what small filters see: linear models on both', async () => {
    const train = await paintColours(1, 'train', 1_500, testContext());
    const test = await paintColours(1, 'test', 600, testContext());
    const accuracy = (of: (pixels: Uint8Array) => number[]) =>
      linearAccuracy(featuresOf(train, of), featuresOf(test, of), 10);
    const [colour, filters] = [accuracy(meanColour), accuracy(filterResponses(48))];
    console.info(`mean colour ${colour.toFixed(3)}, filters ${filters.toFixed(3)}`);
    expect(colour).toBeLessThan(0.2);
    expect(filters).toBeGreaterThan(0.45);
  });

  it('varies in mean colour as much within each class as over all', async () => {
    const pictures = await paintColours(2, 'train', 1_000, testContext());
    const spread = (rows: number[][]) => {
      const middle = rows.reduce((sum, row) => sum + row[0]!, 0) / rows.length;
      return Math.sqrt(rows.reduce((sum, row) => sum + (row[0]! - middle) ** 2, 0) / rows.length);
    };
    const { features } = featuresOf(pictures, meanColour);
    for (let label = 0; label < 10; label++) {
      const own = features.filter((_, i) => pictures.labels[i] === label);
      expect(spread(own) / spread(features)).toBeGreaterThan(0.8);
    }
  });

  it('uses the range of a byte without being cut off by it', async () => {
    const { pixels } = await paintColours(1, 'train', 300, testContext());
    expect(pixels.filter(value => value === 0 || value === 255).length / pixels.length).toBeLessThan(0.02);
  });

  it('is made fast: the whole set in a few seconds on a busy machine', async () => {
    const start = performance.now();
    const sizes = { train: MOST_TRAIN, test: MOST_TEST };
    const set = await loadDataset(dataSettings({ source: 'colours', ...sizes }), testContext());
    expect(set.train.count + set.test.count).toBe(12_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('refuses more pictures than there are, in one sentence', async () => {
    await expect(
      loadDataset(dataSettings({ source: 'colours', train: 20_000 }), testContext()),
    ).rejects.toThrow(
      'The built-in colour pictures are at most 10,000 to train on and 2,000 to test on: choose smaller numbers, or CIFAR-10.',
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
    await expect(paintColours(1, 'train', 1_000, context)).rejects.toThrow('enough');
    expect([breaths, ...tasks]).toEqual([3, 'Painting training pictures']);
  });
});
