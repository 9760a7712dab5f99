import { describe, expect, it } from 'vitest';
import { LARGEST_FILE } from '../../../src/data/idx';
import { loadDataset } from '../../../src/data/load';
import { DataError, type Dataset, type Pictures } from '../../../src/data/types';
import { settingsSchema } from '../../../src/experiment/schema';
import {
  dataSettings,
  gzipped,
  hasMnist,
  idxBytes,
  imagesFile,
  labelsFile,
  mnistFiles,
  testContext,
} from './helpers';

const load = (files: File[], sizes: { train?: number; test?: number } = {}, seed = 1): Promise<Dataset> =>
  loadDataset(dataSettings({ source: 'files', train: 60, test: 30, ...sizes }, seed), testContext({ files }));

/** Indices that `imagesFile` wrote into its pictures; checks that each picture kept its label. */
function indicesOf(pictures: Pictures, size = 20): number[] {
  return Array.from({ length: pictures.count }, (_, i) => {
    const index = pictures.pixels[i * size]! * 256 + pictures.pixels[i * size + 1]!;
    expect(pictures.labels[i]).toBe(index % 3);
    return index;
  });
}

const onePair = () => [imagesFile('some-images', 300), labelsFile('some-labels', 300)];

it('refuses fewer training pictures than a batch, with what to do', async () => {
  const files = [imagesFile('some-images', 50), labelsFile('some-labels', 50)];
  const settings = settingsSchema.parse({ data: { source: 'files' }, training: { batchSize: 128 } });
  const loaded = loadDataset(settings, testContext({ files }));
  await expect(loaded).rejects.toThrow(DataError);
  await expect(loaded).rejects.toThrow(
    'There are 33 pictures to train on, fewer than a batch of 128: lower the batch size or open more pictures.',
  );
});

describe('one pair of IDX files', () => {
  it('is split with the seed, and the note names the split', async () => {
    const set = await load(onePair());
    expect(set.shape).toEqual([4, 5, 1]);
    expect(set.classes).toEqual(['0', '1', '2']);
    const all = [...indicesOf(set.train), ...indicesOf(set.test)];
    expect(all).toHaveLength(90);
    expect(new Set(all).size).toBe(90);
    expect(set.note).toBe(
      '60 pictures to train on and 30 to test on, drawn with seed 1 from the one pair of files that you gave.',
    );
  });

  it('gives the same split for the same seed and another for another, in any order of files', async () => {
    const first = await load(onePair());
    expect(indicesOf((await load(onePair().reverse())).train)).toEqual(indicesOf(first.train));
    expect(indicesOf((await load(onePair(), {}, 2)).train)).not.toEqual(indicesOf(first.train));
  });

  it('uses all pictures in the same proportion where there are too few, and says so', async () => {
    const set = await load(onePair(), { train: 800, test: 200 });
    expect([set.train.count, set.test.count]).toEqual([240, 60]);
    expect(set.note).toMatch(/Asked for were 800 and 200, but there are 300 in all\.$/);
  });

  it('reads gzip as it reads plain files', async () => {
    const packed = await Promise.all(onePair().map(file => gzipped(file)));
    expect((await load(packed)).train.pixels).toEqual((await load(onePair())).train.pixels);
  });
});

