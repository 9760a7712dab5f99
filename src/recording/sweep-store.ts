import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import * as z from 'zod/mini';
import { parseExperiment } from '../experiment/schema';
import { makeSweep, type Sweep } from '../experiment/sweep';
import type { PointResult } from './sweep';

interface SweepSchema extends DBSchema {
  /** Finished runs of all sweeps, each by what it was: a sweep with more values finds those that it shares. */
  points: { key: string; value: PointResult };
  /** The sweep that was last looked at. */
  last: { key: 'sweep'; value: Sweep };
}

const DATABASE = 'richscope-sweeps';
/** Grows where a change of what is trained or measured makes the kept results those of another program. */
const VERSION = 1;

async function withDatabase<T>(use: (database: IDBPDatabase<SweepSchema>) => Promise<T>): Promise<T> {
  const database = await openDB<SweepSchema>(DATABASE, VERSION, {
    upgrade: fresh => {
      for (const name of [...fresh.objectStoreNames]) fresh.deleteObjectStore(name);
      fresh.createObjectStore('points');
      fresh.createObjectStore('last');
    },
  });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

/** The kept results under these keys, null where there is none; null where no storage is allowed. */
export async function keptPoints(keys: readonly string[]): Promise<(PointResult | null)[] | null> {
  try {
    return await withDatabase(async database => {
      const store = database.transaction('points').objectStore('points');
      return Promise.all(keys.map(async key => (await store.get(key)) ?? null));
    });
  } catch {
    return null;
  }
}

/** @returns false where it could not be kept: no storage is allowed, or it is full */
export async function keepPoint(key: string, result: PointResult): Promise<boolean> {
  try {
    await withDatabase(database => database.put('points', result, key));
    return true;
  } catch {
    return false;
  }
}

/** Forgets the results under these keys. */
export async function forgetPoints(keys: readonly string[]): Promise<void> {
  try {
    await withDatabase(async database => {
      const transaction = database.transaction('points', 'readwrite');
      await Promise.all([...keys.map(key => transaction.store.delete(key)), transaction.done]);
    });
  } catch {
    // Where no storage is allowed, nothing was kept.
  }
}

/** Remembers the sweep for the next visit; forgotten where no storage is allowed. */
export async function keepLast(sweep: Sweep): Promise<void> {
  await withDatabase(database => database.put('last', sweep, 'sweep')).catch(() => undefined);
}

const keptSweep = z.object({
  experiment: z.unknown(),
  axes: z.array(z.object({ path: z.string(), values: z.array(z.number()) })),
  seeds: z.array(z.number()),
});

/** The sweep of the last visit; null where there is none, or it can no longer be run. */
export async function lastSweep(): Promise<Sweep | null> {
  try {
    const { experiment, ...kept } = keptSweep.parse(
      await withDatabase(database => database.get('last', 'sweep')),
    );
    return makeSweep({ ...kept, experiment: parseExperiment(experiment) });
  } catch {
    return null;
  }
}
