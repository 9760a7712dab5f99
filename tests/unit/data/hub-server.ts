import { encode } from 'fast-png';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createRandom } from '../../../src/experiment/random';

export const PICTURE = 28 * 28;

const noise = createRandom(1, 'test/hub');

/** First two pixels say the picture's index in its split; the label is index mod 10. */
export function png(index: number): Uint8Array {
  const data = new Uint8Array(PICTURE);
  data.set([index >> 8, index & 255]);
  // Noise, so that the file's size does not vanish in compression.
  for (let at = 2; at < 250; at++) data[at] = noise.integer(256);
  return encode({ width: 28, height: 28, data, channels: 1, depth: 8 });
}

/** How a file differs from MNIST's. */
export interface FileOptions {
  image?: string;
  /** Columns of labels, each with the label of picture i; the default is `label`, i mod 10. */
  labels?: Record<string, (i: number) => number>;
  /** Names of the classes of each column, for the metadata; without: no metadata. */
  names?: Record<string, string[]>;
  /** The bytes of picture i. */
  picture?: (i: number) => Uint8Array;
}

/** A parquet file in the hub's layout, with pictures `from` … `to` − 1. */
export function hubFile(
  from: number,
  to: number,
  rowGroupSize: number,
  options: FileOptions = {},
): ArrayBuffer {
  const { image = 'image', labels = { label: i => i % 10 }, names, picture = png } = options;
  const indices = Array.from({ length: to - from }, (_, i) => from + i);
  const columns = Object.entries(labels);
  const features = Object.fromEntries(
    Object.entries(names ?? {}).map(([name, list]) => [name, { names: list, _type: 'ClassLabel' }]),
  );
  const metadata = { info: { features: { [image]: { _type: 'Image' }, ...features } } };
  return parquetWriteBuffer({
    rowGroupSize,
    schema: [
      { name: 'root', num_children: 1 + columns.length },
      { name: image, num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ...columns.map(([name]) => ({ name, type: 'INT64', repetition_type: 'OPTIONAL' }) as const),
    ],
    columnData: [
      { name: image, data: indices.map(i => ({ bytes: picture(i), path: `${i}.png` })) },
      ...columns.map(([name, labelOf]) => ({ name, data: indices.map(i => BigInt(labelOf(i))) })),
    ],
    ...(names && { kvMetadata: [{ key: 'huggingface', value: JSON.stringify(metadata) }] }),
  });
}

const addressOf = (id: string) => `https://huggingface.co/api/datasets/${id}/parquet`;

export interface ServerOptions {
  /** Serve ranges; otherwise each request gets the whole file. */
  ranges?: boolean;
  /** Answer HEAD with this status. */
  headStatus?: number;
  /** Replaces the answer to request number `i` (0 is the listing) where it gives one. */
  instead?: (url: string, i: number, init: RequestInit) => Response | Promise<Response> | undefined;
}

/** A stand-in for the hub with MNIST on it. */
export const hubServer = (train: ArrayBuffer[], test: ArrayBuffer[], options: ServerOptions = {}) =>
  serveHub('ylecun/mnist', { mnist: { train, test } }, options);

/**
 * A stand-in for the hub with one data set, its files by configuration and split, that keeps an account of what was
 * asked.
 */
export function serveHub(
  id: string,
  configs: Record<string, Record<string, ArrayBuffer[]>>,
  options: ServerOptions = {},
) {
  const { ranges = true, headStatus = 200, instead } = options;
  const address = addressOf(id);
  const files = new Map<string, ArrayBuffer>();
  const listing: Record<string, Record<string, string[]>> = {};
  for (const [config, splits] of Object.entries(configs)) {
    listing[config] = {};
    for (const [split, buffers] of Object.entries(splits))
      listing[config][split] = buffers.map((buffer, i) => {
        const url = `${address}/${config}/${split}/${i}.parquet`;
        files.set(url, buffer);
        return url;
      });
  }
  const account = { requests: 0, bytes: 0, urls: [] as string[] };

  const answer = (url: string, init: RequestInit): Response => {
    if (url === address) return Response.json(listing);
    const file = files.get(url);
    if (!file) return new Response('not here', { status: 404 });
    if (init.method === 'HEAD')
      return new Response(null, {
        status: headStatus,
        headers: { 'content-length': String(file.byteLength) },
      });
    const range = /^bytes=(\d+)-(\d+)$/.exec(new Headers(init.headers).get('range') ?? '');
    const body = range && ranges ? file.slice(Number(range[1]), Number(range[2]) + 1) : file;
    account.bytes += body.byteLength;
    return new Response(body, { status: range && ranges ? 206 : 200 });
  };

  const serve = (async (input: string, init: RequestInit = {}) => {
    init.signal?.throwIfAborted();
    const i = account.requests++;
    account.urls.push(input);
    return (await instead?.(input, i, init)) ?? answer(input, init);
  }) as typeof fetch;
  return { fetch: serve, account };
}

/** A body that gives some bytes and then breaks. */
export const brokenBody = (bytes: number): ReadableStream<Uint8Array> => {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError('network error'));
      else controller.enqueue(new Uint8Array(bytes));
      sent = true;
    },
  });
};
