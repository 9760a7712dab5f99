import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/data/load';
import { cutPool, poolRows } from '../../../src/data/parquet';
import type { LoadContext, Pictures } from '../../../src/data/types';
import { dataSettings, testContext } from './helpers';
import { brokenBody, hubFile, hubServer, PICTURE, png, type ServerOptions } from './hub-server';

// 12,000 training pictures in two files with many row groups, 300 test pictures in one.
const TRAIN = [hubFile(0, 7_000, 250), hubFile(7_000, 12_000, 250)];
const TEST = [hubFile(0, 300, 100)];
const trainBytes = TRAIN[0]!.byteLength + TRAIN[1]!.byteLength;

const server = (options?: ServerOptions) => hubServer(TRAIN, TEST, options);
const small = { source: 'mnist', train: 1_000, test: 100 } as const;

const load = (
  fetch: typeof globalThis.fetch,
  data: Parameters<typeof dataSettings>[0] = small,
  seed = 1,
  more: Partial<LoadContext> = {},
) => loadDataset(dataSettings(data, seed), testContext({ fetch, ...more }));

/** Indices of the pictures in their split; checks that each kept its label. */
const indicesOf = (pictures: Pictures): number[] =>
  Array.from({ length: pictures.count }, (_, i) => {
    const index = pictures.pixels[i * PICTURE]! * 256 + pictures.pixels[i * PICTURE + 1]!;
    expect(pictures.labels[i]).toBe(index % 10);
    return index;
  });

/** Vitest's own comparison of large arrays takes seconds. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('poolRows', () => {
  it('spreads stretches evenly, without overlap, and takes everything where the pool is no smaller', () => {
    expect(poolRows(60_000, 5_000)).toEqual([
      [0, 1_250],
      [15_000, 16_250],
      [30_000, 31_250],
      [45_000, 46_250],
    ]);
    expect(poolRows(300, 2_500)).toEqual([[0, 300]]);
    expect(poolRows(300, Number.POSITIVE_INFINITY)).toEqual([[0, 300]]);
  });
});

describe('cutPool', () => {
  /** Pictures of one pixel that says which row of the split it is. */
  const rowsOf = (total: number, pool: number): Pictures => {
    const rows = poolRows(total, pool).flatMap(([start, end]) =>
      Array.from({ length: end - start }, (_, i) => start + i),
    );
    return { count: rows.length, pixels: Uint8Array.from(rows), labels: Uint16Array.from(rows) };
  };

  it('takes from a pool what a smaller one would have been read as', () => {
    const sizes = [4, 8, 16, 20, 40, 80, 100, 200, Number.POSITIVE_INFINITY];
    for (const total of [1, 3, 8, 30, 81, 100, 103, 200, 255])
      for (const large of sizes)
        for (const wanted of sizes.filter(size => size <= large))
          expect(cutPool(rowsOf(total, large), 1, wanted)).toEqual(rowsOf(total, wanted));
  });
});

