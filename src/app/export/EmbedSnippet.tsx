import { shownAddress } from '../address';
import { useApp, useAppState } from '../context';
import { scenarioOf } from '../scenarios';
import { embedSnippet } from './embed-snippet';

/** What to copy into another page, so that it shows this experiment. */
export function EmbedSnippet({ onSaid }: { onSaid(sentence: string): void }) {
  const { session } = useApp();
  const experiment = useAppState(state => state.experiment);
  useAppState(state => state.view);
  const snippet = embedSnippet(shownAddress(session), scenarioOf(experiment).claim);
  const copy = () =>
    navigator.clipboard.writeText(snippet).then(
      () => onSaid('The HTML is copied.'),
      () => onSaid('The browser does not let this page copy: select the HTML and copy it by key.'),
    );
  return (
    <>
      <h3 className="save-group">In a page of your own</h3>
      <textarea className="embed-snippet" aria-label="HTML to copy" readOnly rows={4} value={snippet} />
      <div className="dialog-actions">
        <button type="button" className="pill" onClick={copy}>
          Copy the HTML
        </button>
      </div>
      <p className="setting-help">
        It shows this experiment to be looked at, with its recorded run where there is one.{' '}
        <a className="method-link" href="./embed-example.html" target="_blank" rel="noopener">
          An example
          <span className="unseen"> (opens in a new tab)</span>
        </a>{' '}
        shows how your page can drive it.
      </p>
    </>
  );
}
