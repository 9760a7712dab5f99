import { isHubSource } from '../experiment/schema';
import { kept } from './kept';
import type { Session } from './session';
import { addNotice } from './store';

/** Where the browser remembers the run that was last on a page. */
export const RUN_KEY = 'richscope/run';

/** Milliseconds after which the workers start although the page is still busy. */
const LATEST = 400;

const whenIdle = (callback: () => void) =>
  'requestIdleCallback' in globalThis
    ? requestIdleCallback(callback, { timeout: LATEST })
    : setTimeout(callback, LATEST / 2);

/** Resolves once the run has come to rest for the first time: measured at step 0, or failed. */
function atRest({ store }: Session, measured: boolean): Promise<void> {
  const rests = () => {
    const { status, recording } = store.getState();
    return status === 'failed' || !measured || recording.arms.every(arm => arm.latest !== null);
  };
  return new Promise(resolve => {
    if (rests()) return resolve();
    const unsubscribe = store.subscribe(() => {
      if (!rests()) return;
      unsubscribe();
      resolve();
    });
  });
}

/**
 * Starts the workers once the page has been drawn, so that Play finds them ready. Data that must be fetched
 * from elsewhere waits until the reader starts a run: by Play, a step, a change or a load.
 * @returns a promise of the first run
 */
export function prepareWhenIdle(session: Session): Promise<void> {
  return new Promise(resolve => {
    requestAnimationFrame(() =>
      whenIdle(() => {
        const local = !isHubSource(session.store.getState().experiment.data.source);
        if (local) session.prepare();
        void atRest(session, local).then(resolve);
      }),
    );
  });
}

/** A run may be kept that was on this page before. */
const hasKeptRun = (): boolean => Boolean(history.state?.run || (!location.hash && kept(RUN_KEY)));

/**
 * Starts the page's run, after the one of before is back where there is one, and shows what the address points to.
 * @returns a promise of the first run
 */
export async function startRuns(session: Session): Promise<void> {
  const isLinked = session.store.getState().linked !== null;
  const keep = () =>
    import('./runs/keeping')
      .then(({ keepRuns }) => keepRuns(session, !isLinked))
      .catch(() =>
        addNotice(session.store, 'keep', 'Runs are not kept, as part of the page is missing: reload it.'),
      );
  const first = hasKeptRun() && !isLinked;
  if (first) await keep();
  await prepareWhenIdle(session);
  if (isLinked) await import('./linked').then(({ offerLinked }) => offerLinked(session));
  if (!first) void keep();
}
