import { useStore } from 'zustand';
import type { Sweep } from '../../experiment/sweep';
import { readSweepWord } from '../../experiment/sweep';
import { READY_SWEEPS, readySweep } from '../../experiment/sweeps';
import { lastSweep } from '../../recording/sweep-store';
import { useApp } from '../context';
import type { Session } from '../session';
import { SweepRunner, type SweepState } from './runner';

const runners = new WeakMap<Session, SweepRunner>();
const opened = new WeakSet<SweepRunner>();

/** The one sweep of a page, which goes on while its dialog is closed. */
export function runnerOf(session: Session): SweepRunner {
  const known = runners.get(session);
  if (known) return known;
  const runner = new SweepRunner({ session }, READY_SWEEPS[0]!.sweep);
  runners.set(session, runner);
  return runner;
}

export function useRunner(): SweepRunner {
  return runnerOf(useApp().session);
}

/** One part of the sweep's state; redraws when it changes. */
export function useSweep<T>(select: (state: SweepState) => T): T {
  return useStore(useRunner().store, select);
}

/**
 * The sweep to show: what a link or the gallery asks for, else the one that is there, that of the last visit, or the
 * first ready one. One that is under way stays.
 * @throws ExperimentError where what is asked for cannot be run
 */
export async function openAsked(session: Session): Promise<Sweep> {
  const runner = runnerOf(session);
  const { askedSweep, experiment, sweeping } = session.store.getState();
  const isFirst = !opened.has(runner);
  opened.add(runner);
  session.store.setState({ askedSweep: null });
  const shown = runner.store.getState().results.sweep;
  if (sweeping) return shown;
  const sweep = askedSweep
    ? (readySweep(askedSweep)?.sweep ?? readSweepWord(askedSweep, experiment))
    : isFirst
      ? ((await lastSweep()) ?? shown)
      : shown;
  if (isFirst || sweep !== shown) await runner.open(sweep);
  return sweep;
}
