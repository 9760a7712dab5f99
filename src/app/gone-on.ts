import type { AppState } from './store';

/**
 * True where the reader has started something since what is being fetched was asked for; that the first run of a page
 * got ready is no such thing.
 */
export function hasGoneOn(before: AppState, now: AppState): boolean {
  const otherRun = before.recording.runId !== '' && now.recording !== before.recording;
  return now.experiment !== before.experiment || otherRun || (now.playing && !before.playing);
}
