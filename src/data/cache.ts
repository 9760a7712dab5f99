import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Pictures } from './types';

interface CacheSchema extends DBSchema {
  pictures: { key: string; value: Pictures };
}

const DATABASE = 'richscope-data';
const VERSION = 1;

async function withDatabase<T>(use: (database: IDBPDatabase<CacheSchema>) => Promise<T>): Promise<T> {
  const database = await openDB<CacheSchema>(DATABASE, VERSION, {
    upgrade: fresh => {
      fresh.createObjectStore('pictures');
    },
  });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

const isQuota = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError';

/**
 * Pictures kept on this machine under the first of `keys` that holds any; where none does, `load` brings them and
 * they are kept under the first key for the next visit. Storage that is full or not allowed never fails the load: the note then says that the
 * pictures were not kept. What `load` throws is passed on.
 */
export async function throughCache(
  keys: readonly [string, ...string[]],
  load: () => Promise<Pictures>,
): Promise<{ pictures: Pictures; note: string | null }> {
  let kept: Pictures | undefined;
  try {
    kept = await withDatabase(async database => {
      for (const key of keys) {
        const found = await database.get('pictures', key);
        if (found) return found;
      }
      return undefined;
    });
  } catch {
    return { pictures: await load(), note: notKept('no storage is allowed here') };
  }
  if (kept) return { pictures: kept, note: null };
  const pictures = await load();
  try {
    await withDatabase(database => database.put('pictures', pictures, keys[0]));
    return { pictures, note: null };
  } catch (error) {
    const reason = isQuota(error) ? 'its storage is full' : 'no storage is allowed here';
    return { pictures, note: notKept(reason) };
  }
}

const notKept = (reason: string) =>
  `The pictures could not be kept on this machine (${reason}), so the next visit loads them again.`;