describe('two pairs of IDX files', () => {
  it('are told apart by their names', async () => {
    const set = await load([
      labelsFile('t10k-labels', 200),
      imagesFile('train-images', 100),
      imagesFile('t10k-images', 200),
      labelsFile('train-labels', 100),
    ]);
    expect(Math.max(...indicesOf(set.train))).toBeLessThan(100);
    expect(Math.max(...indicesOf(set.test))).toBeGreaterThan(100);
    expect(set.note).toBeNull();
  });

  it('are told apart by their sizes where the names do not tell', async () => {
    const set = await load([
      imagesFile('a', 40),
      labelsFile('b', 200),
      imagesFile('c', 200),
      labelsFile('d', 40),
    ]);
    expect(Math.max(...indicesOf(set.train))).toBeGreaterThan(40);
    expect(Math.max(...indicesOf(set.test))).toBeLessThan(40);
  });

  it('are used whole where there are too few pictures, and the note says so', async () => {
    const files = [imagesFile('a', 40), labelsFile('b', 40), imagesFile('c', 10), labelsFile('d', 10)];
    const set = await load(files);
    expect([set.train.count, set.test.count]).toEqual([40, 10]);
    expect(set.note).toBe('Asked for were 60 pictures to train on and 30 to test on; there are 40 and 10.');
  });

  it('must be of one picture size', async () => {
    const files = [
      imagesFile('train-i', 90),
      labelsFile('train-l', 90),
      imagesFile('t10k-i', 50, 6, 6),
      labelsFile('t10k-l', 50),
    ];
    await expect(load(files)).rejects.toThrow(
      'The pictures of train-i are 4×5 and those of t10k-i 6×6: choose two pairs of one size.',
    );
  });

  it('must be told apart by something', async () => {
    const files = [imagesFile('a', 90), labelsFile('b', 90), imagesFile('c', 90), labelsFile('d', 90)];
    await expect(load(files)).rejects.toThrow(/put "train" and "t10k" into their names/);
  });
});

