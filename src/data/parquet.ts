import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { KeptSplit } from './cache';
import { type Columns, findColumns, LayoutError } from './columns';
import { decodePicture, NoDecoderError } from './decode';
import { type FitSettings, Fitter, fittedShape } from './fit';
import { checkAmount, MOST_CLASSES } from './limits';
import { type ByteTally, openRemoteFile, type RemoteFile } from './remote';
import { pickPictures } from './subset';
import type { Dataset, LoadContext, Pictures } from './types';

type Shape = Dataset['shape'];

/** Bytes of a file's end that are read first: its table of contents usually fits. */
const FIRST_READ = 1 << 17;
/** Stretches of rows that a pool is taken from, spread evenly over the split. */
const STRETCHES = 4;
/** Row groups that are asked for at the same time. */
const AT_ONCE = 4;

interface Part {
  file: RemoteFile;
  metadata: FileMetaData;
  /** Rows of this file, end exclusive. */
  rowStart: number;
  rowEnd: number;
  /** Index of the first of them among the pictures read. */
  at: number;
  /** Compressed bytes of the row group. */
  bytes: number;
}

/** Which rows make up a pool of `wanted`: a few stretches, spread evenly, or everything. End exclusive. */
export function poolRows(total: number, wanted: number): [start: number, end: number][] {
  if (wanted >= total) return [[0, total]];
  return Array.from({ length: STRETCHES }, (_, i) => {
    const start = Math.floor((i * total) / STRETCHES);
    const length = Math.floor(((i + 1) * wanted) / STRETCHES) - Math.floor((i * wanted) / STRETCHES);
    return [start, start + length];
  });
}

/**
 * The pool of `wanted` out of a pool that is no smaller, as it would have been read by itself: both are made of
 * stretches that begin at the same pictures. Sizes of pools are multiples of the number of stretches.
 */
export function cutPool(pool: Pictures, size: number, wanted: number): Pictures {
  if (wanted >= pool.count) return pool;
  const rows = poolRows(pool.count, wanted).flatMap(([start, end]) =>
    Array.from({ length: end - start }, (_, i) => start + i),
  );
  return pickPictures(pool, size, rows);
}

async function openTable(url: string, context: LoadContext, tally: ByteTally) {
  const file = await openRemoteFile(url, context, tally);
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: FIRST_READ });
  return { file, metadata, rows: Number(metadata.num_rows) };
}

type Table = Awaited<ReturnType<typeof openTable>>;

/** Cuts the wanted stretches into the row groups that hold them. */
function planParts(tables: Table[], stretches: [number, number][]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [start, end] of stretches) {
    let tableStart = 0;
    for (const { file, metadata, rows } of tables) {
      let groupStart = tableStart;
      for (const group of metadata.row_groups) {
        const groupEnd = groupStart + Number(group.num_rows);
        const from = Math.max(start, groupStart);
        const to = Math.min(end, groupEnd);
        if (from < to) {
          const bytes = group.columns.reduce(
            (sum, chunk) => sum + Number(chunk.meta_data?.total_compressed_size ?? 0),
            0,
          );
          parts.push({ file, metadata, rowStart: from - tableStart, rowEnd: to - tableStart, at, bytes });
          at += to - from;
        }
        groupStart = groupEnd;
      }
      tableStart += rows;
    }
  }
  return parts;
}

async function decodeRow(row: Record<string, unknown>, { image, label: column }: Columns) {
  const bytes = (row[image] as { bytes?: unknown } | null)?.bytes;
  if (!(bytes instanceof Uint8Array)) throw new LayoutError('one of its pictures has no bytes');
  const label = Number(row[column] ?? -1);
  if (label === -1) throw new LayoutError('its pictures have no labels');
  if (!Number.isInteger(label) || label < 0 || label >= MOST_CLASSES)
    throw new LayoutError(`one of its labels is ${String(row[column]).slice(0, 20)}`);
  try {
    return { label, raster: await decodePicture(bytes) };
  } catch (error) {
    if (error instanceof NoDecoderError) throw error;
    throw new LayoutError('one of its pictures is damaged, or no picture', { cause: error });
  }
}

