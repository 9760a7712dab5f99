import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/data/load';
import type { DataSettings, Dataset, LoadContext, Pictures } from '../../../src/data/types';
import { cifarFile, cifarIndices } from './cifar-files';
import { dataSettings, SHARED, testContext } from './helpers';

const load = (
  files: File[],
  data: Partial<DataSettings['data']> = {},
  seed = 1,
  more: Partial<LoadContext> = {},
): Promise<Dataset> =>
  loadDataset(
    dataSettings({ source: 'files', train: 60, test: 20, ...data }, seed),
    testContext({ files, ...more }),
  );

/** Vitest's own comparison of large arrays takes seconds. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);
const text = (name: string, lines: string[]) => new File([lines.join('\n')], name);
const names10 = ['plane', 'car', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

describe('CIFAR-10 files', () => {
  it('are told apart by their names, red, green and blue side by side', async () => {
    const set = await load([
      cifarFile('test_batch.bin', 50, { from: 1_000 }),
      cifarFile('data_batch_2.bin', 100, { from: 100 }),
      cifarFile('data_batch_1.bin', 100),
      text('batches.meta.txt', [...names10, '']),
    ]);
    expect([set.name, set.shape]).toEqual(['CIFAR-10 from your files', [32, 32, 3]]);
    expect(set.classes).toEqual(names10);
    expect([set.train.count, set.test.count, set.note]).toEqual([60, 20, null]);
    const train = cifarIndices(set.train, 10);
    expect(new Set(train).size).toBe(60);
    expect(Math.max(...train)).toBeLessThan(200);
    expect(train.some(index => index >= 100)).toBe(true);
    expect(Math.min(...cifarIndices(set.test, 10))).toBeGreaterThanOrEqual(1_000);
  });

  it('come out of a folder as well, whatever else lies in it', async () => {
    const set = await load([
      cifarFile('cifar-10-batches-bin/data_batch_1.bin', 100),
      cifarFile('cifar-10-batches-bin/test_batch.bin', 100),
      text('cifar-10-batches-bin/readme.html', ['<a>']),
      text('cifar-10-batches-bin/.DS_Store', ['x']),
    ]);
    expect(set.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(set.train.count).toBe(60);
  });

  it('of one kind are split with the seed, and the note says so', async () => {
    const files = [cifarFile('data_batch_1.bin', 100), cifarFile('data_batch_2.bin', 30, { from: 100 })];
    const set = await load(files);
    const all = [...cifarIndices(set.train, 10), ...cifarIndices(set.test, 10)];
    expect(new Set(all).size).toBe(80);
    expect(set.note).toBe(
      '60 pictures to train on and 20 to test on, drawn with seed 1 from the files that you gave.',
    );
    expect(same((await load(files.reverse())).train.pixels, set.train.pixels)).toBe(true);
    expect(same((await load(files, {}, 2)).train.pixels, set.train.pixels)).toBe(false);
  });

  it('fewer than asked for are used whole, and the note says so', async () => {
    const set = await load([cifarFile('data_batch_1.bin', 30), cifarFile('test_batch.bin', 10)]);
    expect([set.train.count, set.test.count]).toEqual([30, 10]);
    expect(set.note).toBe('Asked for were 60 pictures to train on and 20 to test on; there are 30 and 10.');
  });

  it('are resized and turned grey where the settings ask for it', async () => {
    const files = [cifarFile('data_batch_1.bin', 100), cifarFile('test_batch.bin', 50)];
    const set = await load(files, { size: 16, colour: 'grey' });
    expect(set.shape).toEqual([16, 16, 1]);
    expect(set.train.pixels).toHaveLength(60 * 256);
    expect(set.note).toBe('Pictures are cut to a centred square and resized to 16×16.');
  });

  it('report progress in bytes, and stop when aborted', async () => {
    const reports: [string, number, number | null, string][] = [];
    const files = [cifarFile('data_batch_1.bin', 1_500), cifarFile('test_batch.bin', 50)];
    await load(files, {}, 1, { onProgress: (...report) => reports.push(report) });
    const size = 1_500 * 3_073;
    expect(reports).toContainEqual(['Reading data_batch_1.bin', size, size, 'bytes']);
    const stop = new AbortController();
    const loading = load(files, {}, 1, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('cancelled by hand')),
    });
    await expect(loading).rejects.toThrow('cancelled by hand');
  });
});

describe('CIFAR-100 files', () => {
  it('have fine labels of a hundred classes', async () => {
    const fine = Array.from({ length: 100 }, (_, i) => `class ${i}`);
    const set = await load([
      cifarFile('train.bin', 300, { classes: 100 }),
      cifarFile('test.bin', 200, { classes: 100, from: 300 }),
      text('fine_label_names.txt', fine),
      text('coarse_label_names.txt', ['a', 'b']),
    ]);
    expect([set.name, set.classes]).toEqual(['CIFAR-100 from your files', fine]);
    cifarIndices(set.train, 100);
    cifarIndices(set.test, 100);
  });
});

describe('CIFAR files that cannot be used', () => {
  const cut = (file: File, bytes: number) => new File([file.slice(0, bytes)], file.name);
  const whole = cifarFile('data_batch_1.bin', 100);

  it.each<[string, File[], string]>([
    [
      'cut short',
      [cut(whole, 100_000)],
      'data_batch_1.bin has 100,000 bytes, which are no whole records of CIFAR-10 (3,073 bytes each) or CIFAR-100 (3,074): get it again.',
    ],
    ['empty', [cut(whole, 0)], 'data_batch_1.bin is empty: get it again.'],
    [
      'of both kinds',
      [whole, cifarFile('test.bin', 50, { classes: 100 })],
      'data_batch_1.bin is CIFAR-10 and test.bin is CIFAR-100: choose files of one of them.',
    ],
    [
      'as long, but with other labels',
      [cifarFile('data_batch_1.bin', 50, { classes: 200 })],
      'data_batch_1.bin is as long as CIFAR files are, but its labels are not theirs: get it again, or choose another.',
    ],
    [
      'only names',
      [text('batches.meta.txt', names10)],
      'Only names of classes were given: choose the .bin files of CIFAR as well.',
    ],
    [
      'too few names',
      [whole, text('batches.meta.txt', names10.slice(1))],
      'batches.meta.txt names 9 classes, and CIFAR-10 has 10: get it again, or leave it out.',
    ],
    [
      'one picture',
      [cifarFile('data_batch_1.bin', 1)],
      'There is one picture, too few to train and to test on: choose more files.',
    ],
  ])('%s: one sentence', async (_what, files, sentence) => {
    const loading = load(files);
    await expect(loading).rejects.toMatchObject({ name: 'DataError' });
    await expect(loading).rejects.toThrow(sentence);
  });

  it('damaged further on say so', async () => {
    const bytes = new Uint8Array(await cifarFile('x', 1_100).arrayBuffer());
    bytes[1_090 * 3_073] = 77;
    const damaged = new File([bytes], 'data_batch_1.bin');
    await expect(load([damaged])).rejects.toThrow(
      'data_batch_1.bin has a picture of class 77, so it is damaged: get it again.',
    );
  });

  it('that have gone say so', async () => {
    const gone = cifarFile('data_batch_1.bin', 100);
    Object.defineProperty(gone, 'slice', {
      value: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadable')) }),
    });
    await expect(load([gone])).rejects.toThrow('data_batch_1.bin could not be read: choose it again.');
  });

  it('of a length that fits both layouts are told apart by their labels', async () => {
    // 3,074 records of 3,073 bytes are 3,073 records of 3,074 bytes.
    const set = await load([cifarFile('data_batch_1.bin', 3_074)]);
    expect(set.name).toBe('CIFAR-10 from your files');
    expect((await load([cifarFile('train.bin', 3_073, { classes: 100 })])).classes).toHaveLength(100);
  });
});

const folder = join(SHARED, 'datasets/cifar10');
const hasCifar = existsSync(folder);

describe.skipIf(!hasCifar)('CIFAR-10 itself (skipped where ../shared/datasets/cifar10 is missing)', () => {
  const files = () =>
    Promise.all(
      ['data_batch_1.bin', 'test_batch.bin', 'batches.meta.txt'].map(
        async name => new File([await readFile(join(folder, name))], name),
      ),
    );
  const counts = ({ labels }: Pictures) => {
    const times = new Array(10).fill(0);
    for (const label of labels) times[label]++;
    return times;
  };

  it('loads whole: ten named classes, equally many of each, no picture in both splits', async () => {
    const set = await load(await files(), { train: 10_000, test: 2_000 });
    expect(set.classes).toEqual([
      'airplane',
      'automobile',
      'bird',
      'cat',
      'deer',
      'dog',
      'frog',
      'horse',
      'ship',
      'truck',
    ]);
    expect(set.note).toBeNull();
    expect(counts(set.train)).toEqual(new Array(10).fill(1_000));
    expect(counts(set.test)).toEqual(new Array(10).fill(200));
    const keys = ({ count, pixels }: Pictures) =>
      Array.from({ length: count }, (_, i) =>
        Buffer.from(pixels.buffer, i * 3_072, 3_072).toString('latin1'),
      );
    const trained = new Set(keys(set.train));
    expect(keys(set.test).filter(key => trained.has(key))).toEqual([]);
    // The sky of aeroplanes is bluer than frogs are: channels are in their places.
    const blueness = (label: number) => {
      let sum = 0;
      for (let i = 0; i < set.train.count; i++)
        if (set.train.labels[i] === label)
          for (let at = i * 3_072; at < (i + 1) * 3_072; at += 3)
            sum += set.train.pixels[at + 2]! - set.train.pixels[at]!;
      return sum / (1_000 * 1_024);
    };
    expect(blueness(0)).toBeGreaterThan(blueness(6) + 20);
  });
});