describe('bad files', () => {
  const labels = labelsFile('labels', 300);
  const bytes = (name: string, content: Uint8Array) => new File([content as BlobPart], name);

  it.each<[string, () => File[] | Promise<File[]>, string | RegExp]>([
    [
      'none',
      () => [],
      'No files were given: choose a folder of pictures, CIFAR files, or IDX images and the labels that belong to them.',
    ],
    [
      'only images',
      () => [imagesFile('i', 9)],
      'Only images were given: choose the labels file that belongs to them as well.',
    ],
    [
      'only labels',
      () => [labels],
      'Only labels were given: choose the images file that belongs to them as well.',
    ],
    [
      'two images for one labels file',
      () => [imagesFile('i', 300), imagesFile('j', 300), labels],
      '2 images files and 1 labels file were given: choose one labels file for each images file.',
    ],
    [
      'three pairs',
      () => ['a', 'b', 'c'].flatMap(name => [imagesFile(name, 300), labels]),
      'More than two pairs of files were given: choose one pair to train on and one to test on.',
    ],
    ['an empty file', () => [bytes('nothing.gz', new Uint8Array(0))], 'nothing.gz is empty: get it again.'],
    [
      'a wrong magic number',
      () => [bytes('cat.pdf', Uint8Array.of(37, 80, 68, 70, 45, 49))],
      /^cat\.pdf does not start like IDX images or labels .* choose files in the format of MNIST\.$/,
    ],
    [
      'an archive',
      () => [bytes('cifar-10-binary.tar.gz', Uint8Array.of(31, 139))],
      'cifar-10-binary.tar.gz is an archive: unpack it and choose the files in it.',
    ],
    [
      'CIFAR for Python',
      () => [bytes('cifar-10-batches-py/data_batch_1', Uint8Array.of(128, 2))],
      "data_batch_1 is of CIFAR's Python version: get the binary version, whose files end in .bin.",
    ],
    [
      'IDX of floats',
      () => [bytes('floats', idxBytes([3], new Uint8Array(12), 0x0d01))],
      /^floats does not start like IDX/,
    ],
    [
      'a header that ends early',
      () => [bytes('head', idxBytes([3], new Uint8Array(0)).subarray(0, 6))],
      'head ends within its header: get it again.',
    ],
    [
      'no pictures',
      () => [bytes('none', idxBytes([0, 4, 5], new Uint8Array(0)))],
      'none is a proper IDX file, but it holds nothing: choose another.',
    ],
    [
      'a plain file cut short',
      () => [bytes('short', idxBytes([300, 4, 5], new Uint8Array(2_000)))],
      'short is cut short: it should hold 300 pictures and ends after 100; get it again.',
    ],
    [
      'a file that is too long',
      () => [bytes('long', idxBytes([3], new Uint8Array(5)))],
      'long is longer than its header says, so it is damaged: get it again.',
    ],
    [
      'a truncated gzip',
      async () => [await gzipped(imagesFile('images', 300), 0.5)],
      'images.gz is a damaged or cut-off gzip file: get it again.',
    ],
    [
      'a small file that unpacks to too much',
      () => [bytes('bomb', idxBytes([60_000, 1_000, 1_000], new Uint8Array(8)))],
      'bomb holds 60,000 MB when unpacked, and at most 512 MB can be used: choose a smaller file.',
    ],
    [
      'images and labels of different length',
      () => [imagesFile('images', 299), labels],
      'images holds 299 pictures and labels 300 labels, so they do not belong together: choose the two files of one pair.',
    ],
    [
      'one class',
      () => [imagesFile('i', 50), bytes('zeros', idxBytes([50], new Uint8Array(50)))],
      'All labels are 0, so there is nothing to tell apart: choose other files.',
    ],
    [
      'one picture',
      () => [imagesFile('i', 1), labelsFile('l', 1)],
      'i holds one picture, too few to train and to test on: choose another.',
    ],
  ])('%s: one sentence', async (_what, files, sentence) => {
    const loading = load(await files());
    await expect(loading).rejects.toMatchObject({ name: 'DataError' });
    await expect(loading).rejects.toThrow(sentence);
  });

  it('a 1 GB file is refused before it is read', async () => {
    const huge = new File([], 'huge.bin');
    const read = () => {
      throw new Error('was read');
    };
    Object.defineProperties(huge, {
      size: { value: 1_000_000_000 },
      stream: { value: read },
      slice: { value: read },
    });
    expect(LARGEST_FILE).toBeLessThan(huge.size);
    await expect(load([huge])).rejects.toThrow(
      'huge.bin has 1,000 MB, and at most 256 MB are read: choose a smaller file.',
    );
  });

  it('a file that has gone says so', async () => {
    const gone = imagesFile('gone', 3);
    Object.defineProperty(gone, 'stream', {
      value: () => new ReadableStream({ pull: controller => controller.error(new Error('NotReadable')) }),
    });
    await expect(load([gone])).rejects.toThrow('gone could not be read: choose it again.');
  });

  it('an abort ends the reading with its reason', async () => {
    const stop = new AbortController();
    const context = testContext({
      files: [await gzipped(imagesFile('i', 9_000)), labels],
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('cancelled by hand')),
    });
    await expect(loadDataset(dataSettings({ source: 'files' }), context)).rejects.toThrow(
      'cancelled by hand',
    );
  });
});

describe.skipIf(!hasMnist)('MNIST itself (skipped where ../shared/datasets/mnist is missing)', () => {
  it('loads from the original gzip files, split 8,000 and 2,000, with progress', async () => {
    const reports: [string, number, number | null][] = [];
    const context = testContext({
      files: await mnistFiles(),
      onProgress: (task, done, total) => reports.push([task, done, total]),
    });
    const set = await loadDataset(dataSettings({ source: 'files', train: 8_000, test: 2_000 }), context);
    expect(set.shape).toEqual([28, 28, 1]);
    expect(set.classes).toHaveLength(10);
    expect([set.train.count, set.test.count]).toEqual([8_000, 2_000]);
    expect(set.note).toBe(
      '8,000 pictures to train on and 2,000 to test on, drawn with seed 1 from the one pair of files that you gave.',
    );
    // The 10,000 test digits hold 980 zeros.
    const zeros = [...set.train.labels, ...set.test.labels].filter(label => label === 0).length;
    expect(zeros).toBe(980);
    expect(reports).toContainEqual(['Reading t10k-images-idx3-ubyte.gz', 1_648_877, 1_648_877]);
  });
});
