import type { Session } from '../session';
import { addNotice } from '../store';

/** What had the focus before, and how far the page was scrolled. */
let before: { command: string | undefined; scroll: number } = { command: undefined, scroll: 0 };

/** The whole screen, where the browser gives it: not in every window, and not on an iPhone. */
async function takeScreen(): Promise<void> {
  await document.documentElement.requestFullscreen?.({ navigationUI: 'hide' }).catch(() => {});
}

/** Shows the page to an audience. */
async function startPresenting({ store }: Session): Promise<void> {
  try {
    await Promise.all([import('./Presenter'), takeScreen()]);
  } catch {
    addNotice(store, 'link', 'Part of the page is missing, so it cannot be presented: reload it.');
    return;
  }
  const focused = document.activeElement?.closest<HTMLElement>('[data-command]');
  before = { command: focused?.dataset.command, scroll: scrollY };
  store.setState({ stage: 'presenter', dialog: null });
}

/** Goes back to the page, at the place where it was left. */
export function stopPresenting({ store }: Session): void {
  if (store.getState().stage !== 'presenter') return;
  store.setState({ stage: 'page', playingBack: false });
  if (document.fullscreenElement) void document.exitFullscreen();
  requestAnimationFrame(() => {
    scrollTo({ top: before.scroll, behavior: 'instant' });
    const { command } = before;
    if (command) document.querySelector<HTMLElement>(`[data-command="${command}"]`)?.focus();
  });
}

/** Starts to present, or stops. */
export async function togglePresenting(session: Session): Promise<void> {
  if (session.store.getState().stage === 'presenter') stopPresenting(session);
  else await startPresenting(session);
}

/** Stops presenting where the browser has given the whole screen back, as it does on Escape. Returns what ends it. */
export function followScreen(session: Session): () => void {
  const follow = () => {
    if (!document.fullscreenElement) stopPresenting(session);
  };
  document.addEventListener('fullscreenchange', follow);
  return () => document.removeEventListener('fullscreenchange', follow);
}
