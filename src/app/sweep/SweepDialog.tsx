import { useEffect, useRef, useState } from 'react';
import type { Sweep } from '../../experiment/sweep';
import { READY_SWEEPS } from '../../experiment/sweeps';
import { Dialog } from '../components/Dialog';
import { useApp, useAppState } from '../context';
import { openAsked, useRunner, useSweep } from './current';
import { type Draft, draftOf, sweepAround, sweepOfDraft } from './draft';
import { SweepForm } from './SweepForm';
import { SweepPictures } from './SweepPictures';
import { SweepPoint } from './SweepPoint';
import { SweepProgress } from './SweepProgress';

/** The address without the sweep that it asked for: it is shown now, and may be changed. */
function forgetAddress(): void {
  const url = new URL(location.href);
  if (!url.searchParams.has('sweep')) return;
  url.searchParams.delete('sweep');
  history.replaceState(null, '', url);
}

/** A place of an earlier sweep may not be there any more. */
const isPlaceOf = (place: readonly number[], { axes }: Sweep): boolean =>
  place.length === axes.length && place.every((index, i) => index < axes[i]!.values.length);

const isSame = (a: Sweep, b: Sweep): boolean => JSON.stringify(a) === JSON.stringify(b);

/** An experiment at several values of one or two settings: what is swept, how far it is, and what came out. */
export function SweepDialog() {
  const { session } = useApp();
  const runner = useRunner();
  const asked = useAppState(state => state.askedSweep);
  const shown = useSweep(state => state.results.sweep);
  const busy = useSweep(({ status }) => status === 'running' || status === 'paused');
  const [draft, setDraft] = useState<Draft>(() => draftOf(shown));
  const [selected, setSelected] = useState<readonly number[] | null>(null);
  const [hovered, setHovered] = useState<readonly number[] | null>(null);
  const at = [hovered, selected].find(place => place && isPlaceOf(place, shown)) ?? null;
  const [fault, setFault] = useState<string | null>(null);
  const attempt = async (open: () => Promise<void>) => {
    setFault(null);
    try {
      await open();
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  const begun = useRef(false);
  const edited = useRef(false);
  const edit = (next: Draft) => {
    edited.current = true;
    setDraft(next);
  };
  /** What was typed stays as it was typed; a sweep that is the same is not opened anew. */
  const take = (next: Draft) => {
    edit(next);
    return attempt(async () => {
      const sweep = sweepOfDraft(next);
      if (!isSame(sweep, runner.store.getState().results.sweep)) await runner.open(sweep);
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a dialog, and whenever something is asked for.
  useEffect(() => {
    if (begun.current && asked === null) return;
    begun.current = true;
    edited.current = false;
    forgetAddress();
    void attempt(async () => {
      const sweep = await openAsked(session);
      if (!edited.current) setDraft(draftOf(sweep));
    });
  }, [asked]);
  const ready = READY_SWEEPS.find(({ sweep }) => isSame(sweep, shown));
  return (
    <Dialog name="sweep" title="Sweep" className="sweep whole">
      <p className="dialog-lead">
        One experiment at several values of one or two settings, each run to its end in turn, with every seed.
        The run on the page rests meanwhile. Each finished run is kept on this machine, so that a sweep goes
        on after the page was closed.
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend on the screen. */}
      <div className="sweep-ready" role="group" aria-label="Ready-made sweeps">
        {READY_SWEEPS.map(({ id, title, sweep }) => (
          <button
            key={id}
            type="button"
            className="pill"
            data-sweep={id}
            disabled={busy}
            aria-pressed={id === ready?.id}
            onClick={() => void take(draftOf(sweep))}
          >
            {title}
          </button>
        ))}
        <button
          type="button"
          className="pill"
          data-sweep="this"
          disabled={busy}
          onClick={() => void take(sweepAround(session.store.getState().experiment))}
        >
          The experiment on the page
        </button>
      </div>
      {ready && <p className="sweep-question">{ready.question}</p>}
      <div className="sweep-columns">
        <div className="sweep-left">
          <SweepForm
            draft={draft}
            fault={fault}
            busy={busy}
            onDraft={edit}
            onTake={next => void take(next)}
          />
          <SweepProgress blocked={fault !== null} />
        </div>
        <SweepPictures at={at} onHover={setHovered} onSelect={setSelected} />
        <div className="sweep-side">
          <SweepPoint values={at?.map((index, i) => shown.axes[i]!.values[index]!) ?? null} />
        </div>
      </div>
    </Dialog>
  );
}
