import type { Change } from '../../experiment/schema';
import { changeWords } from '../../experiment/words';
import { useApp, useAppState } from '../context';
import { formatCount } from '../format';
import { leaveOut } from './actions';

/** What was changed in the middle of this run, or will be, where it is trained anew. */
export function MadeChanges() {
  const { session } = useApp();
  const experiment = useAppState(state => state.experiment);
  const changes = experiment.changes ?? [];
  if (!changes.length) return null;
  const leave = (unwanted: readonly Change[]) => leaveOut(session, unwanted);
  return (
    <section className="lab-made">
      <h3>Changes of this run</h3>
      <ul>
        {changes.map(change => (
          <li key={`${change.step} ${changeWords(change)}`}>
            <span>
              After step {formatCount(change.step)}. {changeWords(change)}
            </span>
            <button
              type="button"
              className="pill"
              aria-label={`Leave out: ${changeWords(change)}, after step ${formatCount(change.step)}`}
              onClick={() => leave([change])}
            >
              Leave out
            </button>
          </li>
        ))}
      </ul>
      <p className="setting-help">Leaving one out starts the run anew; undo brings this one back.</p>
      {changes.length > 1 && (
        <button type="button" className="pill" onClick={() => leave(changes)}>
          Leave all out
        </button>
      )}
    </section>
  );
}
