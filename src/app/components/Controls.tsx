import { lazy, Suspense, useState } from 'react';
import { isOver, showsRecorded } from '../commands';
import { useAppState } from '../context';
import { formatCount } from '../format';
import { isHidden } from '../predict/state';
import { recordedOf } from '../recorded';
import { CommandButton } from './CommandButton';
import { Icon, IconFrame } from './icons';

const Timeline = lazy(() => import('./timeline/Timeline'));

/** One button for play and pause: it keeps its place, its focus and its identity; only its drawing changes. */
export function PlayButton() {
  const playing = useAppState(state => state.playing);
  const over = useAppState(isOver);
  const recorded = useAppState(showsRecorded);
  const label = playing ? 'Pause' : recorded ? 'Play your own run' : over ? 'Play anew' : 'Play';
  return (
    <CommandButton command="play" className="play" label={label}>
      <Icon name={playing ? 'pause' : 'play'} size={24} />
    </CommandButton>
  );
}

/** Which step is shown, and of what. */
export function Readout() {
  const step = useAppState(state => state.step);
  const shownStep = useAppState(state => state.shownStep);
  const seed = useAppState(state => state.experiment.seed);
  const kept = useAppState(state => state.kept && !showsRecorded(state));
  const recorded = useAppState(showsRecorded);
  return (
    <p className="readout">
      <span>
        step <b>{formatCount(shownStep ?? step)}</b>
      </span>
      <span className="seed">seed {seed}</span>
      {kept && <span className="seed">kept recording</span>}
      {recorded && <span className="seed">recorded</span>}
    </p>
  );
}

/** Stands there for experiments that come with a recording, also while it is shown: it keeps the focus. */
function RecordedButton() {
  const offered = useAppState(state => recordedOf(state.experiment.preset) !== undefined);
  if (!offered) return null;
  return (
    <CommandButton command="recorded" className="pill recorded">
      See the recorded run
    </CommandButton>
  );
}

interface RunButtonProps {
  command: 'step' | 'step10' | 'reset' | 'new-seed';
  label: string;
}

/** What is done to a run beside Play, as a drawing alone. */
export function RunButton({ command, label }: RunButtonProps) {
  return (
    <CommandButton command={command} className="pill square" label={label}>
      <Icon name={command} />
    </CommandButton>
  );
}

/** Whether steps lie on a log axis. */
export function StepAxisSwitch() {
  const log = useAppState(state => state.view.stepAxis === 'log');
  return (
    <CommandButton command="step-axis" className="pill toggle" label="Log steps" pressed={log}>
      <span className="toggle-mark" aria-hidden="true" />
      log
    </CommandButton>
  );
}

const SMOOTHING_WORDS = { none: 'not smoothed', light: 'smoothed lightly', strong: 'smoothed strongly' };

function SmoothingSwitch() {
  const smoothing = useAppState(state => state.view.smoothing);
  return (
    <CommandButton
      command="smoothing"
      className="pill toggle"
      label={`Curves: ${SMOOTHING_WORDS[smoothing]}`}
      pressed={smoothing !== 'none'}
    >
      <span className="toggle-mark" data-half={smoothing === 'light' || undefined} aria-hidden="true" />
      <IconFrame size={18}>
        <path d="M3 15c3 0 3-8 6.5-8s3.5 10 6.5 10 3-6 5-6" />
      </IconFrame>
    </CommandButton>
  );
}

/** Comes when pictures first show a part of the run, and stays: it keeps the focus. */
function WholeRunButton() {
  const isZoomed = useAppState(state => state.zoom !== null);
  const [wanted, setWanted] = useState(isZoomed);
  if (isZoomed && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <CommandButton command="whole-run" className="pill square" label="Show the whole run again">
      <IconFrame size={20}>
        <path d="M3 12h18M7 8l-4 4 4 4M17 8l4 4-4 4" />
      </IconFrame>
    </CommandButton>
  );
}

export function Controls() {
  const hidden = useAppState(isHidden);
  return (
    <section className="controls" aria-label="Run">
      <div className="buttons">
        <PlayButton />
        <RunButton command="step" label="One step" />
        <RunButton command="step10" label="Ten steps" />
        <RunButton command="reset" label="Reset, same seed" />
        <RunButton command="new-seed" label="New seed" />
        <Readout />
      </div>
      <RecordedButton />
      <Suspense fallback={<div className="time" />}>
        {hidden ? <div className="time" /> : <Timeline />}
      </Suspense>
      <div className="switches">
        <WholeRunButton />
        <StepAxisSwitch />
        <SmoothingSwitch />
        <CommandButton command="branch" className="pill">
          Branch
        </CommandButton>
        <CommandButton command="settings" className="pill">
          What if?
        </CommandButton>
      </div>
    </section>
  );
}
