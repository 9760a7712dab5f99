import { Fragment } from 'react';
import { type CommandId, runCommand } from '../commands';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { Term } from '../glossary/Term';
import type { TermId } from '../glossary/terms';
import { type Piece, piecesOf } from './markup';
import { stepOfMoment } from './moments';
import type { Moment } from './types';
import { showMoment, showProbe } from './walk';

/** Words that move all pictures to a moment of the run. */
function MomentButton({ words, moment }: { words: string; moment: Moment }) {
  const { session } = useApp();
  const isShown = useAppState(({ recording, shownStep }) => stepOfMoment(recording, moment) === shownStep);
  const isThere = useAppState(({ recording }) => stepOfMoment(recording, moment) !== undefined);
  return (
    <button
      type="button"
      className="lesson-act"
      data-moment={moment}
      aria-pressed={isShown}
      aria-disabled={isThere ? undefined : true}
      title={isThere ? 'Show this moment' : 'This run has not come to that'}
      onClick={() => showMoment(session, moment)}
    >
      <Prose text={words} />
    </button>
  );
}

function Act({ words, kind, name }: { words: string } & NonNullable<Piece['target']>) {
  const { session, services } = useApp();
  const probe = useAppState(state => state.view.probe);
  if (kind === 'word')
    return (
      <Term id={name as TermId}>
        <Prose text={words} />
      </Term>
    );
  if (kind === 'at') return <MomentButton words={words} moment={name as Moment} />;
  const act = () => {
    if (kind === 'probe') showProbe(session, name === 'test' ? 'test' : 'train');
    else runCommand(name as CommandId, session, services);
  };
  return (
    <button
      type="button"
      className="lesson-act"
      aria-pressed={kind === 'probe' ? name === probe : undefined}
      onClick={act}
    >
      <Prose text={words} />
    </button>
  );
}

/** A paragraph of a lesson. */
export function LessonText({ text }: { text: string }) {
  return (
    <p>
      {piecesOf(text).map(({ words, target }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order.
        <Fragment key={i}>{target ? <Act words={words} {...target} /> : <Prose text={words} />}</Fragment>
      ))}
    </p>
  );
}
