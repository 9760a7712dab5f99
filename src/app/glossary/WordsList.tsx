import { Prose } from '../components/Prose';
import { anchorOf, type Term } from './terms';

interface WordsListProps {
  terms: readonly Term[];
  /** Address of the method page; empty on that page itself. */
  methodPage: string;
  /** Each word gets its address. */
  anchored?: boolean;
}

/** Words with what they mean, and a link to the formula where there is one. */
export function WordsList({ terms, methodPage, anchored }: WordsListProps) {
  const beside = methodPage ? { target: '_blank', rel: 'noopener' } : {};
  return (
    <dl className="words">
      {terms.map(({ id, word, text, method }) => (
        <div key={id} id={anchored ? anchorOf(id) : undefined}>
          <dt>
            <Prose text={word} />
          </dt>
          <dd>
            <Prose text={text} />
            {method && (
              <>
                {' '}
                <a href={`${methodPage}#${method}`} {...beside}>
                  formula<span className="unseen"> of {word.replace('D_LR', 'D L R')}</span>
                  {methodPage && <span className="unseen"> (opens in a new tab)</span>}
                </a>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
