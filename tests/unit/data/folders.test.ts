import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/data/load';
import type { DataSettings, Dataset, LoadContext, Pictures } from '../../../src/data/types';
import { dataSettings, testContext } from './helpers';

/** A grey picture whose first two pixels say its index, and whose others say its class. */
function picture(
  path: string,
  index: number,
  label: number,
  { height = 6, width = 5, channels = 1 } = {},
): File {
  const data = new Uint8Array(height * width * channels).fill(50 * label);
  if (channels === 1) data.set([index >> 8, index & 255]);
  return new File([encode({ width, height, data, channels, depth: 8 }) as BlobPart], path);
}

const CLASSES = ['cat', 'dog', 'owl'];
/** `count` pictures, by turns of three classes, in folders below `root`. */
const folders = (count: number, root = 'zoo') =>
  Array.from({ length: count }, (_, i) =>
    picture(`${root}/${CLASSES[i % 3]}/${String(i).padStart(4, '0')}.png`, i, i % 3),
  );

const load = (
  files: File[],
  data: Partial<DataSettings['data']> = {},
  seed = 1,
  more: Partial<LoadContext> = {},
): Promise<Dataset> =>
  loadDataset(
    dataSettings({ source: 'files', train: 40, test: 20, ...data }, seed),
    testContext({ files, ...more }),
  );

/** Indices of pictures of 6 × 5; checks that each kept its label. */
const indicesOf = ({ count, pixels, labels }: Pictures) =>
  Array.from({ length: count }, (_, i) => {
    expect(pixels[i * 30 + 2]).toBe(50 * labels[i]!);
    return pixels[i * 30]! * 256 + pixels[i * 30 + 1]!;
  });

describe('a folder for each class', () => {
  it('is a class of that name; the split is drawn with the seed, without overlap', async () => {
    const set = await load(folders(90));
    expect([set.name, set.classes, set.shape]).toEqual(['your pictures', CLASSES, [6, 5, 1]]);
    const all = [...indicesOf(set.train), ...indicesOf(set.test)];
    expect([set.train.count, set.test.count, new Set(all).size]).toEqual([40, 20, 60]);
    expect(set.note).toBe('40 pictures to train on and 20 to test on, drawn with seed 1 from your folders.');
  });

  it('gives the same for the same seed, in whatever order the files come', async () => {
    const first = indicesOf((await load(folders(90))).train);
    expect(indicesOf((await load(folders(90).reverse())).train)).toEqual(first);
    expect(indicesOf((await load(folders(90), {}, 2)).train)).not.toEqual(first);
  });

  it('is found without a folder around it, and beside other files', async () => {
    const files = [
      ...folders(90).map(file => new File([file], file.name.replace('zoo/', ''))),
      new File(['x'], 'README.md'),
      new File(['x'], 'cat/notes.txt'),
      new File(['x'], 'cat/.DS_Store'),
      new File(['x'], '__MACOSX/cat/._0001.png'),
    ];
    const set = await load(files);
    expect(set.classes).toEqual(CLASSES);
    expect(set.note).not.toContain('cannot be read');
  });

  it.each(['test', 'val'])('in folders named train and %s is split as they say', async name => {
    const set = await load([
      ...folders(60, 'zoo/train'),
      ...folders(30, `zoo/${name}`),
      ...folders(7, 'zoo/extra'),
    ]);
    expect([set.train.count, set.test.count]).toEqual([40, 20]);
    expect(Math.max(...indicesOf(set.test))).toBeLessThan(30);
    expect(Math.max(...indicesOf(set.train))).toBeGreaterThan(30);
    expect(set.note).toBe(
      `Trained and tested on as the folders "train" and "${name}" say. 7 pictures in neither are left out.`,
    );
  });

  it('with fewer pictures than asked for is used whole, and the note says so', async () => {
    const set = await load(folders(30));
    expect([set.train.count, set.test.count]).toEqual([20, 10]);
    expect(set.note).toMatch(/Asked for were 40 and 20, but there are 30 in all\.$/);
  });

  it('holds more than 256 classes', async () => {
    const files = Array.from({ length: 600 }, (_, i) =>
      picture(`root/${String(i % 300).padStart(3, '0')}/${i}.png`, i, 0),
    );
    const set = await load(files, { train: 400, test: 200 });
    expect(set.classes).toHaveLength(300);
    const labels = [...set.train.labels, ...set.test.labels];
    expect(Math.max(...labels)).toBe(299);
    for (const part of [set.train, set.test])
      part.labels.forEach((label, i) => {
        expect((part.pixels[i * 30]! * 256 + part.pixels[i * 30 + 1]!) % 300).toBe(label);
      });
  });
});

