import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Dataset, Pictures } from './types';

/** Pictures of one split of a data set from the hub, as they are kept on this machine. */
export interface KeptSplit {
  pictures: Pictures;
  shape: Dataset['shape'];
  /** Names of the classes; null where the data set does not name them. */
  classes: string[] | null;
  /** Name of the column of labels where there was a choice; null where there was none. */
  labelColumn: string | null;
  /** Pictures had other sizes. */
  resized: boolean;
}

/** Which splits of a data set are trained and tested on. */
export interface SplitNames {
  train: string;
  /** null: there is one split, of which a part is kept for testing. */
  test: string | null;
  /** What was chosen, in a sentence; null where there was no choice. */
  note: string | null;
}

interface CacheSchema extends DBSchema {
  splits: { key: string; value: KeptSplit };
  /** Bytes of each split, so that their sum can be told without reading them. */
  sizes: { key: string; value: number };
  names: { key: string; value: SplitNames };
}

const STORES = ['splits', 'sizes', 'names'] as const;

const DATABASE = 'richscope-data';
const VERSION = 2;

async function withDatabase<T>(use: (database: IDBPDatabase<CacheSchema>) => Promise<T>): Promise<T> {
  const database = await openDB<CacheSchema>(DATABASE, VERSION, {
    upgrade: fresh => {
      for (const name of [...fresh.objectStoreNames]) fresh.deleteObjectStore(name);
      for (const name of STORES) fresh.createObjectStore(name);
    },
  });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

async function keep(database: IDBPDatabase<CacheSchema>, key: string, split: KeptSplit): Promise<void> {
  const { pixels, labels } = split.pictures;
  const transaction = database.transaction(['splits', 'sizes'], 'readwrite');
  await Promise.all([
    transaction.objectStore('splits').put(split, key),
    transaction.objectStore('sizes').put(pixels.byteLength + labels.byteLength, key),
    transaction.done,
  ]);
}

const isQuota = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError';

/**
 * Pictures kept on this machine under the first of `keys` that holds any; where none does, `load` brings them and
 * they are kept under the first key for the next visit. Storage that is full or not allowed never fails the load: the note then says that the
 * pictures were not kept. What `load` throws is passed on.
 */
export async function throughCache(
  keys: readonly [string, ...string[]],
  load: () => Promise<KeptSplit>,
): Promise<{ split: KeptSplit; note: string | null }> {
  let kept: KeptSplit | undefined;
  try {
    kept = await withDatabase(async database => {
      for (const key of keys) {
        const found = await database.get('splits', key);
        if (found) return found;
      }
      return undefined;
    });
  } catch {
    return { split: await load(), note: notKept('no storage is allowed here') };
  }
  if (kept) return { split: kept, note: null };
  const split = await load();
  try {
    await withDatabase(database => keep(database, keys[0], split));
    return { split, note: null };
  } catch (error) {
    const reason = isQuota(error) ? 'its storage is full' : 'no storage is allowed here';
    return { split, note: notKept(reason) };
  }
}

const notKept = (reason: string) =>
  `The pictures could not be kept on this machine (${reason}), so the next visit loads them again.`;

/**
 * The names of a data set's splits, from this machine or else from `load`, so that pictures that are kept are found
 * without a network. Where they cannot be kept, they are asked for again; that pictures are not kept is told with these.
 */
export async function namesThroughCache(key: string, load: () => Promise<SplitNames>): Promise<SplitNames> {
  const kept = await withDatabase(database => database.get('names', key)).catch(() => undefined);
  if (kept) return kept;
  const names = await load();
  await withDatabase(database => database.put('names', names, key)).catch(() => undefined);
  return names;
}

/** Bytes of all pictures that are kept on this machine; null where no storage is allowed. */
export async function cacheSize(): Promise<number | null> {
  try {
    const sizes = await withDatabase(database => database.getAll('sizes'));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return null;
  }
}

/** Forgets all pictures that are kept on this machine. @returns bytes that are left, as `cacheSize` */
export async function emptyCache(): Promise<number | null> {
  try {
    await withDatabase(async database => {
      const transaction = database.transaction(STORES, 'readwrite');
      await Promise.all([...STORES.map(name => transaction.objectStore(name).clear()), transaction.done]);
    });
  } catch {
    return null;
  }
  return cacheSize();
}
