import '../styles/runs.css';
import { CommandButton } from '../components/CommandButton';
import { useApp, useAppState } from '../context';

/** What lies behind the curves, and how it is changed or taken away. */
export default function OverlayBar() {
  const { session } = useApp();
  const words = useAppState(state => state.behind?.words);
  return (
    <aside className="overlay-bar" aria-label="Behind the curves">
      <p role="status">Thin lines: {words}.</p>
      <CommandButton command="runs" className="pill" label="Choose other runs">
        Change
      </CommandButton>
      <button type="button" className="pill" onClick={() => session.store.setState({ behind: null })}>
        Take away
      </button>
    </aside>
  );
}