/** The pictures of a pool as they arrive, a few parts at a time; the first row decides the shape of all. */
class Pool {
  readonly #count: number;
  readonly #columns: Columns;
  readonly #settings: FitSettings;
  readonly #into: Promise<{ fitter: Fitter; pixels: Uint8ClampedArray }>;
  readonly #labels: Uint16Array;
  #begin: (shape: Shape) => void = () => {};
  #fail: (error: unknown) => void = () => {};

  /** @param shape of all pictures; null: that of the first */
  constructor(count: number, columns: Columns, settings: FitSettings, shape: Shape | null) {
    this.#count = count;
    this.#columns = columns;
    this.#settings = settings;
    this.#labels = new Uint16Array(count);
    this.#into = new Promise<Shape>((resolve, reject) => {
      this.#begin = resolve;
      this.#fail = reject;
    }).then(known => {
      checkAmount(count, known);
      const pixels = new Uint8ClampedArray(count * known[0] * known[1] * known[2]);
      return { fitter: new Fitter(known), pixels };
    });
    // Whoever waits for it is told; nobody may be waiting.
    this.#into.catch(() => undefined);
    if (shape) this.#begin(shape);
  }

  async read(part: Part, context: LoadContext): Promise<void> {
    const { image, label: column } = this.#columns;
    try {
      const rows = await parquetReadObjects({
        ...part,
        columns: [image, column],
        utf8: false,
        useOffsetIndex: true,
      });
      for (const [i, row] of rows.entries()) {
        const { label, raster } = await decodeRow(row, this.#columns);
        if (part.at + i === 0) this.#begin(fittedShape(raster, this.#settings));
        const { fitter, pixels } = await this.#into;
        const size = pixels.length / this.#count;
        fitter.resize(raster, pixels.subarray((part.at + i) * size, (part.at + i + 1) * size));
        this.#labels[part.at + i] = label;
        context.signal.throwIfAborted();
        await context.breathe();
      }
    } catch (error) {
      if (part.at === 0) this.#fail(error);
      throw error;
    }
  }

  async finish(): Promise<KeptSplit> {
    const { fitter, pixels } = await this.#into;
    const { label, classes, isOneOfSeveral } = this.#columns;
    return {
      pictures: {
        count: this.#count,
        pixels: new Uint8Array(pixels.buffer as ArrayBuffer),
        labels: this.#labels,
      },
      shape: fitter.shape,
      classes,
      labelColumn: isOneOfSeveral ? label : null,
      resized: fitter.resized,
    };
  }
}

/** Reads all parts, a few at a time; the first failure stops the others. */
async function readParts(
  parts: Part[],
  read: (part: Part) => Promise<void>,
  stop: AbortController,
): Promise<void> {
  const waiting = parts[Symbol.iterator]();
  const worker = async () => {
    for (const part of waiting) await read(part);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    stop.abort();
  }
}

/**
 * Pictures of one split from the hub's parquet files, whose columns are found by their schema (`columns.ts`).
 * Only the row groups that hold the pool are read.
 * @param wanted pictures in the pool; more than there are gives all.
 * @param shape that all pictures get; null: that of the settings and the first picture
 * @throws DataError where the network fails or there is too much, LayoutError (or the parquet reader's own error)
 *   where the files are not as expected, NoDecoderError where pictures are of a kind that is not decoded here.
 */
export async function readPictures(
  urls: readonly string[],
  wanted: number,
  settings: FitSettings,
  shape: Shape | null,
  context: LoadContext,
  tally: ByteTally,
): Promise<KeptSplit> {
  const stop = new AbortController();
  const inner = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  const tables: Table[] = [];
  for (const url of urls) tables.push(await openTable(url, inner, tally));
  const columns = findColumns(tables[0]!.metadata);
  const total = tables.reduce((sum, table) => sum + table.rows, 0);
  if (total === 0) throw new LayoutError('it holds no pictures');
  const parts = planParts(tables, poolRows(total, wanted));
  tally.expect(parts.reduce((sum, part) => sum + (part.file.isWhole() ? 0 : part.bytes), 0));
  const pool = new Pool(Math.min(wanted, total), columns, settings, shape);
  await readParts(parts, part => pool.read(part, inner), stop);
  return pool.finish();
}
