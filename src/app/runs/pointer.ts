import { type View, viewSchema } from '../../experiment/schema';
import { RUN_KEY } from '../start';

/** The run that was last on a page, and how it was looked at. */
export interface LastRun {
  run: string;
  view: View;
}

/** The run that was last on any page of this browser; null where there is none, or storage is blocked. */
export function lastRun(): LastRun | null {
  try {
    const { run, view } = JSON.parse(localStorage.getItem(RUN_KEY) ?? '{}') as Partial<LastRun>;
    const read = viewSchema.safeParse(view);
    return typeof run === 'string' ? { run, view: read.success ? read.data : viewSchema.parse({}) } : null;
  } catch {
    return null;
  }
}

/** The run that this tab showed before it was reloaded; null where there is none. */
export const ownLastRun = (): string | null => (history.state as { run?: string } | null)?.run ?? null;

/** Remembers the run that is on this page, for the time when the page is opened again. */
export function rememberRun(run: string, view: View): void {
  if (ownLastRun() !== run) history.replaceState({ run }, '');
  try {
    localStorage.setItem(RUN_KEY, JSON.stringify({ run, view } satisfies LastRun));
  } catch {
    // Storage is blocked, and the run is not kept either, which is said.
  }
}

/** The page shows something that is not kept: it opens without a run, unless another tab's was the last. */
export function forgetRun(run: string): void {
  if (ownLastRun() === run) history.replaceState(null, '');
  if (lastRun()?.run !== run) return;
  try {
    localStorage.removeItem(RUN_KEY);
  } catch {
    // Storage is blocked: there is nothing to remove.
  }
}
