import { useMemo } from 'react';
import { Icon } from '../components/icons';
import { useApp, useAppState } from '../context';
import { PANELS, type PanelId } from '../panels';
import { panelSentence } from './panel-tables';
import { useLook } from './useLook';

/** The button that shows a panel's data as a table, and the sentence of the panel, which is read and not seen. */
export default function TableButton({ panel, words }: { panel: PanelId; words: string }) {
  const { session } = useApp();
  // The table is a dialog, which is there on the page itself only.
  const hasDialogs = useAppState(state => state.stage === 'page');
  const look = useLook();
  const sentence = useMemo(() => panelSentence(panel, look), [panel, look]);
  const { title } = PANELS.find(({ id }) => id === panel)!;
  return (
    <>
      {hasDialogs && (
        <button
          type="button"
          className="pill square"
          aria-label={`${title} As a table`}
          title="As a table"
          onClick={() => session.store.setState({ dialog: 'table', tablePanel: panel })}
        >
          <Icon name="table" size={16} />
        </button>
      )}
      <span className="unseen" id={words}>
        {sentence}
      </span>
    </>
  );
}
