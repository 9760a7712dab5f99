import { type View, viewSchema } from '../../experiment/schema';
import { forget, keep, kept } from '../kept';
import { RUN_KEY } from '../start';

/** The run that was last on a page, and how it was looked at. */
export interface LastRun {
  run: string;
  view: View;
}

/** The run that was last on any page of this browser; null where there is none, or storage is blocked. */
export function lastRun(): LastRun | null {
  const { run, view } = (kept(RUN_KEY) ?? {}) as Partial<LastRun>;
  if (typeof run !== 'string') return null;
  const read = viewSchema.safeParse(view);
  return { run, view: read.success ? read.data : viewSchema.parse({}) };
}

/** The run that this tab showed before it was reloaded; null where there is none. */
export const ownLastRun = (): string | null => (history.state as { run?: string } | null)?.run ?? null;

/** Remembers the run that is on this page, for the time when the page is opened again. */
export function rememberRun(run: string, view: View): void {
  if (ownLastRun() !== run) history.replaceState({ run }, '');
  keep(RUN_KEY, { run, view } satisfies LastRun);
}

/** The page shows something that is not kept: it opens without a run, unless another tab's was the last. */
export function forgetRun(run: string): void {
  if (ownLastRun() === run) history.replaceState(null, '');
  if (lastRun()?.run === run) forget(RUN_KEY);
}
