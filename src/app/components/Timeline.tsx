import { useMemo, useRef, useState } from 'react';
import { ARM_IDS } from '../../experiment/schema';
import { type ArmEvent, eventsOf } from '../../recording/events';
import { useApp, useAppState } from '../context';
import { formatCount } from '../format';
import { useSize } from './useSize';

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

/** Pixels that a mark's sign, and each letter of its words, need. */
const SIGN = 24;
const LETTER = 7;

const wordsOf = ({ arm, kind }: ArmEvent) => `${ARM_IDS[arm]} ${WORDS[kind]}`;

/**
 * The events as marks on the bar; words only where there is room for them.
 * @param width of the bar, in pixels
 */
export function layOut(
  events: readonly ArmEvent[],
  last: number,
  axis: 'log' | 'linear',
  width: number,
): Mark[] {
  const richArms = new Set(events.filter(({ kind }) => kind === 'rich').map(({ arm }) => arm));
  const told = events.filter(({ kind, arm }) => kind !== 'halved' || !richArms.has(arm));
  const places = told.map(event => positionOf(event.step, last, axis));
  let free = 0;
  return told.map((event, index) => {
    const at = places[index]!;
    const room = (SIGN + LETTER * wordsOf(event).length) / width;
    const next = places[index + 1] ?? Number.POSITIVE_INFINITY;
    const before = at + room > 1;
    const start = before ? at - room : at;
    const worded = start >= free && (before || at + room <= next);
    free = Math.max(free, worded && !before ? at + room : at + SIGN / 2 / width);
    return { event, at, worded, before };
  });
}

function EventMark({ event, at, worded, before }: Mark) {
  const { session } = useApp();
  const [pointed, setPointed] = useState(false);
  const point = (isPointed: boolean) => {
    setPointed(isPointed);
    session.store.setState({ hoverStep: isPointed ? event.step : null });
  };
  const sentence = `${event.text}, step ${formatCount(event.step)}`;
  return (
    <li className={before ? 'mark before' : 'mark'} style={{ left: `${at * 100}%` }}>
      <button
        type="button"
        aria-label={`${event.text} at step ${formatCount(event.step)}: show`}
        // A finger that is lifted leaves at once: what it tapped stays until the focus goes elsewhere.
        onPointerEnter={({ pointerType }) => pointerType !== 'touch' && point(true)}
        onPointerLeave={({ pointerType }) => pointerType !== 'touch' && point(false)}
        onClick={({ currentTarget }) => {
          currentTarget.focus();
          point(true);
        }}
        onFocus={() => point(true)}
        onBlur={() => point(false)}
      >
        <span className="mark-sign" aria-hidden="true" />
        {worded && <span className="mark-words">{wordsOf(event)}</span>}
      </button>
      {pointed && <span className={at > 0.5 ? 'mark-name before' : 'mark-name'}>{sentence}</span>}
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
  const bar = useRef<HTMLDivElement>(null);
  const { width } = useSize(bar);
  const marks = width > 0 ? layOut(events, last, axis, width) : [];
  const share = positionOf(step, last, axis);
  return (
    <div className="timeline" ref={bar}>
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
        <span className="bar-done" style={{ width: `${share * 100}%` }} />
        <span className="bar-knob" style={{ left: `${share * 100}%` }} />
      </div>
    </div>
  );
}
