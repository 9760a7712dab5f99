import { lazy, type ReactNode, Suspense } from 'react';
import { isOver, showsRecorded } from '../commands';
import { Icon } from '../components/icons';
import { useAppState } from '../context';
import { formatCount } from '../format';
import type { PresenterAction } from './keys';

const Timeline = lazy(() => import('../components/timeline/Timeline'));

/** What is amiss, and short confirmations: the notices of the page are not there. */
function News() {
  const said = useAppState(state => state.said);
  const fault = useAppState(state =>
    state.notices.findLast(({ where }) => where !== 'change' && where !== 'version'),
  );
  return (
    <>
      <div role="alert">{fault && <p className="presenter-fault">{fault.message}</p>}</div>
      <div role="status">{said && <p className="presenter-keys">{said}</p>}</div>
    </>
  );
}

function PlayButton({ onPlay }: { onPlay(): void }) {
  const moves = useAppState(state => state.playing || state.playingBack);
  const over = useAppState(isOver);
  const label = moves ? 'Pause' : over ? 'Play the recording back' : 'Play';
  return (
    <button type="button" className="play" aria-label={label} title={`${label} (Space)`} onClick={onPlay}>
      <Icon name={moves ? 'pause' : 'play'} size={20} />
    </button>
  );
}

/** Which step is shown, and whose run it is. */
function Readout() {
  const step = useAppState(state => state.shownStep ?? state.step);
  const recorded = useAppState(showsRecorded);
  return (
    <p className="presenter-readout">
      {recorded && 'recorded run, '}step <b>{formatCount(step)}</b>
    </p>
  );
}

interface BarProps {
  at: number;
  count: number;
  onAct(action: PresenterAction): void;
  children: ReactNode;
}

/** What a speaker without a clicker presses, small at the foot of the slide. */
export function Bar({ at, count, onAct, children }: BarProps) {
  return (
    <footer className="presenter-bar">
      <News />
      {at === 0 && (
        <p className="presenter-keys">
          <kbd>←</kbd> <kbd>→</kbd> slides <kbd>Space</kbd> plays and pauses <kbd>B</kbd> blank <kbd>Esc</kbd>{' '}
          leaves
        </p>
      )}
      <div className="presenter-row">
        <button
          type="button"
          className="pill square"
          aria-label="Previous slide"
          aria-disabled={at === 0 || undefined}
          onClick={() => onAct('previous')}
        >
          <Icon name="previous" />
        </button>
        <span className="presenter-place">
          {at + 1} / {count}
        </span>
        <button
          type="button"
          className="pill square"
          aria-label="Next slide"
          aria-disabled={at === count - 1 || undefined}
          onClick={() => onAct('next')}
        >
          <Icon name="next" />
        </button>
        <PlayButton onPlay={() => onAct('play')} />
        <Readout />
        <Suspense fallback={<div className="time" />}>
          <Timeline />
        </Suspense>
        {children}
        <button type="button" className="pill" onClick={() => onAct('leave')}>
          Leave
        </button>
      </div>
    </footer>
  );
}
