import { useEffect } from 'react';
import { useReducedMotion } from '../../../panels';
import { probeSteps } from '../../../recording/moment';
import { firstAtOrAfter } from '../../../recording/series';
import { useApp, useAppState } from '../../context';
import type { Session } from '../../session';
import { positionOf, stepAtPosition } from './marks';

/** How many times as fast as usual a recording can be played back, in the order in which they are offered. */
export const SPEEDS = [1, 2, 4, 0.5] as const;
export type Speed = (typeof SPEEDS)[number];

/** Seconds in which the whole bar is passed at the usual speed. */
const WHOLE = 20;
/** Seconds between two moments where less motion is asked for. */
const CALM = 1;

/**
 * The place on the bar, from 0 to 1, after some time.
 * @param seconds since it was at `from`
 */
export const playedTo = (from: number, seconds: number, speed: Speed) => from + (seconds * speed) / WHOLE;

/** Shows the last probe before a place on the bar; the newest moment, and the end of it, from the newest probe on. */
function showPlace(session: Session, position: number): void {
  const { recording, experiment, view, shownStep } = session.store.getState();
  const stops = probeSteps(recording.arms);
  const step = stepAtPosition(position, experiment.stop.steps, view.stepAxis);
  const next = firstAtOrAfter(stops, step + 1e-9);
  const shown = next >= stops.length ? null : stops[Math.max(0, next - 1)]!;
  if (shown !== shownStep) session.showStep(shown, true);
}

/** Moves the moment that is shown along the bar while the recording is played back. */
export function usePlayback(speed: Speed): void {
  const { session } = useApp();
  const playingBack = useAppState(state => state.playingBack);
  const isCalm = useReducedMotion();
  useEffect(() => {
    if (!playingBack) return;
    const { shownStep, experiment, view } = session.store.getState();
    let from = positionOf(shownStep ?? 0, experiment.stop.steps, view.stepAxis);
    let last = performance.now();
    let request = 0;
    const move = (now: number) => {
      from = playedTo(from, Math.max(0, now - last) / 1000, speed);
      last = now;
      showPlace(session, from);
    };
    if (isCalm) {
      const timer = setInterval(() => move(performance.now()), CALM * 1000);
      return () => clearInterval(timer);
    }
    const draw = (now: number) => {
      move(now);
      request = requestAnimationFrame(draw);
    };
    request = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(request);
  }, [session, playingBack, speed, isCalm]);
}
