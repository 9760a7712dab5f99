import { formatSpread, SWEEP_WORDS } from '../../panels/sweep';
import { SWEEP_MEASURES } from '../../recording/sweep';
import { Prose } from '../components/Prose';
import { useApp } from '../context';
import { useSweep } from './current';
import { valueWords } from './words';

/** The point that is looked at: what was measured there, and its runs to be opened. */
export function SweepPoint({ values }: { values: readonly number[] | null }) {
  const { session } = useApp();
  const results = useSweep(state => state.results);
  useSweep(state => state.version);
  if (!values)
    return (
      <p className="setting-help">
        Point at a place, press it, or go there with the arrow keys: its numbers and its runs come here.
      </p>
    );
  const { arms, points } = results;
  const open = (index: number) => {
    session.open({ ...points[index]!.experiment, preset: null }, 'opening a run of the sweep');
    session.store.setState({ dialog: null });
  };
  const { seeds } = results.at(values, 0, 'dlr');
  return (
    <section className="sweep-point" aria-label="The point that is looked at">
      <h3>{valueWords(results.sweep, values)}</h3>
      {seeds === 0 ? (
        <p className="setting-help">Not run yet.</p>
      ) : (
        <dl>
          {SWEEP_MEASURES.map(name => (
            <div key={name}>
              <dt>
                <Prose text={SWEEP_WORDS[name].short} />
              </dt>
              {arms.map(({ id }, arm) => (
                <dd key={id}>
                  {arms.length > 1 && <b>{id} </b>}
                  {formatSpread(results.at(values, arm, name), name)}
                </dd>
              ))}
            </div>
          ))}
        </dl>
      )}
      {arms.map(({ id, label }, arm) => {
        const diverged = results.divergedAt(values, arm);
        return diverged ? (
          <p key={id}>
            {arms.length > 1 && `${id} ${label}: `}
            {diverged === 1 ? 'One run' : `${diverged} runs`} of {seeds} diverged and{' '}
            {diverged === 1 ? 'has' : 'have'} no measures.
          </p>
        ) : null;
      })}
      <p className="sweep-open">
        <span>Open as its own run:</span>
        {results.indicesAt(values).map(index => (
          <button key={index} type="button" className="pill" data-open={index} onClick={() => open(index)}>
            seed {points[index]!.seed}
          </button>
        ))}
      </p>
    </section>
  );
}
