import { encode } from 'fast-png';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/data/load';
import type { DataSettings, LoadContext } from '../../../src/data/types';
import { settingsSchema } from '../../../src/experiment/schema';
import { hubFile, hubServer, serveHub } from '../../unit/data/hub-server';

/** What differs between Node and a browser: gzip streams, files, decoders of pictures and IndexedDB. */

const load = (data: Partial<DataSettings['data']>, more: Partial<LoadContext>) =>
  loadDataset(settingsSchema.parse({ data, training: { batchSize: 10 } }), {
    signal: new AbortController().signal,
    onProgress: () => {},
    breathe: async () => {},
    ...more,
  });

/** An IDX file, gzip, of which a share is kept. */
async function gzipFile(name: string, sizes: number[], content: Uint8Array, keep = 1): Promise<File> {
  const header = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
  header.setUint32(0, 0x0800 + sizes.length);
  sizes.forEach((size, i) => {
    header.setUint32(4 + 4 * i, size);
  });
  const plain = new Blob([header.buffer, content as BlobPart]).stream();
  const packed = await new Response(plain.pipeThrough(new CompressionStream('gzip'))).blob();
  return new File([packed.slice(0, Math.ceil(keep * packed.size))], name);
}

const pixels = Uint8Array.from({ length: 300 * 20 }, (_, i) => (i * 7_919) % 251);
const images = (keep?: number) => gzipFile('images.gz', [300, 4, 5], pixels, keep);
const labels = () =>
  gzipFile(
    'labels.gz',
    [300],
    Uint8Array.from({ length: 300 }, (_, i) => i % 3),
  );

describe('IDX files in a browser', () => {
  it('are unpacked and split', async () => {
    const files = [await images(), await labels()];
    const set = await load({ source: 'files', train: 200, test: 100 }, { files });
    expect([set.train.count, set.test.count]).toEqual([200, 100]);
    const sum = (bytes: Uint8Array) => bytes.reduce((total, value) => total + value, 0);
    expect(sum(set.train.pixels) + sum(set.test.pixels)).toBe(sum(pixels));
  });

  it('cut off give one sentence', async () => {
    const files = [await images(0.5), await labels()];
    await expect(load({ source: 'files' }, { files })).rejects.toThrow(
      'images.gz is a damaged or cut-off gzip file: get it again.',
    );
  });

  it('stop being read when aborted, with the reason', async () => {
    const stop = new AbortController();
    const context = {
      files: [await images(), await labels()],
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('cancelled by hand')),
    };
    await expect(load({ source: 'files' }, context)).rejects.toThrow('cancelled by hand');
  });
});

describe('the hub’s pictures in a browser', () => {
  beforeEach(() => deleteDB('richscope-data'));

  it('are kept in IndexedDB for a visit without a network', async () => {
    const server = hubServer([hubFile(0, 400, 100)], [hubFile(0, 100, 100)]);
    const sizes = { source: 'mnist', train: 300, test: 50 } as const;
    const first = await load(sizes, { fetch: server.fetch });
    expect(first.note).toBeNull();
    const offline: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const second = await load(sizes, { fetch: offline });
    expect(second.train.labels).toEqual(first.train.labels);
    expect(second.train.pixels.join()).toBe(first.train.pixels.join());
  });
});

/** A picture of one colour, two thirds of it; the lower third is black. */
async function picture(type: string, colour: string, width = 24, height = 24): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillRect(0, 0, width, height);
  context.fillStyle = colour;
  context.fillRect(0, 0, width, (2 * height) / 3);
  const blob = await canvas.convertToBlob({ type, quality: 1 });
  expect(blob.type).toBe(type);
  return new Uint8Array(await blob.arrayBuffer());
}

/** By the channel that is brightest. */
const COLOURS = { red: '#e01010', green: '#10e010', blue: '#1010e0' };

/** A GIF of one pixel, red, as the format's specification builds one. */
const RED_GIF = Uint8Array.from(atob('R0lGODdhAQABAIABAP8AAP///ywAAAAAAQABAAACAkQBADs='), character =>
  character.charCodeAt(0),
);

