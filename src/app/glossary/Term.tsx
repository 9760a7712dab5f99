import type { ReactNode } from 'react';
import type { TermId } from './terms';

/** Fetches the texts when the first word is pointed at or pressed, and shows those of this one. */
const explain = (button: HTMLElement, how: 'hover' | 'press') =>
  void import('./popover').then(({ showWords }) => showWords(button, how));

interface WordsButtonProps {
  terms: readonly TermId[];
  className: string;
  /** Its name for people who cannot see it, where what it holds does not say it. */
  label?: string;
  children: ReactNode;
}

/** A button that explains words beside it: while a mouse rests on it, or from a press until Escape. */
export function WordsButton({ terms, className, label, children }: WordsButtonProps) {
  return (
    <button
      type="button"
      className={className}
      data-terms={terms.join(' ')}
      aria-haspopup="dialog"
      aria-label={label}
      title={label}
      onPointerEnter={({ currentTarget, pointerType }) => {
        if (pointerType === 'mouse') explain(currentTarget, 'hover');
      }}
      onClick={({ currentTarget }) => explain(currentTarget, 'press')}
    >
      {children}
    </button>
  );
}

/** A word in a text that explains itself. */
export function Term({ id, children }: { id: TermId; children: ReactNode }) {
  return (
    <WordsButton terms={[id]} className="term">
      {children}
    </WordsButton>
  );
}
