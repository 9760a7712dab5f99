import { encode } from 'fast-png';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createRandom } from '../../../src/experiment/random';

export const PICTURE = 28 * 28;

const noise = createRandom(1, 'test/hub');

/** First two pixels say the picture's index in its split; the label is index mod 10. */
function png(index: number): Uint8Array {
  const data = new Uint8Array(PICTURE);
  data.set([index >> 8, index & 255]);
  // Noise, so that the file's size does not vanish in compression.
  for (let at = 2; at < 250; at++) data[at] = noise.integer(256);
  return encode({ width: 28, height: 28, data, channels: 1, depth: 8 });
}

/** A parquet file in the hub's layout, with pictures `from` … `to` − 1. */
export function hubFile(from: number, to: number, rowGroupSize: number): ArrayBuffer {
  const indices = Array.from({ length: to - from }, (_, i) => from + i);
  return parquetWriteBuffer({
    rowGroupSize,
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' },
    ],
    columnData: [
      { name: 'image', data: indices.map(i => ({ bytes: png(i), path: null })) },
      { name: 'label', data: indices.map(i => BigInt(i % 10)) },
    ],
  });
}

const HUB = 'https://huggingface.co/api/datasets/ylecun/mnist/parquet';

export interface ServerOptions {
  /** Serve ranges; otherwise each request gets the whole file. */
  ranges?: boolean;
  /** Answer HEAD with this status. */
  headStatus?: number;
  /** Replaces the answer to request number `i` (0 is the listing) where it gives one. */
  instead?: (url: string, i: number, init: RequestInit) => Response | Promise<Response> | undefined;
}

/** A stand-in for the hub that keeps an account of what was asked. */
export function hubServer(train: ArrayBuffer[], test: ArrayBuffer[], options: ServerOptions = {}) {
  const { ranges = true, headStatus = 200, instead } = options;
  const files = new Map<string, ArrayBuffer>();
  const urls = (split: string, buffers: ArrayBuffer[]) =>
    buffers.map((buffer, i) => {
      files.set(`${HUB}/mnist/${split}/${i}.parquet`, buffer);
      return `${HUB}/mnist/${split}/${i}.parquet`;
    });
  const listing = { mnist: { train: urls('train', train), test: urls('test', test) } };
  const account = { requests: 0, bytes: 0, urls: [] as string[] };

  const answer = (url: string, init: RequestInit): Response => {
    if (url === HUB) return Response.json(listing);
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
