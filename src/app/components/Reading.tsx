import { type CSSProperties, lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { type Experiment, type HubSource, isHubSource } from '../../experiment/schema';
import { summariseArms } from '../arms';
import { showsRecorded } from '../commands';
import { useApp, useAppState } from '../context';
import { formatBytes, formatCount } from '../format';
import { DEVICE_NAMES, type RunState, readEnd, readingText, readState } from '../reading';
import type { AppState, Progress } from '../store';
import { Prose } from './Prose';
import { useRichnessInk } from './richness';

const PastWords = lazy(() => import('./timeline/PastWords'));

/** Milliseconds between two readings that are spoken while it trains. */
const SPOKEN_EVERY = 10_000;

function progressWords(progress: Progress | null): string | null {
  if (!progress) return null;
  const { task, done, total, unit } = progress;
  const write = (value: number) => (unit === 'bytes' ? formatBytes(value) : `${formatCount(value)} pictures`);
  return `${task}: ${write(done)}${total === null ? '' : ` of ${write(total)}`}`;
}

/** Speaks the reading to screen readers: now and then while it trains, and when it comes to rest. */
function Spoken({ text, rests }: { text: string; rests: boolean }) {
  const [spoken, setSpoken] = useState('');
  const newest = useRef(text);
  newest.current = text;
  useEffect(() => {
    if (rests) {
      setSpoken(newest.current);
      return;
    }
    const timer = setInterval(() => setSpoken(newest.current), SPOKEN_EVERY);
    return () => clearInterval(timer);
  }, [rests]);
  return (
    <p className="unseen" role="status">
      {spoken.replaceAll('D_LR', 'D L R')}
    </p>
  );
}

const HUB_NAMES: Record<Exclude<HubSource, 'hub'>, string> = {
  mnist: 'MNIST',
  'fashion-mnist': 'Fashion-MNIST',
  cifar10: 'CIFAR-10',
  cifar100: 'CIFAR-100',
};

/** What the hub is asked for; null where it is not asked for anything. */
function hubName({ data: { source, hub } }: Experiment): string | null {
  if (!isHubSource(source)) return null;
  return source === 'hub' ? hub : HUB_NAMES[source];
}

/** Pictures that have been asked for and have not come. */
const isFetching = ({ status, data, experiment }: AppState) =>
  status === 'loading' && data === null && isHubSource(experiment.data.source);

function CancelDownload() {
  const { session } = useApp();
  const downloading = useAppState(state => state.progress?.unit === 'bytes' || isFetching(state));
  if (!downloading) return null;
  return (
    <button type="button" className="pill" onClick={() => session.cancel()}>
      Cancel
    </button>
  );
}

/** How the run stands, for the words about it. */
function useRunState(): RunState {
  const progress = useAppState(state => state.progress);
  const device = useAppState(state => state.device);
  const asked = useAppState(state => hubName(state.experiment));
  const fetching = useAppState(isFetching);
  const kept = useAppState(state => state.kept);
  // A recording that was cut short is read as it was then, not as one that has come to its end.
  const status = useAppState(state =>
    state.kept && state.recording.status !== 'finished' ? 'paused' : state.status,
  );
  return {
    status,
    kept,
    recordedSeed: useAppState(state => (showsRecorded(state) ? state.experiment.seed : null)),
    playing: useAppState(state => state.playing),
    step: useAppState(state => state.step),
    progress: progressWords(progress),
    device: device && DEVICE_NAMES[device.device],
    download: asked !== null,
    asking: fetching ? asked : null,
    shownStep: useAppState(state => state.shownStep),
  };
}

/** The present state in one sentence. */
export function Reading() {
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const probe = useAppState(state => state.view.probe);
  const progress = useAppState(state => state.progress);
  const run = useRunState();
  const { shownStep } = run;
  const ink = useRichnessInk();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const arms = useMemo(
    () => summariseArms(recording, probe, shownStep),
    [recording, version, probe, shownStep],
  );
  const parts = readState(run, arms);
  // In front of an audience Play plays a recording back, and some readers have no Play.
  const startsNone = useAppState(state => state.stage === 'presenter' || state.readOnly);
  const end = startsNone ? null : readEnd(run);
  const share = progress?.total ? progress.done / progress.total : null;
  return (
    <div className="reading" data-testid="reading">
      <p className={arms.length > 2 ? 'reading-text dense' : 'reading-text'}>
        {parts.map(({ text, arm }, index) =>
          arm === undefined ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
            <Prose key={index} text={text} />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
            <strong key={index} style={{ '--richness': ink(arms[arm]!.dlr) } as CSSProperties}>
              {text}
            </strong>
          ),
        )}
      </p>
      {shownStep === null ? (
        end && <p className="reading-end">{end}</p>
      ) : (
        <Suspense>
          <PastWords />
        </Suspense>
      )}
      {share !== null && <progress value={share} aria-label={progress!.task} />}
      <CancelDownload />
      <Spoken
        text={`${readingText(parts)} ${end ?? ''}`.trim()}
        rests={run.status !== 'running' && !run.playing}
      />
    </div>
  );
}