describe('pictures of mixed sizes and colours', () => {
  const mixed = () =>
    Array.from({ length: 60 }, (_, i) =>
      picture(`zoo/${CLASSES[i % 3]}/${String(i).padStart(3, '0')}.png`, i, i % 3, {
        height: 6 + (i % 4),
        width: 6 + (i % 5),
        channels: i % 2 ? 1 : 3,
      }),
    );

  it('get the size and the colours of the first by name, and the note says so', async () => {
    const set = await load(mixed());
    expect(set.shape).toEqual([6, 6, 3]);
    expect(set.train.pixels).toHaveLength(40 * 6 * 6 * 3);
    expect(set.note).toMatch(
      /Not all pictures have the same size: each is cut and resized to that of the first, 6×6\.$/,
    );
    expect((await load(mixed(), {}, 5)).shape).toEqual([6, 6, 3]);
  });

  it('get those of the settings', async () => {
    const set = await load(mixed(), { size: 8, colour: 'grey' });
    expect(set.shape).toEqual([8, 8, 1]);
    expect(set.note).toMatch(/Pictures are cut to a centred square and resized to 8×8\.$/);
    // Each picture is of one colour but for two pixels.
    set.train.labels.forEach((label, i) => {
      expect(set.train.pixels[(i + 1) * 64 - 1]).toBe(50 * label);
    });
  });
});

describe('folders that cannot be used', () => {
  const broken = (path: string) => new File([encodeStart()], path);
  const encodeStart = () => new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0]) as BlobPart;

  it('leave out what cannot be read, and say so', async () => {
    const set = await load([...folders(90), broken('zoo/cat/broken.png')], { train: 70, test: 21 });
    expect(set.train.count + set.test.count).toBe(90);
    expect(set.note).toContain('broken.png cannot be read and is left out.');
    indicesOf(set.train);
    const two = await load([...folders(90), broken('zoo/cat/a.png'), broken('zoo/dog/b.png')], {
      train: 70,
      test: 22,
    });
    expect(two.note).toMatch(/2 pictures cannot be read and are left out, the first of them [ab]\.png\./);
  });

  it.each<[string, File[], string]>([
    [
      'one class only',
      folders(30).filter(({ name }) => name.includes('cat')),
      'All pictures are in one folder, "cat", so there is nothing to tell apart: put the pictures of each class into a folder of their own, and open the folder that holds these.',
    ],
    [
      'no folders',
      [picture('robin.png', 0, 0)],
      'robin.png is in no folder: put the pictures of each class into a folder of their own, and open the folder that holds these.',
    ],
    [
      'nothing that can be read',
      [broken('zoo/cat/a.png'), broken('zoo/dog/b.png')],
      'None of the 2 pictures can be read, the first of them a.png: choose PNG, JPEG, WebP or GIF files.',
    ],
    [
      'too little that can be read',
      [picture('zoo/cat/a.png', 0, 0), broken('zoo/dog/b.png')],
      'Too few of the pictures can be read to train and to test on, the first of them that cannot is b.png: choose PNG, JPEG, WebP or GIF files.',
    ],
    [
      'too many classes',
      Array.from({ length: 1_001 }, (_, i) => new File(['x'], `root/${i}/a.png`)),
      'There are 1,001 folders, and at most 1,000 classes are told apart: open fewer.',
    ],
    [
      'a JPEG, outside a browser',
      [...folders(9), new File([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)], 'zoo/cat/a.jpg')],
      'a.jpg is no PNG, and only a browser decodes other pictures: open the folder in the page, or turn the pictures into PNG.',
    ],
  ])('%s: one sentence', async (_what, files, sentence) => {
    const loading = load(files);
    await expect(loading).rejects.toMatchObject({ name: 'DataError' });
    await expect(loading).rejects.toThrow(sentence);
  });

  it('pictures too large to hold say so before they are read', async () => {
    const files = Array.from({ length: 400 }, (_, i) =>
      picture(`zoo/${CLASSES[i % 3]}/${i}.png`, i, i % 3, { height: 1_000, width: 1_000 }),
    );
    await expect(load(files, { train: 300, test: 100 })).rejects.toThrow(
      '400 pictures of 1000×1000×1 are 400 MB, and at most 256 MB are held at a time: set a smaller picture size, or fewer pictures.',
    );
  });

  it('report progress in pictures, and stop when aborted, with the reason', async () => {
    const reports: [string, number, number | null, string][] = [];
    await load(folders(90), {}, 1, { onProgress: (...report) => reports.push(report) });
    expect(reports.at(-1)).toEqual(['Reading your pictures', 60, 60, 'pictures']);
    const stop = new AbortController();
    const loading = load(folders(90), {}, 1, {
      signal: stop.signal,
      onProgress: (_task, done) => {
        if (done === 5) stop.abort(new Error('cancelled by hand'));
      },
    });
    await expect(loading).rejects.toThrow('cancelled by hand');
  });
});