describe('pictures from the hub', () => {
  it('come with labels, classes and the sizes asked for', async () => {
    const set = await load(server().fetch);
    expect(set.name).toBe('MNIST');
    expect(set.classes).toHaveLength(10);
    expect(set.shape).toEqual([28, 28, 1]);
    expect(set.note).toBeNull();
    const train = indicesOf(set.train);
    expect(new Set(train).size).toBe(1_000);
    expect(new Set(indicesOf(set.test)).size).toBe(100);
    // From all over the split, from both files.
    expect(train.filter(index => index >= 7_000).length).toBeGreaterThan(200);
  });

  it('are read row group by row group: a small subset does not load everything', async () => {
    const { fetch, account } = server();
    await load(fetch);
    const testBytes = TEST[0]!.byteLength;
    expect(account.bytes).toBeLessThan(0.45 * trainBytes + testBytes);
  });

  it('are all there where all are asked for', async () => {
    const set = await load(server().fetch, { source: 'mnist', train: 12_000, test: 300 });
    expect(indicesOf(set.train).sort((a, b) => a - b)).toEqual([...Array(12_000).keys()]);
  });

  it('fewer than asked for: all of them, and the note says so', async () => {
    const set = await load(server().fetch, { source: 'mnist', train: 1_000, test: 2_000 });
    expect(set.test.count).toBe(300);
    expect(set.note).toBe(
      'Asked for were 1,000 pictures to train on and 2,000 to test on; there are 1,000 and 300.',
    );
  });

  it.each<[string, ServerOptions]>([
    ['a server without ranges', { ranges: false }],
    ['a server that refuses HEAD', { headStatus: 405 }],
  ])('come as well from %s', async (_what, options) => {
    const expected = await load(server().fetch);
    globalThis.indexedDB = new IDBFactory();
    const reports: [number, number | null][] = [];
    const set = await load(server(options).fetch, small, 1, {
      onProgress: (_task, done, total) => reports.push([done, total]),
    });
    expect(same(set.train.pixels, expected.train.pixels)).toBe(true);
    if (options.ranges === false)
      for (const [done, total] of reports) expect(done).toBeLessThanOrEqual(total!);
  });

  it('report progress in bytes that ends at the total', async () => {
    const reports: { task: string; done: number; total: number | null }[] = [];
    await load(server().fetch, small, 1, {
      onProgress: (task, done, total, unit) => {
        expect(unit).toBe('bytes');
        reports.push({ task, done, total });
      },
    });
    expect(new Set(reports.map(report => report.task))).toEqual(
      new Set(['Loading MNIST, training pictures', 'Loading MNIST, test pictures']),
    );
    const last = reports.at(-1)!;
    expect(last.total).toBeGreaterThan(0);
    expect(last.done).toBeGreaterThan(0.9 * last.total!);
    expect(last.done).toBeLessThanOrEqual(last.total!);
  });

  it('are asked for by the data set’s own name', async () => {
    const { fetch, account } = server();
    await expect(load(fetch, { ...small, source: 'fashion-mnist' })).rejects.toThrow(
      'huggingface.co has no public data set "zalando-datasets/fashion_mnist" with parquet files: check its name.',
    );
    expect(account.urls).toEqual([
      'https://huggingface.co/api/datasets/zalando-datasets/fashion_mnist/parquet',
    ]);
  });
});

