import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { encode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';
import { cacheSize, emptyCache } from '../../../src/data/cache';
import { loadDataset } from '../../../src/data/load';
import type { DataSettings, Dataset, LoadContext, Pictures } from '../../../src/data/types';
import { dataSettings, testContext } from './helpers';
import { brokenBody, hubFile, type ServerOptions, serveHub } from './hub-server';

const NAMES = Array.from({ length: 100 }, (_, i) => `thing ${i}`);

/** One colour, and the index in the first pixel. */
const colourPng = (index: number, height = 8, width = 8) => {
  const data = new Uint8Array(height * width * 3).fill(index % 200);
  data.set([index >> 8, index & 255, 7]);
  return encode({ width, height, data, channels: 3, depth: 8 });
};

/** As CIFAR-100 on the hub: pictures in `img`, two columns of class labels. */
const cifar100 = (from: number, to: number) =>
  hubFile(from, to, 50, {
    image: 'img',
    labels: { fine_label: i => i % 100, coarse_label: i => i % 20 },
    names: { fine_label: NAMES, coarse_label: NAMES.slice(0, 20) },
    picture: i => colourPng(i),
  });
const animals = (from: number, to: number, picture = colourPng) =>
  hubFile(from, to, 40, {
    labels: { id: i => 7 * i, label: i => i % 3 },
    names: { label: ['cat', 'dog', 'owl'] },
    picture: i => picture(i),
  });

const HUB = { source: 'hub', hub: 'someone/animals', train: 100, test: 50 } as const;

const load = (
  fetch: typeof globalThis.fetch,
  data: Partial<DataSettings['data']> = HUB,
  seed = 1,
  more: Partial<LoadContext> = {},
): Promise<Dataset> => loadDataset(dataSettings(data, seed), testContext({ fetch, ...more }));

const offline = (() => Promise.reject(new TypeError('Failed to fetch'))) as typeof fetch;

/** Indices of 8 × 8 × 3 pictures; checks that each kept its label. */
const indicesOf = ({ count, pixels, labels }: Pictures, classes: number) =>
  Array.from({ length: count }, (_, i) => {
    const index = pixels[i * 192]! * 256 + pixels[i * 192 + 1]!;
    expect(labels[i]).toBe(index % classes);
    expect(pixels[i * 192 + 100]).toBe(index % 200);
    return index;
  });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('CIFAR on the hub', () => {
  it('CIFAR-100 comes with the names of its fine labels, from several files and row groups', async () => {
    const train = [cifar100(0, 1_400), cifar100(1_400, 2_000)];
    const server = serveHub('uoft-cs/cifar100', { cifar100: { train, test: [cifar100(2_000, 2_300)] } });
    const set = await load(server.fetch, { source: 'cifar100', train: 2_000, test: 200 });
    expect([set.name, set.shape, set.classes]).toEqual(['CIFAR-100', [8, 8, 3], NAMES]);
    expect(set.note).toBe('Labels: its column "fine_label".');
    expect(indicesOf(set.train, 100).sort((a, b) => a - b)).toEqual([...Array(2_000).keys()]);
    expect(Math.min(...indicesOf(set.test, 100))).toBeGreaterThanOrEqual(2_000);
  });

  it('CIFAR-10 comes by its name', async () => {
    const file = hubFile(0, 300, 50, { image: 'img', names: { label: NAMES.slice(0, 10) } });
    const server = serveHub('uoft-cs/cifar10', { plain_text: { train: [file], test: [file] } });
    const set = await load(server.fetch, { source: 'cifar10', train: 100, test: 50 });
    expect([set.name, set.classes, set.note]).toEqual(['CIFAR-10', NAMES.slice(0, 10), null]);
  });
});

describe('any data set of the hub', () => {
  const both = { train: [animals(0, 300)], test: [animals(300, 400)] };

  it('is found by the columns that its metadata describe', async () => {
    const set = await load(serveHub('someone/animals', { default: both }).fetch);
    expect([set.name, set.classes]).toEqual(['someone/animals', ['cat', 'dog', 'owl']]);
    expect([set.train.count, set.test.count, set.note]).toEqual([100, 50, null]);
    expect(new Set(indicesOf(set.train, 3)).size).toBe(100);
    indicesOf(set.test, 3);
  });

  it('without metadata has its labels for names, by the columns themselves', async () => {
    const file = (from: number, to: number) =>
      hubFile(from, to, 40, {
        image: 'photo',
        labels: { height: () => 8, Label: i => i % 4 },
        picture: i => colourPng(i),
      });
    const server = serveHub('someone/animals', {
      default: { train: [file(0, 300)], test: [file(300, 400)] },
    });
    expect((await load(server.fetch)).classes).toEqual(['0', '1', '2', '3']);
  });

  it('takes its only column of whole numbers for labels, whatever its name', async () => {
    const file = hubFile(0, 300, 40, { labels: { digit: i => i % 4 }, picture: i => colourPng(i) });
    const server = serveHub('someone/animals', { default: { train: [file], test: [file] } });
    expect((await load(server.fetch)).classes).toEqual(['0', '1', '2', '3']);
  });

  it('has more than 256 classes', async () => {
    const names = Array.from({ length: 400 }, (_, i) => `kind ${i}`);
    const file = hubFile(0, 1_200, 100, {
      labels: { label: i => i % 400 },
      names: { label: names },
      picture: i => colourPng(i),
    });
    const server = serveHub('someone/animals', { default: { train: [file], test: [file] } });
    const set = await load(server.fetch, { ...HUB, train: 1_000 });
    expect(set.classes).toHaveLength(400);
    expect(Math.max(...set.train.labels)).toBe(399);
    indicesOf(set.train, 400);
  });

  it.each([
    ['validation', 'Tested on its split "validation".'],
    ['valid', 'Tested on its split "valid".'],
  ])('without a test split is tested on %s, and the note says so', async (split, note) => {
    const server = serveHub('someone/animals', { default: { train: both.train, [split]: both.test } });
    const set = await load(server.fetch);
    expect(set.note).toBe(note);
    expect(Math.min(...indicesOf(set.test, 3))).toBeGreaterThanOrEqual(300);
  });

  it('with one split has a test set drawn with the seed, without overlap, and the note says so', async () => {
    const server = serveHub('someone/animals', { default: { full: both.train } });
    const set = await load(server.fetch);
    const all = [...indicesOf(set.train, 3), ...indicesOf(set.test, 3)];
    expect(new Set(all).size).toBe(150);
    expect(set.note).toBe(
      '100 pictures to train on and 50 to test on, drawn with seed 1 from its one split, "full".',
    );
    expect(indicesOf((await load(offline)).train, 3)).toEqual(indicesOf(set.train, 3));
    expect(indicesOf((await load(offline, HUB, 2)).train, 3)).not.toEqual(indicesOf(set.train, 3));
  });

  it('with several configurations takes the one that is named, or the default one, and says which', async () => {
    const other = { train: [cifar100(0, 200)], test: [cifar100(200, 300)] };
    const server = serveHub('someone/animals', { first: other, default: both });
    expect((await load(server.fetch)).note).toBe('Configuration: default, one of 2.');
    const set = await load(server.fetch, { ...HUB, hubConfig: 'first' });
    expect(set.classes).toHaveLength(100);
    expect(set.note).toBe('Labels: its column "fine_label".');
    await expect(load(server.fetch, { ...HUB, hubConfig: 'second' })).rejects.toThrow(
      'someone/animals has no configuration "second": choose first or default.',
    );
  });
});

describe('pictures of mixed sizes', () => {
  const mixed = (i: number) => colourPng(i, 8 + (i % 3), 8 + (i % 4));
  const sets = { train: [animals(0, 300, mixed)], test: [animals(300, 400, mixed)] };

  it('get the size of the first, in training and in test, and the note says so', async () => {
    const set = await load(serveHub('someone/animals', { default: sets }).fetch);
    expect(set.shape).toEqual([8, 8, 3]);
    expect(set.test.pixels).toHaveLength(50 * 192);
    expect(set.note).toBe(
      'Not all pictures have the same size: each is cut and resized to that of the first, 8×8.',
    );
  });

  it('get the size and the colours of the settings, each kept for itself', async () => {
    const { fetch } = serveHub('someone/animals', { default: sets });
    const small = { ...HUB, size: 12, colour: 'grey' } as const;
    const set = await load(fetch, small);
    expect(set.shape).toEqual([12, 12, 1]);
    expect(set.note).toBe('Pictures are cut to a centred square and resized to 12×12.');
    expect((await load(offline, small)).train.pixels).toEqual(set.train.pixels);
    await expect(load(offline, { ...HUB, size: 16 })).rejects.toThrow('cannot be reached');
  });

  it('too large to hold say so', async () => {
    const large = (i: number) => colourPng(i, 700, 700);
    const file = hubFile(0, 4, 2, { picture: large });
    const rows = Array.from({ length: 50 }, () => file);
    const server = serveHub('someone/animals', { default: { train: rows, test: rows } });
    await expect(load(server.fetch)).rejects.toThrow(
      '200 pictures of 700×700×3 are 294 MB, and at most 256 MB are held at a time: set a smaller picture size, or fewer pictures.',
    );
  });
});

describe('a hub that is not as it should be', () => {
  const both = { train: [animals(0, 300)], test: [animals(300, 400)] };
  const server = (options?: ServerOptions) => serveHub('someone/animals', { default: both }, options);

  it.each([404, 401, 403])('a name that it does not have (%i): one sentence', async status => {
    const { fetch } = server({ instead: () => new Response('', { status }) });
    await expect(load(fetch)).rejects.toThrow(
      'huggingface.co has no public data set "someone/animals" with parquet files: check its name.',
    );
  });

  it('serves whole files only: the same pictures', async () => {
    const expected = await load(server().fetch);
    globalThis.indexedDB = new IDBFactory();
    const set = await load(server({ ranges: false }).fetch);
    expect(indicesOf(set.train, 3)).toEqual(indicesOf(expected.train, 3));
  });

  it('is slow: progress is told while bytes arrive, and cancelling ends it', async () => {
    const drip = (body: ArrayBuffer, signal: AbortSignal | null | undefined) => {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise(resolve => setTimeout(resolve, 1));
          if (signal?.aborted) return controller.error(signal.reason);
          if (at >= body.byteLength) return controller.close();
          controller.enqueue(new Uint8Array(body.slice(at, at + 1_000)));
          at += 1_000;
        },
      });
    };
    const slow: ServerOptions = {
      ranges: false,
      instead: (url, _, { method, signal }) =>
        url.endsWith('.parquet') && method !== 'HEAD'
          ? new Response(drip(both[url.includes('/train/') ? 'train' : 'test'][0]!, signal))
          : undefined,
    };
    const reports: number[] = [];
    const set = await load(server(slow).fetch, HUB, 1, {
      onProgress: (task, done) => {
        if (task.endsWith('training pictures')) reports.push(done);
      },
    });
    expect(set.train.count).toBe(100);
    expect(reports.length).toBeGreaterThan(3);
    expect(reports).toEqual(reports.toSorted((a, b) => a - b));
    globalThis.indexedDB = new IDBFactory();
    const stop = new AbortController();
    const loading = load(server(slow).fetch, HUB, 1, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('cancelled by hand')),
    });
    await expect(loading).rejects.toThrow('cancelled by hand');
  });

  it('breaks off half-way, twice: one sentence, and nothing is kept', async () => {
    const { fetch } = server({
      instead: (url, _, { method }) =>
        url.endsWith('.parquet') && method !== 'HEAD'
          ? new Response(brokenBody(500), { status: 206 })
          : undefined,
    });
    await expect(load(fetch)).rejects.toThrow(
      'The connection to huggingface.co broke off half-way, twice: load again, or choose the built-in digits.',
    );
    expect(await cacheSize()).toBe(0);
  });

  it('has JPEG pictures, which Node does not decode: one sentence', async () => {
    const jpeg = hubFile(0, 60, 20, { picture: () => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0) });
    const { fetch } = serveHub('someone/animals', { default: { train: [jpeg], test: [jpeg] } });
    await expect(load(fetch)).rejects.toThrow(
      'The pictures of someone/animals are no PNG, and only a browser decodes others: open it in the page.',
    );
  });

  it('lists no files, or no split', async () => {
    for (const [listing, clause] of [
      [{}, 'the list of its files has a form that this version does not know'],
      [{ default: {} }, 'the list of its files names no split'],
      [{ error: 'busy' }, 'the list of its files has a form that this version does not know'],
    ] as const) {
      const { fetch } = server({ instead: () => Response.json(listing) });
      await expect(load(fetch)).rejects.toThrow(
        `someone/animals on huggingface.co cannot be read, since ${clause}: choose another data set.`,
      );
    }
  });
});

