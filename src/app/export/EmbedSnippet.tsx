import { useState } from 'react';
import { shownAddress } from '../address';
import { useApp, useAppState } from '../context';
import { scenarioOf } from '../scenarios';
import { embedSnippet } from './embed-snippet';

/** What to copy into another page, so that it shows this experiment. */
export function EmbedSnippet() {
  const { session } = useApp();
  const experiment = useAppState(state => state.experiment);
  useAppState(state => state.view);
  const [copied, setCopied] = useState<'not yet' | 'yes' | 'refused'>('not yet');
  const snippet = embedSnippet(shownAddress(session), scenarioOf(experiment).claim);
  const copy = () =>
    navigator.clipboard.writeText(snippet).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  return (
    <>
      <h3 className="save-group">In a page of your own</h3>
      <textarea className="embed-snippet" aria-label="HTML to copy" readOnly rows={4} value={snippet} />
      <div className="dialog-actions">
        <button type="button" className="pill" onClick={copy}>
          Copy the HTML
        </button>
        <p role="status" className="setting-help">
          {copied === 'yes' && 'Copied.'}
          {copied === 'refused' && 'The browser does not let this page copy: select the text above.'}
        </p>
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
