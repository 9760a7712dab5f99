import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { RecordingFile } from '../format';
import { type KeptCheckpoint, type RunCurves, type RunHead, RunsError } from './types';

interface RunsSchema extends DBSchema {
  heads: { key: string; value: RunHead };
  /** What was recorded, piece by piece, each in the format of a recording's file. */
  pieces: { key: [string, number]; value: RecordingFile };
  checkpoints: { key: string; value: KeptCheckpoint };
  curves: { key: string; value: RunCurves };
}

export type RunsDatabase = IDBPDatabase<RunsSchema>;

export const STORES = ['heads', 'pieces', 'checkpoints', 'curves'] as const;
export const DATABASE = 'richscope-runs';
/** Version 1 had neither curves nor names, pins and deletions. */
export const DATABASE_VERSION = 2;

const BLOCKED =
  'This browser does not let the page keep runs (a private window, perhaps): they last until the page is closed.';
const NEWER = 'The runs on this machine were kept by a newer Richscope: reload the page to get it.';
const FULL =
  'The storage of this browser is full, so this run is not kept any further: delete some under “Runs”. What is on the page stays.';

/** The fault of some work on the database, in one sentence. */
export function runsError(error: unknown): RunsError {
  if (error instanceof RunsError) return error;
  const name = (error as { name?: string } | null)?.name;
  if (name === 'QuotaExceededError') return new RunsError(FULL, true);
  return new RunsError(name === 'VersionError' ? NEWER : BLOCKED);
}

let opened: Promise<RunsDatabase> | null = null;

async function open(): Promise<RunsDatabase> {
  const database = await openDB<RunsSchema>(DATABASE, DATABASE_VERSION, {
    async upgrade(fresh, before, _, transaction) {
      if (before < 1) {
        fresh.createObjectStore('heads', { keyPath: 'id' });
        fresh.createObjectStore('pieces');
        fresh.createObjectStore('checkpoints');
      }
      if (before < 2) fresh.createObjectStore('curves', { keyPath: 'id' });
      if (before !== 1) return;
      const heads = transaction.objectStore('heads');
      for (const head of await heads.getAll())
        await heads.put({ ...head, name: '', pinned: false, deleted: null });
    },
    // A newer page waits for this one to let go.
    blocking: () => closeRuns(),
    terminated: () => {
      opened = null;
    },
  });
  return database;
}

/** Does something with the database, which is opened once a page. @throws RunsError with one sentence. */
export async function withRuns<T>(use: (database: RunsDatabase) => Promise<T>): Promise<T> {
  try {
    opened ??= open();
    return await use(await opened);
  } catch (error) {
    // The next attempt opens it anew.
    await closeRuns();
    throw runsError(error);
  }
}

/** Closes the database; what comes next opens it again. */
export async function closeRuns(): Promise<void> {
  const closing = opened;
  opened = null;
  const database = await closing?.catch(() => null);
  database?.close();
}

/** All pieces of a run. */
export const piecesOf = (id: string): IDBKeyRange =>
  IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

/** About how many bytes a value takes in the database. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'number') return 9;
  if (typeof value === 'string') return value.length + 3;
  if (ArrayBuffer.isView(value)) return value.byteLength + 16;
  if (typeof value !== 'object' || value === null) return 1;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + bytesOf(item), 4);
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + 3 + bytesOf(item), 4);
}
