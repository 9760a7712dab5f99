import { eventsOf } from '../recording/events';
import { probeSteps } from '../recording/moment';
import type { Recording } from '../recording/recording';
import { firstAtOrAfter } from '../recording/series';
import type { Session } from './session';

/** Step of the first probe that shows an event: at it or after it; the newest probe where there is none yet. */
export function stepThatShows(recording: Recording, event: { step: number }): number {
  const stops = probeSteps(recording.arms);
  return stops[firstAtOrAfter(stops, event.step)] ?? stops.at(-1) ?? 0;
}

/**
 * Shows the next event after the moment that is shown, or the one before it. Beyond the last event there is the newest
 * moment, and before the first one the start.
 */
export function jumpToEvent(session: Session, direction: -1 | 1): void {
  const { recording, shownStep } = session.store.getState();
  const at = shownStep ?? Number.POSITIVE_INFINITY;
  const steps = eventsOf(recording).map(event => stepThatShows(recording, event));
  const beyond = steps.filter(step => (step - at) * direction > 0).sort((a, b) => a - b);
  if (direction > 0) session.showStep(beyond[0] ?? null);
  else session.showStep(beyond.at(-1) ?? 0);
}
