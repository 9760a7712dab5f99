import { useMemo } from 'react';
import { ARM_IDS } from '../../experiment/schema';
import { type ArmEvent, eventsOf } from '../../recording/events';
import { useApp, useAppState } from '../context';
import { formatCount } from '../format';

/** Where a step stands on the bar, from 0 to 1, on the same kind of axis as the curves. */
export function positionOf(step: number, last: number, axis: 'log' | 'linear'): number {
  const share = axis === 'log' ? Math.log1p(step) / Math.log1p(last) : step / last;
  return Math.min(1, Math.max(0, share));
}

const WORDS: Record<ArmEvent['kind'], string> = {
  fitted: 'fits',
  halved: 'halfway',
  rich: 'turns rich',
  diverged: 'diverged',
};

export interface Mark {
  event: ArmEvent;
  /** From 0 to 1. */
  at: number;
  /** False where its words would lie on those of the mark before. */
  worded: boolean;
  /** Its words stand before it, as there is no room behind. */
  before: boolean;
}

/** Rough room that the words of a mark need, as a share of the bar. */
const WORD_ROOM = 0.14;

/** The events as marks on the bar; words only where there is room for them. */
export function layOut(events: readonly ArmEvent[], last: number, axis: 'log' | 'linear'): Mark[] {
  const richArms = new Set(events.filter(({ kind }) => kind === 'rich').map(({ arm }) => arm));
  let free = 0;
  return events
    .filter(({ kind, arm }) => kind !== 'halved' || !richArms.has(arm))
    .map(event => {
      const at = positionOf(event.step, last, axis);
      const before = at > 1 - WORD_ROOM;
      const start = before ? at - WORD_ROOM : at;
      const worded = start >= free;
      if (worded) free = start + WORD_ROOM;
      return { event, at, worded, before };
    });
}

function EventMark({ event, at, worded, before }: Mark) {
  const { session } = useApp();
  const point = (step: number | null) => session.store.setState({ hoverStep: step });
  return (
    <li className={before ? 'mark before' : 'mark'} style={{ left: `${at * 100}%` }}>
      <button
        type="button"
        aria-label={`${event.text} at step ${formatCount(event.step)}: show`}
        title={`${event.text}, step ${formatCount(event.step)}`}
        onPointerEnter={() => point(event.step)}
        onPointerLeave={() => point(null)}
        onFocus={() => point(event.step)}
        onBlur={() => point(null)}
      >
        <span className="mark-sign" aria-hidden="true" />
        {worded && <span className="mark-words">{`${ARM_IDS[event.arm]} ${WORDS[event.kind]}`}</span>}
      </button>
    </li>
  );
}

/** How far the run has come, with what was found on the way. */
export function Timeline() {
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const step = useAppState(state => state.step);
  const last = useAppState(state => state.experiment.stop.steps);
  const axis = useAppState(state => state.view.stepAxis);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const events = useMemo(() => eventsOf(recording), [recording, version]);
  const marks = layOut(events, last, axis);
  const share = positionOf(step, last, axis);
  return (
    <div className="timeline">
      <ul className="marks" aria-label="What was found">
        {marks.map(mark => (
          <EventMark key={`${mark.event.arm}-${mark.event.kind}`} {...mark} />
        ))}
      </ul>
      <div
        className="bar"
        role="progressbar"
        aria-label="Steps made"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={Math.min(step, last)}
      >
        <span className="bar-done" style={{ transform: `scaleX(${share})` }} />
        <span className="bar-knob" style={{ left: `${share * 100}%` }} />
      </div>
    </div>
  );
}