describe('trouble on the way', () => {
  const html = () => new Response('<!doctype html><p>Sign in', { headers: { 'content-type': 'text/html' } });
  const webPage =
    'huggingface.co answered with a web page instead of data: if your network asks for a sign-in, sign in and load again, or choose the built-in digits.';
  const since = (clause: string) =>
    `MNIST on huggingface.co cannot be read, since ${clause}: choose its IDX files instead, or the built-in digits.`;
  const unknownLayout = since('its files are laid out in a way that this version does not know');

  it.each<[string, ServerOptions, string]>([
    [
      'no network',
      { instead: () => Promise.reject(new TypeError('Failed to fetch')) },
      'huggingface.co cannot be reached: check your connection and load again, or choose the built-in digits, which need none.',
    ],
    ['a web page for the listing', { instead: (_, i) => (i === 0 ? html() : undefined) }, webPage],
    ['a web page for a file', { instead: (_, i) => (i > 0 ? html() : undefined) }, webPage],
    [
      'a web page that calls itself data',
      {
        headStatus: 405,
        instead: (_, i, { method }) =>
          i > 0 && method !== 'HEAD' ? new Response('<html>Sign in</html>') : undefined,
      },
      webPage,
    ],
    [
      'an error of the server',
      { instead: () => new Response('', { status: 503 }) },
      'huggingface.co answered with error 503: load again later, or choose the built-in digits.',
    ],
    [
      'broken JSON',
      { instead: (_, i) => (i === 0 ? new Response('{"mnist":') : undefined) },
      'huggingface.co answered with something that is not the list of files asked for: load again later, or choose the built-in digits.',
    ],
    [
      'a listing of another form',
      { instead: (_, i) => (i === 0 ? Response.json({ mnist: { all: [] } }) : undefined) },
      since('the list of its files has a form that this version does not know'),
    ],
    [
      'a listing without the split',
      {
        instead: (_, i) =>
          i === 0 ? Response.json({ mnist: { all: ['https://huggingface.co/a.parquet'] } }) : undefined,
      },
      since('the list of its files has no split "train"'),
    ],
    [
      'too many requests',
      { instead: () => new Response('', { status: 429, headers: { 'retry-after': '300' } }) },
      'huggingface.co has had too many requests from here: load again in 5 minutes, or choose the built-in digits.',
    ],
    [
      'too many requests for a file, without a word on how long',
      { instead: (_, i) => (i > 1 ? new Response('', { status: 429 }) : undefined) },
      'huggingface.co has had too many requests from here: load again in a few minutes, or choose the built-in digits.',
    ],
    [
      'a connection that breaks off half-way, twice',
      {
        instead: (_, i, { method }) =>
          i > 0 && method !== 'HEAD' ? new Response(brokenBody(500), { status: 206 }) : undefined,
      },
      'The connection to huggingface.co broke off half-way, twice: load again, or choose the built-in digits.',
    ],
  ])('%s: one sentence', async (_what, options, sentence) => {
    const loading = load(server(options).fetch);
    await expect(loading).rejects.toMatchObject({ name: 'DataError' });
    await expect(loading).rejects.toThrow(sentence);
  });

  it.each<[string, ArrayBuffer, string]>([
    [
      'no column of pictures',
      parquetWriteBuffer({ columnData: [{ name: 'text', data: ['a', 'b'] }] }),
      'it has no column of pictures',
    ],
    [
      'pictures that are texts',
      parquetWriteBuffer({
        columnData: [
          { name: 'image', data: ['not a picture', 'nor this'], type: 'STRING' },
          { name: 'label', data: [1, 2] },
        ],
      }),
      'it has no column of pictures',
    ],
    ['no labels', hubFile(0, 20, 10, { labels: {} }), 'it has no column of labels (whole numbers)'],
    [
      'whole numbers that may all be labels',
      hubFile(0, 20, 10, { labels: { height: i => i % 2, width: i => i % 3 } }),
      'it has no column of labels (whole numbers)',
    ],
    [
      'labels that are kept back',
      hubFile(0, 20, 10, { labels: { label: () => -1 } }),
      'its pictures have no labels',
    ],
    [
      'labels out of all proportion',
      hubFile(0, 20, 20, { labels: { label: i => i * 1_000 } }),
      'one of its labels is 1000',
    ],
    [
      'a label beyond its classes',
      hubFile(0, 20, 10, { names: { label: ['a', 'b', 'c'] } }),
      'a label is 9 and there are 3 classes',
    ],
    ['one class', hubFile(0, 20, 10, { labels: { label: () => 0 } }), 'all its pictures are of one class'],
    [
      'a damaged picture',
      hubFile(0, 20, 10, { picture: i => png(i).subarray(0, i === 13 ? 60 : undefined) }),
      'one of its pictures is damaged, or no picture',
    ],
  ])('a parquet file with %s: one sentence', async (_what, file, clause) => {
    const { fetch } = hubServer([file], [file]);
    const loading = load(fetch, { source: 'mnist', train: 20, test: 20 });
    await expect(loading).rejects.toMatchObject({ name: 'DataError' });
    await expect(loading).rejects.toThrow(since(clause));
  });

  it('something that is not parquet at all: one sentence', async () => {
    const { fetch } = hubServer([new TextEncoder().encode('x'.repeat(5_000)).buffer], TEST);
    await expect(load(fetch)).rejects.toThrow(unknownLayout);
  });

  it('a connection that breaks once is tried once more', async () => {
    const expected = await load(server().fetch);
    globalThis.indexedDB = new IDBFactory();
    const broke = new Set<string>();
    const { fetch } = server({
      instead: (url, i, { method, headers }) => {
        const what = `${url} ${method} ${JSON.stringify(headers)}`;
        if (broke.has(what)) return undefined;
        broke.add(what);
        if (i % 2) return Promise.reject(new TypeError('Failed to fetch'));
        return method === 'HEAD' ? undefined : new Response(brokenBody(10), { status: i ? 206 : 200 });
      },
    });
    expect(same((await load(fetch)).train.pixels, expected.train.pixels)).toBe(true);
    expect(broke.size).toBeGreaterThan(10);
  });

  it('an abort ends the load with its reason, and nothing is asked afterwards', async () => {
    const stop = new AbortController();
    const { fetch, account } = server({
      instead: (_, i) => {
        if (i === 6) stop.abort(new Error('cancelled by hand'));
        return undefined;
      },
    });
    await expect(load(fetch, small, 1, { signal: stop.signal })).rejects.toThrow('cancelled by hand');
    const { requests } = account;
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(account.requests).toBe(requests);
  });
});

