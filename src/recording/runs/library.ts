import { piecesOf, type RunsDatabase, STORES, withRuns } from './database';
import { headSchema } from './head';
import type { RunCurves, RunHead } from './types';

/** What is kept at most beside pinned runs, in runs and in bytes; beyond it the oldest go first. */
export const MOST_RUNS = 200;
export const MOST_BYTES = 500_000_000;
/** Milliseconds for which a deleted run can be brought back, should the page be closed before it is forgotten. */
const DELETED_FOR = 3_600_000;

/** All runs that are kept, the newest first, and the ids of those that cannot be read. */
export interface Library {
  runs: RunHead[];
  damaged: string[];
}

/** @throws RunsError with one sentence. */
export async function listRuns(): Promise<Library> {
  const [keys, heads] = await withRuns(database =>
    Promise.all([database.getAllKeys('heads'), database.getAll('heads')]),
  );
  const library: Library = { runs: [], damaged: [] };
  heads.forEach((head, index) => {
    const read = headSchema.safeParse(head);
    if (!read.success) library.damaged.push(keys[index]!);
    else if (read.data.deleted === null) library.runs.push(read.data);
  });
  library.runs.sort((a, b) => b.changed - a.changed);
  return library;
}

/** Changes what the reader says of runs. A run that is not kept any more is left out. @throws RunsError */
export function markRuns(
  ids: readonly string[],
  change: Partial<Pick<RunHead, 'name' | 'pinned' | 'deleted'>>,
): Promise<void> {
  return withRuns(async database => {
    const transaction = database.transaction('heads', 'readwrite');
    for (const id of ids) {
      const head = await transaction.store.get(id);
      if (head) await transaction.store.put({ ...head, ...change });
    }
    await transaction.done;
  });
}

/** Deletes all that is kept of runs, for good. @throws RunsError */
export async function forgetRuns(ids: readonly string[]): Promise<void> {
  if (ids.length) await withRuns(database => forget(database, ids));
}

async function forget(database: RunsDatabase, ids: readonly string[]): Promise<void> {
  const transaction = database.transaction(STORES, 'readwrite');
  const gone = ids.flatMap(id => [
    ...(['heads', 'checkpoints', 'curves'] as const).map(store => transaction.objectStore(store).delete(id)),
    transaction.objectStore('pieces').delete(piecesOf(id)),
  ]);
  await Promise.all([...gone, transaction.done]);
}

/** The curves of runs that overlays draw; runs of which none were kept are left out. @throws RunsError */
export async function loadCurves(ids: readonly string[]): Promise<RunCurves[]> {
  const wanted = new Set(ids);
  const all = await withRuns(database =>
    ids.length > 1 ? database.getAll('curves') : Promise.all(ids.map(id => database.get('curves', id))),
  );
  return all.flatMap(curves => (curves && wanted.has(curves.id) ? [curves] : []));
}

/**
 * Runs that have to go to keep to the bound: the oldest that are neither pinned nor spared, and those that were
 * deleted long ago.
 * @param runs all of them
 */
export function surplus(runs: readonly RunHead[], spared: ReadonlySet<string>, now: number): string[] {
  const deleted = runs.filter(run => run.deleted !== null && now - run.deleted > DELETED_FOR);
  const unpinned = runs
    .filter(run => !run.pinned && run.deleted === null)
    .sort((a, b) => b.changed - a.changed);
  let bytes = 0;
  const old = unpinned.filter((run, index) => {
    bytes += run.bytes;
    return (index >= MOST_RUNS || bytes > MOST_BYTES) && !spared.has(run.id);
  });
  return [...deleted, ...old].map(({ id }) => id);
}

/** Forgets what is beyond the bound. @param spared runs that are on a page @returns how many went @throws RunsError */
export async function pruneRuns(spared: ReadonlySet<string>, now: number): Promise<number> {
  const runs = await withRuns(database => database.getAll('heads'));
  const ids = surplus(runs, spared, now);
  await forgetRuns(ids);
  return ids.length;
}

/** Storage of this site in the browser; null where the browser does not tell. */
export async function storageEstimate(): Promise<{ used: number; most: number } | null> {
  const { usage, quota } = (await globalThis.navigator?.storage?.estimate?.().catch(() => null)) ?? {};
  return usage === undefined || quota === undefined ? null : { used: usage, most: quota };
}
