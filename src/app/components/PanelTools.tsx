import type { ReactNode } from 'react';
import { PanelWords } from '../glossary/PanelWords';
import type { PanelId } from '../panels';
import { PanelTable } from './PanelTable';

interface PanelToolsProps {
  panel: PanelId;
  /** As it is spoken. */
  title: string;
  /** Id of the sentence that says what the panel shows. */
  words: string;
  /** What is of this panel alone. */
  children?: ReactNode;
}

/** At the end of a panel's header: what explains its words, and what shows its data as a table. */
export function PanelTools({ panel, title, words, children }: PanelToolsProps) {
  return (
    <span className="figure-end">
      {children}
      <PanelWords panel={panel} title={title} />
      <PanelTable panel={panel} words={words} />
    </span>
  );
}
