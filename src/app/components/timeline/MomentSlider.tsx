import { type KeyboardEvent, type PointerEvent, useMemo } from 'react';
import { stepAfterKey } from '../../../panels';
import { probeSteps } from '../../../recording/moment';
import { summariseArms } from '../../arms';
import { useApp, useAppState } from '../../context';
import { formatCount, formatDlr, formatPercent } from '../../format';
import { positionOf, stepAtPosition } from './marks';

/** Keys that mean the same as another one. */
const SAME_AS: Record<string, string> = { ArrowUp: 'ArrowRight', ArrowDown: 'ArrowLeft' };

/** What is shown at the moment, in words: "Step 120: A D L R 0.31, test 78 %; B …". */
function useWords(): string {
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const probe = useAppState(state => state.view.probe);
  const shownStep = useAppState(state => state.shownStep);
  const step = useAppState(state => state.step);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  return useMemo(() => {
    if (shownStep === null) return `Newest: step ${formatCount(step)}`;
    const arms = summariseArms(recording, probe, shownStep).map(({ id, dlr, testAccuracy }) => {
      const test = testAccuracy === null ? '' : `, test ${formatPercent(testAccuracy)}`;
      return `${id} D L R ${formatDlr(dlr)}${test}`;
    });
    return `Step ${formatCount(shownStep)}: ${arms.join('; ')}`;
  }, [recording, version, probe, shownStep, step]);
}

/** The bar: how far the run has come, and the moment that is shown, which is dragged or walked along it. */
export function MomentSlider() {
  const { session } = useApp();
  const words = useWords();
  const step = useAppState(state => state.step);
  const shownStep = useAppState(state => state.shownStep);
  const last = useAppState(state => state.experiment.stop.steps);
  const axis = useAppState(state => state.view.stepAxis);
  const done = positionOf(step, last, axis);
  const shown = positionOf(shownStep ?? step, last, axis);

  function point(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    session.showStep(stepAtPosition((event.clientX - box.left) / box.width, last, axis));
  }

  function take(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    point(event);
  }

  function walk(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { recording } = session.store.getState();
    const key = SAME_AS[event.key] ?? event.key;
    const next = key === 'Escape' ? null : stepAfterKey(key, probeSteps(recording.arms), shownStep);
    if (next === null && key !== 'Escape') return;
    event.preventDefault();
    session.showStep(next);
  }

  return (
    <div
      className="bar"
      role="slider"
      tabIndex={0}
      aria-label="Moment shown"
      aria-valuemin={0}
      aria-valuemax={Math.max(1, step)}
      aria-valuenow={shownStep ?? step}
      aria-valuetext={words}
      data-past={shownStep !== null}
      title="Drag, or walk with the arrow keys, to look at the past; End leads back"
      onPointerDown={take}
      onPointerMove={event => event.currentTarget.hasPointerCapture(event.pointerId) && point(event)}
      onKeyDown={walk}
    >
      <span className="bar-track" />
      <span className="bar-done" style={{ width: `${done * 100}%` }} />
      <span className="bar-shown" style={{ width: `${shown * 100}%` }} />
      <span className="bar-knob" style={{ left: `${shown * 100}%` }} />
    </div>
  );
}