describe('the cache', () => {
  const offline = (() => Promise.reject(new TypeError('Failed to fetch'))) as typeof fetch;

  it('makes the second visit work without a network, with another seed and a similar size too', async () => {
    const first = await load(server().fetch);
    const second = await load(offline);
    expect(same(second.train.pixels, first.train.pixels)).toBe(true);
    expect(second.train.labels).toEqual(first.train.labels);
    expect(same(second.test.pixels, first.test.pixels)).toBe(true);
    const other = await load(offline, { ...small, train: 1_200 }, 2);
    expect(other.train.count).toBe(1_200);
    expect(indicesOf(other.train).slice(0, 1_000)).not.toEqual(indicesOf(first.train));
  });

  it('keeps sources and sizes apart', async () => {
    await load(server().fetch);
    await expect(load(offline, { ...small, train: 6_000 })).rejects.toThrow('cannot be reached');
    await expect(load(offline, { ...small, source: 'fashion-mnist' })).rejects.toThrow('cannot be reached');
  });

  it.each([
    ['everything', 12_000],
    ['a larger pool', 4_000],
  ])(
    'that holds %s serves less without a network, with the pictures of a fresh download',
    async (_, large) => {
      const fresh = await load(server().fetch, small, 3);
      globalThis.indexedDB = new IDBFactory();
      await load(server().fetch, { ...small, train: large, test: 300 });
      const kept = await load(offline, small, 3);
      expect(kept.note).toBeNull();
      expect(same(kept.train.pixels, fresh.train.pixels)).toBe(true);
      expect(kept.train.labels).toEqual(fresh.train.labels);
      expect(same(kept.test.pixels, fresh.test.pixels)).toBe(true);
    },
  );

  it('that is full does not fail the load, and the note says so', async () => {
    const original = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      const set = await load(server().fetch);
      expect(indicesOf(set.train)).toHaveLength(1_000);
      expect(set.note).toBe(
        'The pictures could not be kept on this machine (its storage is full), so the next visit loads them again.',
      );
    } finally {
      IDBObjectStore.prototype.put = original;
    }
  });

  it.each([
    ['missing', undefined],
    [
      'blocked',
      {
        open: () => {
          throw new DOMException('not here', 'SecurityError');
        },
      },
    ],
  ])('that is %s does not fail the load, and the note says so', async (_what, factory) => {
    globalThis.indexedDB = factory as unknown as IDBFactory;
    const set = await load(server().fetch);
    expect(set.train.count).toBe(1_000);
    expect(set.note).toBe(
      'The pictures could not be kept on this machine (no storage is allowed here), so the next visit loads them again.',
    );
  });

  it('does not keep what failed to load', async () => {
    await expect(load(offline)).rejects.toThrow('cannot be reached');
    expect((await load(server().fetch)).train.count).toBe(1_000);
  });
});
