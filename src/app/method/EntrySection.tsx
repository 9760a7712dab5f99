import { Fragment, type ReactNode } from 'react';
import { Term } from '../glossary/Term';
import { TERMS } from '../glossary/terms';
import { Formula, Text } from './Formula';
import type { Chapter, Entry } from './types';

function Note({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="note">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Notes({ id, source, choices, fooledBy, undefinedWhen }: Entry) {
  const words = TERMS.filter(({ method }) => method === id);
  return (
    <dl className="notes">
      {words.length > 0 && (
        <Note name="Words">
          {words.map((term, i) => (
            <Fragment key={term.id}>
              {i > 0 && '; '}
              <Term id={term.id}>
                <Text text={term.word} />
              </Term>
            </Fragment>
          ))}
        </Note>
      )}
      {source && (
        <Note name="Source">
          <Text text={source} />
        </Note>
      )}
      {choices && (
        <Note name="Our choice">
          {choices.map(choice => (
            <p key={choice}>
              <Text text={choice} />
            </p>
          ))}
        </Note>
      )}
      {fooledBy && (
        <Note name="Fooled by">
          <Text text={fooledBy} />
        </Note>
      )}
      {undefinedWhen && (
        <Note name="Undefined where">
          <Text text={undefinedWhen} />
        </Note>
      )}
    </dl>
  );
}

function EntrySection({ entry }: { entry: Entry }) {
  const { id, title, text, formulas } = entry;
  return (
    <section className="card entry" id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        <a href={`#${id}`}>
          <Text text={title} />
        </a>
      </h3>
      {text.map(paragraph => (
        <p key={paragraph}>
          <Text text={paragraph} />
        </p>
      ))}
      {formulas && (
        <div className="formulas">
          {formulas.map(tex => (
            <div key={tex} className="formula">
              <Formula tex={tex} display />
            </div>
          ))}
        </div>
      )}
      <Notes {...entry} />
    </section>
  );
}

/** A chapter with its entries, each with an address of its own. */
export function ChapterSection({ chapter }: { chapter: Chapter }) {
  const { id, title, entries } = chapter;
  return (
    <section className="chapter" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <Text text={title} />
      </h2>
      {entries.map(entry => (
        <EntrySection key={entry.id} entry={entry} />
      ))}
    </section>
  );
}