describe('what is kept', () => {
  const both = { train: [animals(0, 300)], test: [animals(300, 400)] };

  it('serves a data set of the hub without a network, its name and its splits too', async () => {
    const first = await load(
      serveHub('someone/animals', { default: { train: both.train, valid: both.test } }).fetch,
    );
    const second = await load(offline);
    expect([second.classes, second.note]).toEqual([first.classes, first.note]);
    expect(indicesOf(second.train, 3)).toEqual(indicesOf(first.train, 3));
    expect(indicesOf(second.test, 3)).toEqual(indicesOf(first.test, 3));
  });

  it('has a size, which is that of its pictures and labels, and can be forgotten', async () => {
    expect(await cacheSize()).toBe(0);
    await load(serveHub('someone/animals', { default: both }).fetch);
    expect(await cacheSize()).toBe((300 + 100) * (192 + 2));
    await load(serveHub('someone/animals', { default: both }).fetch);
    expect(await cacheSize()).toBe((300 + 100) * (192 + 2));
    expect(await emptyCache()).toBe(0);
    expect(await cacheSize()).toBe(0);
    await expect(load(offline)).rejects.toThrow('cannot be reached');
  });

  it('where no storage is allowed has no size', async () => {
    globalThis.indexedDB = undefined as unknown as IDBFactory;
    expect([await cacheSize(), await emptyCache()]).toEqual([null, null]);
  });

  it('by an earlier version is let go of', async () => {
    await new Promise<void>((resolve, reject) => {
      const asked = indexedDB.open('richscope-data', 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore('pictures');
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        asked.result.close();
        resolve();
      };
    });
    const set = await load(serveHub('someone/animals', { default: both }).fetch);
    expect(set.note).toBeNull();
    expect(await cacheSize()).toBeGreaterThan(0);
  });
});
