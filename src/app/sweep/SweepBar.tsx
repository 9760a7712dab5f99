import { useApp } from '../context';
import { useRunner, useSweep } from './current';
import { progressWords } from './words';

/** How far a sweep is whose dialog is closed. */
export function SweepBar() {
  const { session } = useApp();
  const runner = useRunner();
  const state = useSweep(whole => whole);
  const { status, fault } = state;
  return (
    <section className="sweep-bar" aria-label="Sweep under way">
      <p>
        <strong>Sweep{status === 'paused' ? ', resting' : ''}.</strong>{' '}
        {progressWords(state, runner.secondsLeft())}
      </p>
      {fault && <p role="status">{fault}</p>}
      <div className="sweep-bar-actions">
        <button
          type="button"
          className="pill"
          onClick={() => (status === 'running' ? runner.pause() : runner.start())}
        >
          {status === 'running' ? 'Pause' : 'Go on'}
        </button>
        <button type="button" className="pill" onClick={() => session.store.setState({ dialog: 'sweep' })}>
          Show
        </button>
      </div>
    </section>
  );
}
