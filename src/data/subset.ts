import { createRandom } from '../experiment/random';
import type { DataSettings, Dataset, Pictures } from './types';
import { countWords } from './words';

/** Pictures at `order`, in that order, as a copy. `size` is the number of bytes of one picture. */
export function pickPictures(pictures: Pictures, size: number, order: ArrayLike<number>): Pictures {
  const count = order.length;
  const picked: Pictures = { count, pixels: new Uint8Array(count * size), labels: new Uint16Array(count) };
  for (let i = 0; i < count; i++) {
    const from = order[i]!;
    picked.pixels.set(pictures.pixels.subarray(from * size, (from + 1) * size), i * size);
    picked.labels[i] = pictures.labels[from]!;
  }
  return picked;
}

/** How a set without a split of its own is cut: the sizes asked for, or all of it in the same proportion. */
export interface SplitPlan {
  /** Indices of the pictures to train on and to test on, drawn with the seed, without overlap. */
  train: Uint32Array;
  test: Uint32Array;
  /** What a page says of it. */
  note: string;
}

/** @param from what the pictures are drawn from, in words; `total` is at least 2 */
export function planSplit(total: number, { data, seed }: DataSettings, from: string): SplitPlan {
  const enough = total >= data.train + data.test;
  const share = data.test / (data.train + data.test);
  const testCount = enough ? data.test : Math.min(total - 1, Math.max(1, Math.round(total * share)));
  const trainCount = enough ? data.train : total - testCount;
  const order = createRandom(seed, 'split').permutation(total);
  const drawn = `${countWords(trainCount)} picture${trainCount === 1 ? '' : 's'} to train on and ${countWords(testCount)} to test on, drawn with seed ${seed} from ${from}.`;
  const short = `Asked for were ${countWords(data.train)} and ${countWords(data.test)}, but there are ${countWords(total)} in all.`;
  return {
    train: order.subarray(testCount, testCount + trainCount),
    test: order.subarray(0, testCount),
    note: enough ? drawn : `${drawn} ${short}`,
  };
}

/** Indices of at most `wanted` of `total` pictures, drawn with the seed. */
export const drawSubset = (total: number, wanted: number, seed: number, split: 'train' | 'test') =>
  createRandom(seed, `subset/${split}`).permutation(total).subarray(0, wanted);

/** What a page says where fewer pictures are there than were asked for; null where there are enough. */
export function shortageNote(
  { train, test }: Record<'train' | 'test', { count: number }>,
  { data }: DataSettings,
): string | null {
  if (train.count >= data.train && test.count >= data.test) return null;
  return `Asked for were ${countWords(data.train)} pictures to train on and ${countWords(data.test)} to test on; there are ${countWords(Math.min(train.count, data.train))} and ${countWords(Math.min(test.count, data.test))}.`;
}

/** Joins notes; null where there is none. */
export const joinNotes = (...notes: (string | null)[]): string | null =>
  notes.filter(note => note !== null).join(' ') || null;

/**
 * The data set cut down to at most the sizes that the settings ask for, drawn with the seed. A data set
 * that is too small is used whole, and its note says so.
 */
export function cutDown(dataset: Dataset, settings: DataSettings): Dataset {
  const { data, seed } = settings;
  const size = dataset.shape[0] * dataset.shape[1] * dataset.shape[2];
  return {
    ...dataset,
    train: pickPictures(dataset.train, size, drawSubset(dataset.train.count, data.train, seed, 'train')),
    test: pickPictures(dataset.test, size, drawSubset(dataset.test.count, data.test, seed, 'test')),
    note: joinNotes(dataset.note, shortageNote(dataset, settings)),
  };
}
