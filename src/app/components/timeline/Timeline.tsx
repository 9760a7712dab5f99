import { useMemo, useRef, useState } from 'react';
import { eventsOf } from '../../../recording/events';
import { useAppState } from '../../context';
import { CommandButton } from '../CommandButton';
import { IconFrame } from '../icons';
import { useSize } from '../useSize';
import { EventMark } from './EventMark';
import { MomentSlider } from './MomentSlider';
import { layOut } from './marks';
import { SPEEDS, type Speed, usePlayback } from './playback';

function Marks({ width }: { width: number }) {
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const last = useAppState(state => state.experiment.stop.steps);
  const axis = useAppState(state => state.view.stepAxis);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const events = useMemo(() => eventsOf(recording), [recording, version]);
  const marks = width > 0 ? layOut(events, last, axis, width) : [];
  return (
    <ul className="marks" aria-label="What was found">
      {marks.map(mark => (
        <EventMark
          key={`${mark.event.arm}-${mark.event.kind}-${mark.event.kind === 'changed' ? mark.event.step : ''}`}
          {...mark}
        />
      ))}
    </ul>
  );
}

const SPEED_NAMES: Record<Speed, string> = { 0.5: '½×', 1: '1×', 2: '2×', 4: '4×' };

function PlaybackButtons() {
  const playingBack = useAppState(state => state.playingBack);
  const [speed, setSpeed] = useState<Speed>(1);
  usePlayback(speed);
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length]!;
  return (
    <div className="playback">
      <CommandButton
        command="play-back"
        className="pill square"
        label={playingBack ? 'Stop playing back' : 'Play the recording back'}
      >
        <IconFrame size={20}>
          <path d="M4 4.5v4h4M4.6 8.5a8.3 8.3 0 1 1-.8 5" />
          <path
            d={playingBack ? 'M9.5 9h2v6h-2zM13 9h2v6h-2z' : 'M10 8.5v7l5.5-3.5z'}
            fill="currentColor"
            stroke="none"
          />
        </IconFrame>
      </CommandButton>
      <button
        type="button"
        className="pill square"
        aria-label={`Speed of playing back: ${SPEED_NAMES[speed]}`}
        title={`Speed of playing back; next: ${SPEED_NAMES[next]}`}
        onClick={() => setSpeed(next)}
      >
        {SPEED_NAMES[speed]}
      </button>
      <CommandButton command="now" className="pill now">
        Now
      </CommandButton>
    </div>
  );
}

/** How far the run has come, with what was found on the way, and any moment of it to be looked at again. */
export default function Timeline() {
  const bar = useRef<HTMLDivElement>(null);
  const { width } = useSize(bar);
  return (
    <div className="time">
      <div className="timeline" ref={bar}>
        <Marks width={width} />
        <MomentSlider />
      </div>
      <PlaybackButtons />
    </div>
  );
}
