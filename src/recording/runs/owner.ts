/** Milliseconds for which a tab that has just been closed or crashed may still hold its run. */
const LETTING_GO = 400;

const PREFIX = 'richscope-run/';

/** Another tab may write a run only where this one does not: each run has one owner, as long as its tab lives. */
export interface Ownership {
  release(): void;
}

/**
 * Makes this tab the owner of a run. Null where another tab is, or where the browser has no locks and nobody can tell.
 * @param isNew the run was begun here: nobody else can have it
 */
export async function ownRun(id: string, isNew = false): Promise<Ownership | null> {
  const { locks } = navigator;
  if (!locks) return isNew ? { release: () => {} } : null;
  return new Promise(resolve => {
    const hold = () => new Promise<void>(release => resolve({ release }));
    locks.request(PREFIX + id, { signal: AbortSignal.timeout(LETTING_GO) }, hold).catch(() => resolve(null));
  });
}

/** Runs that some tab owns. */
export async function ownedRuns(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(
    held.flatMap(({ name = '' }) => (name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])),
  );
}
