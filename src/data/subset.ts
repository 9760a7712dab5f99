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

/** `wanted` pictures without repetition, or all of them where there are fewer, drawn with the seed. */
function drawPictures(
  pictures: Pictures,
  size: number,
  wanted: number,
  seed: number,
  stream: string,
): Pictures {
  const order = createRandom(seed, stream).permutation(pictures.count);
  return pickPictures(pictures, size, order.subarray(0, Math.min(wanted, pictures.count)));
}

/** What a page says where fewer pictures are there than were asked for; null where there are enough. */
function shortageNote(dataset: Dataset, { data }: DataSettings): string | null {
  const { train, test } = dataset;
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
    train: drawPictures(dataset.train, size, data.train, seed, 'subset/train'),
    test: drawPictures(dataset.test, size, data.test, seed, 'subset/test'),
    note: joinNotes(dataset.note, shortageNote(dataset, settings)),
  };
}