/** True where the brightest channel of a picture's first pixel is that of its class. */
function fits(pixels: Uint8Array, at: number, name: string): boolean {
  const first = [...pixels.subarray(at, at + 3)];
  return first.indexOf(Math.max(...first)) === Object.keys(COLOURS).indexOf(name);
}

describe('pictures that only a browser decodes', () => {
  it('JPEG, WebP, PNG and GIF come out of folders, in one size', async () => {
    const files: File[] = [];
    for (const [name, colour] of Object.entries(COLOURS))
      for (const [i, type] of ['jpeg', 'webp', 'png'].entries())
        for (let copy = 0; copy < 3; copy++) {
          const bytes = await picture(`image/${type}`, colour, 24 + 8 * i, 24 + 5 * copy);
          files.push(new File([bytes as BlobPart], `zoo/${name}/${type}-${copy}.${type}`));
        }
    files.push(new File([RED_GIF as BlobPart], 'zoo/red/tiny.gif'));
    files.push(new File(['no picture'], 'zoo/red/broken.jpg'));
    const sizes = { source: 'files', train: 18, test: 11, size: 16 } as const;
    const set = await load(sizes, { files });
    expect(set.classes).toEqual(['blue', 'green', 'red']);
    expect(set.shape).toEqual([16, 16, 3]);
    expect(set.train.count + set.test.count).toBe(28);
    expect(set.note).toContain('broken.jpg cannot be read and is left out.');
    for (const { count, pixels, labels } of [set.train, set.test])
      for (let i = 0; i < count; i++) expect(fits(pixels, i * 768, set.classes[labels[i]!]!)).toBe(true);
  });

  it('JPEG comes from the hub', async () => {
    const names = Object.keys(COLOURS);
    const jpegs = await Promise.all(Object.values(COLOURS).map(colour => picture('image/jpeg', colour)));
    const file = hubFile(0, 60, 20, {
      labels: { label: i => i % 3 },
      names: { label: names },
      picture: i => jpegs[i % 3]!,
    });
    await deleteDB('richscope-data');
    const server = serveHub('someone/colours', { default: { train: [file], test: [file] } });
    const set = await load(
      { source: 'hub', hub: 'someone/colours', train: 50, test: 20 },
      { fetch: server.fetch },
    );
    expect([set.shape, set.classes, set.note]).toEqual([[24, 24, 3], names, null]);
    for (let i = 0; i < set.train.count; i++)
      expect(fits(set.train.pixels, i * 24 * 24 * 3, names[set.train.labels[i]!]!)).toBe(true);
  });

  it('a large photograph is made smaller on the way', async () => {
    const files: File[] = [];
    for (const [name, colour] of Object.entries(COLOURS))
      for (let i = 0; i < 8; i++) {
        const bytes = await picture(i % 2 ? 'image/jpeg' : 'image/png', colour, 2_400, 1_800);
        files.push(new File([bytes as BlobPart], `${name}/${i}.jpg`));
      }
    const set = await load({ source: 'files', train: 12, test: 12, size: 32 }, { files });
    expect(set.shape).toEqual([32, 32, 3]);
    expect(set.note).not.toContain('cannot be read');
    for (let i = 0; i < 12; i++)
      expect(fits(set.train.pixels, i * 3_072, set.classes[set.train.labels[i]!]!)).toBe(true);
  });

  it('a large grey PNG stays grey, and is decoded as a small one is', async () => {
    const grey = (side: number, label: number) => {
      const data = Uint8Array.from({ length: side * side }, (_, at) =>
        at < (side * side) / 2 ? 20 + 90 * label : 200,
      );
      return encode({ width: side, height: side, data, channels: 1, depth: 8 });
    };
    const files = (side: number) =>
      Array.from({ length: 24 }, (_, i) => new File([grey(side, i % 2) as BlobPart], `${i % 2}/${i}.png`));
    const sizes = { source: 'files', train: 12, test: 12, size: 8 } as const;
    const [large, small] = [
      await load(sizes, { files: files(800) }),
      await load(sizes, { files: files(80) }),
    ];
    expect(large.shape).toEqual([8, 8, 1]);
    expect(large.train.labels).toEqual(small.train.labels);
    large.train.pixels.forEach((value, at) => {
      expect(Math.abs(value - small.train.pixels[at]!)).toBeLessThan(6);
    });
  });
});
