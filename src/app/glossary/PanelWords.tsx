import type { PanelId } from '../panels';
import { PANEL_WORDS } from './by-panel';
import { WordsButton } from './Term';

/** What explains the words and symbols of a panel, those in its picture too. */
export function PanelWords({ panel, title }: { panel: PanelId; title: string }) {
  return (
    <WordsButton terms={PANEL_WORDS[panel]} className="words-button" label={`Words of “${title}”`}>
      <span aria-hidden="true">?</span>
    </WordsButton>
  );
}
