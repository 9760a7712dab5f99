import { useMemo } from 'react';
import { useCalm } from '../components/closer/useCalm';
import { useStateInSight } from '../components/inSight';
import { useAppState } from '../context';
import type { Look } from './moments';

/** Milliseconds between two readings: numbers that change oftener cannot be read. */
const READ = 1_000;
const NO_NAMES: readonly string[] = [];

/** What the page shows now, for words and tables; another object when there is something new to read. */
export function useLook(): Look {
  const recording = useAppState(state => state.recording);
  const losses = useStateInSight(state => state.lossVersion);
  const version = useCalm(losses, READ);
  const probe = useAppState(state => state.view.probe);
  const shownStep = useCalm(
    useStateInSight(state => state.shownStep),
    READ,
  );
  const classNames = useAppState(state => (state.data ?? state.recording.data)?.classes) ?? NO_NAMES;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  return useMemo(
    () => ({ recording, probe, shownStep, classNames }),
    [recording, version, probe, shownStep, classNames],
  );
}
