import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/data/load';
import type { DataSettings, LoadContext } from '../../../src/data/types';
import { settingsSchema } from '../../../src/experiment/schema';
import { hubFile, hubServer } from '../../unit/data/hub-server';

/** What differs between Node and a browser: gzip streams, files and IndexedDB. */

const load = (data: Partial<DataSettings['data']>, more: Partial<LoadContext>) =>
  loadDataset(settingsSchema.parse({ data }), {
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
