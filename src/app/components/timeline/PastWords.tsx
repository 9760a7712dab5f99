import { useAppState } from '../../context';

/** What is kept of the past: "The past: the spectra of 32 of 64 probes are kept." */
export function pastWords(full: number, probes: number, isTraining: boolean): string {
  const kept =
    full < probes ? `the spectra of ${full} of ${probes} probes are kept` : `all ${probes} probes are kept`;
  return `The past: ${kept}.${isTraining ? ' Training goes on.' : ''}`;
}

/** In the place of how a run has ended, while a past moment is shown. */
export default function PastWords() {
  const recording = useAppState(state => state.recording);
  const isTraining = useAppState(state => state.status === 'running');
  // Told anew with each measurement.
  useAppState(state => state.recordingVersion);
  const [first, ...others] = recording.arms;
  const { snapshots, frameCount } = others.reduce((a, b) => (b.frameCount > a.frameCount ? b : a), first!);
  return <p className="reading-end">{pastWords(snapshots.length, frameCount, isTraining)}</p>;
}
