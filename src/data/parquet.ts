import { decode } from 'fast-png';
import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { type ByteTally, openRemoteFile, type RemoteFile } from './remote';
import { pickPictures } from './subset';
import type { LoadContext, Pictures } from './types';

/** Bytes of a file's end that are read first: its table of contents usually fits. */
const FIRST_READ = 1 << 17;
/** Stretches of rows that a pool is taken from, spread evenly over the split. */
const STRETCHES = 4;
/** Row groups that are asked for at the same time. */
const AT_ONCE = 4;
const COLUMNS = ['image', 'label'];

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

/** A parquet file whose contents are not pictures and labels as expected. */
export class LayoutError extends Error {
  override name = 'LayoutError';
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
  const columns = new Set(metadata.row_groups[0]?.columns.map(chunk => chunk.meta_data?.path_in_schema[0]));
  for (const column of COLUMNS)
    if (!columns.has(column)) throw new LayoutError(`There is no column "${column}".`);
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

function decodeRow(row: Record<string, unknown>, shape: readonly number[], classes: number) {
  const bytes = (row.image as { bytes?: unknown } | null)?.bytes;
  if (!(bytes instanceof Uint8Array)) throw new LayoutError('An image has no bytes.');
  const label = Number(row.label);
  if (!Number.isInteger(label) || label < 0 || label >= classes)
    throw new LayoutError(`A label is ${row.label}.`);
  const { height, width, channels, depth, data } = decode(bytes);
  if (height !== shape[0] || width !== shape[1] || channels !== shape[2] || depth !== 8)
    throw new LayoutError(`A picture is ${height}×${width}×${channels} of ${depth} bits.`);
  return { label, data };
}

async function readPart(
  part: Part,
  into: Pictures,
  shape: readonly number[],
  classes: number,
  context: LoadContext,
): Promise<void> {
  const rows = await parquetReadObjects({ ...part, columns: COLUMNS, utf8: false, useOffsetIndex: true });
  const size = into.pixels.length / into.count;
  for (const [i, row] of rows.entries()) {
    const { label, data } = decodeRow(row, shape, classes);
    into.pixels.set(data, (part.at + i) * size);
    into.labels[part.at + i] = label;
    context.signal.throwIfAborted();
    await context.breathe();
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
 * Pictures of one split from the hub's parquet files: a column `image` (a struct with PNG `bytes`) and an
 * integer column `label`. Only the row groups that hold the pool are read.
 * @param wanted pictures in the pool; more than there are gives all.
 * @throws DataError where the network fails, LayoutError (or the parquet reader's own error) where the files
 *   are not as expected.
 */
export async function readPictures(
  urls: string[],
  wanted: number,
  shape: readonly [number, number, number],
  classes: number,
  context: LoadContext,
  tally: ByteTally,
): Promise<Pictures> {
  const stop = new AbortController();
  const inner = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  const tables: Table[] = [];
  for (const url of urls) tables.push(await openTable(url, inner, tally));
  const total = tables.reduce((sum, table) => sum + table.rows, 0);
  const parts = planParts(tables, poolRows(total, wanted));
  tally.expect(parts.reduce((sum, part) => sum + (part.file.isWhole() ? 0 : part.bytes), 0));
  const count = Math.min(wanted, total);
  const size = shape[0] * shape[1] * shape[2];
  const into: Pictures = {
    count,
    pixels: new Uint8Array(count * size),
    labels: new Uint16Array(count),
  };
  await readParts(parts, part => readPart(part, into, shape, classes, inner), stop);
  return into;
}
