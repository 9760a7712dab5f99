import { useState } from 'react';
import { encodeLink } from '../../experiment/link';
import { sweepWord } from '../../experiment/sweep';
import { sweepToCsv } from '../../recording/sweep';
import { useApp } from '../context';
import { download } from '../export/download';
import { formatCount } from '../format';
import { useRunner, useSweep } from './current';
import type { SweepState } from './runner';
import { progressWords, valueWords } from './words';

const START: Record<SweepState['status'], string> = {
  resting: 'Start',
  running: 'Pause',
  paused: 'Go on',
  done: 'All runs are there',
};

/** The run that is under way: "Run 13: target scale 0.1, seed 0, step 120 of 600." */
function underWords({ results, under }: SweepState): string {
  if (!under) return '';
  const { values, seed, experiment } = results.points[under.index]!;
  const { steps } = experiment.stop;
  return `${valueWords(results.sweep, values)}, seed ${seed}: step ${formatCount(under.step)} of ${formatCount(steps)}.`;
}

/** How far the sweep is, and what can be done with it. */
export function SweepProgress({ blocked }: { blocked: boolean }) {
  const { session } = useApp();
  const runner = useRunner();
  const state = useSweep(whole => whole);
  const [said, setSaid] = useState('');
  const [asks, setAsks] = useState(false);
  const { results, status, fault, failures, keeps } = state;
  const { done, points } = results;
  const isBusy = status === 'running' || status === 'paused';
  const begins = done && status === 'resting' ? 'Go on' : START[status];
  const copyLink = async () => {
    const { view } = session.store.getState();
    const url = new URL(encodeLink({ experiment: results.sweep.experiment, view }), location.href);
    url.searchParams.set('sweep', sweepWord(results.sweep));
    try {
      await navigator.clipboard.writeText(url.href);
      setSaid('Link copied.');
    } catch {
      setSaid('The browser does not let this page copy.');
    }
  };
  return (
    <section className="sweep-progress" aria-label="Progress">
      <div className="sweep-actions">
        <button
          type="button"
          className="pill strong"
          data-sweep-action="start"
          disabled={status === 'done' || blocked}
          onClick={() => (status === 'running' ? runner.pause() : runner.start())}
        >
          {begins}
        </button>
        {isBusy && (
          <button type="button" className="pill" data-sweep-action="cancel" onClick={() => runner.cancel()}>
            Cancel
          </button>
        )}
        <button type="button" className="pill" disabled={blocked} onClick={() => void copyLink()}>
          Copy the link
        </button>
        <button
          type="button"
          className="pill"
          data-sweep-action="csv"
          disabled={!done}
          title={done ? undefined : 'Once the first run is there'}
          onClick={() => download('richscope-sweep.csv', sweepToCsv(results), 'text/csv')}
        >
          Save as CSV
        </button>
        {done > 0 && !isBusy && (
          <button
            type="button"
            className="pill"
            data-sweep-action="forget"
            onBlur={() => setAsks(false)}
            onClick={() => {
              setAsks(!asks);
              if (asks) void runner.forget();
            }}
          >
            {asks ? `Really forget ${done === 1 ? 'this run' : `these ${done} runs`}?` : 'Forget the results'}
          </button>
        )}
      </div>
      <progress
        aria-label="Runs that are there"
        max={points.length}
        value={done + (state.under ? state.under.step / points[state.under.index]!.experiment.stop.steps : 0)}
      />
      <p>{progressWords(state, runner.secondsLeft())}</p>
      {isBusy && <p className="setting-help">{underWords(state)}</p>}
      <div role="status">
        {said && <p>{said}</p>}
        {fault && <p className="fault">{fault}</p>}
        {failures.size > 0 && (
          <p className="fault">
            {failures.size === 1 ? 'One run was' : `${failures.size} runs were`} left out:{' '}
            {[...failures.values()][0]}
          </p>
        )}
        {!keeps && (
          <p className="fault">
            Results cannot be kept on this machine: they are lost when the page is closed. Save them as CSV.
          </p>
        )}
      </div>
    </section>
  );
}
