import { DataError, type LoadContext } from './types';
import { countWords, megabytes } from './words';

/** Larger files are refused before they are read. */
export const LARGEST_FILE = 256e6;
/** More than this is not unpacked: a small gzip file can hold gigabytes. */
const LARGEST_CONTENT = 512e6;

const UNSIGNED_BYTES = 0x08;
const LABEL_DIMENSIONS = 1;
const IMAGE_DIMENSIONS = 3;

export interface IdxImages {
  kind: 'images';
  name: string;
  count: number;
  height: number;
  width: number;
  /** count × height × width. */
  bytes: Uint8Array;
}

export interface IdxLabels {
  kind: 'labels';
  name: string;
  count: number;
  bytes: Uint8Array;
}

/** Hands out a stream of chunks in pieces of the sizes asked for. */
class PieceReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #onChunk: () => Promise<void>;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(stream: ReadableStream<Uint8Array>, onChunk: () => Promise<void>) {
    this.#reader = stream.getReader();
    this.#onChunk = onChunk;
  }

  /** Fills `into` as far as the stream goes. @returns how many bytes were there. */
  async read(into: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      if (this.#chunk.length === 0) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.#chunk = value;
        await this.#onChunk();
      }
      const piece = this.#chunk.subarray(0, into.length - filled);
      into.set(piece, filled);
      filled += piece.length;
      this.#chunk = this.#chunk.subarray(piece.length);
    }
    return filled;
  }

  cancel(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function isGzip(file: File): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** The file's bytes, unpacked where it is gzip, with progress counted in bytes of the file itself. */
function openStream(file: File, gzip: boolean, context: LoadContext): ReadableStream<Uint8Array> {
  let read = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      context.signal.throwIfAborted();
      read += chunk.length;
      context.onProgress(`Reading ${file.name}`, read, file.size, 'bytes');
      controller.enqueue(chunk);
    },
  });
  const plain = file.stream().pipeThrough(counted);
  return gzip ? plain.pipeThrough(new DecompressionStream('gzip')) : plain;
}

/** Dimensions named by the header. @throws DataError where it is not the header of IDX images or labels. */
async function readHeader(reader: PieceReader, name: string): Promise<number[]> {
  const magic = new Uint8Array(4);
  const got = await reader.read(magic);
  const dimensions = magic[3]!;
  const known = dimensions === LABEL_DIMENSIONS || dimensions === IMAGE_DIMENSIONS;
  if (got < 4 || magic[0] !== 0 || magic[1] !== 0 || magic[2] !== UNSIGNED_BYTES || !known)
    throw new DataError(
      `${name} does not start like IDX images or labels of bytes (magic number 2051 or 2049): choose files in the format of MNIST.`,
    );
  const sizes = new Uint8Array(4 * dimensions);
  if ((await reader.read(sizes)) < sizes.length)
    throw new DataError(`${name} ends within its header: get it again.`);
  const view = new DataView(sizes.buffer);
  return Array.from({ length: dimensions }, (_, i) => view.getUint32(4 * i));
}

async function readContent(reader: PieceReader, file: File): Promise<IdxImages | IdxLabels> {
  const { name } = file;
  const sizes = await readHeader(reader, name);
  const length = sizes.reduce((product, size) => product * size, 1);
  if (length === 0)
    throw new DataError(`${name} is a proper IDX file, but it holds nothing: choose another.`);
  if (length > LARGEST_CONTENT)
    throw new DataError(
      `${name} holds ${megabytes(length)} when unpacked, and at most ${megabytes(LARGEST_CONTENT)} can be used: choose a smaller file.`,
    );
  const bytes = new Uint8Array(length);
  const got = await reader.read(bytes);
  const [count, height, width] = sizes as [number, number, number];
  if (got < length)
    throw new DataError(
      `${name} is cut short: it should hold ${countWords(count)} ${sizes.length === IMAGE_DIMENSIONS ? 'pictures' : 'labels'} and ends after ${countWords(Math.floor((got / length) * count))}; get it again.`,
    );
  if ((await reader.read(new Uint8Array(1))) > 0)
    throw new DataError(`${name} is longer than its header says, so it is damaged: get it again.`);
  return sizes.length === IMAGE_DIMENSIONS
    ? { kind: 'images', name, count, height, width, bytes }
    : { kind: 'labels', name, count, bytes };
}

/**
 * Reads one IDX file of bytes, gzip or plain: images (magic number 2051) or labels (2049), as LeCun's MNIST
 * page describes the format.
 * @throws DataError with one sentence for a file that is empty, too large, damaged or something else.
 */
export async function readIdx(file: File, context: LoadContext): Promise<IdxImages | IdxLabels> {
  context.signal.throwIfAborted();
  if (file.size === 0) throw new DataError(`${file.name} is empty: get it again.`);
  if (file.size > LARGEST_FILE)
    throw new DataError(
      `${file.name} has ${megabytes(file.size)}, and at most ${megabytes(LARGEST_FILE)} are read: choose a smaller file.`,
    );
  let gzip = false;
  let reader: PieceReader | null = null;
  try {
    gzip = await isGzip(file);
    reader = new PieceReader(openStream(file, gzip, context), () => context.breathe());
    return await readContent(reader, file);
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof DataError) throw error;
    throw new DataError(
      gzip
        ? `${file.name} is a damaged or cut-off gzip file: get it again.`
        : `${file.name} could not be read: choose it again.`,
      { cause: error },
    );
  } finally {
    // A stream that has failed rejects its cancellation with the same error, which is reported above.
    await reader?.cancel().catch(() => undefined);
  }
}
