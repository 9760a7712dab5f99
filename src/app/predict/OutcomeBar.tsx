import '../styles/predict.css';
import { useMemo } from 'react';
import { isOver } from '../commands';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { formatCount } from '../format';
import { outcomeOf, type Question, standingsOf } from './outcome';
import { asksHere, guessAgain, guessOf, isSkipped, setPredicting } from './state';
import { answerWords, outcomeWords, QUESTIONS } from './words';

function Row({ question }: { question: Question }) {
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const guess = useAppState(state => guessOf(state)?.[question] ?? null);
  const over = useAppState(isOver);
  const { arms } = recording;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const words = useMemo(() => {
    const standings = standingsOf(arms, question);
    return outcomeWords(question, standings, outcomeOf(standings, question), guess, over);
  }, [arms, version, question, guess, over]);
  return (
    <tr data-question={question}>
      <th scope="row">{QUESTIONS[question].about}</th>
      <td>
        {answerWords(
          guess,
          arms.map(({ id }) => id),
        )}
      </td>
      <td>
        <Prose text={words} />
      </td>
    </tr>
  );
}

/** What was guessed, beside what came out. */
export default function OutcomeBar() {
  const { session } = useApp();
  const over = useAppState(isOver);
  const step = useAppState(state => state.step);
  const isSwitched = useAppState(state => state.predicting.on);
  const asks = useAppState(asksHere);
  const skipped = useAppState(state => isSkipped(guessOf(state)));
  return (
    <section className="card outcome" aria-label="Guess and outcome">
      {skipped ? (
        <p>You skipped guessing.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">You guessed</th>
              <th scope="col">{over ? 'Outcome' : `So far, at step ${formatCount(step)}`}</th>
            </tr>
          </thead>
          <tbody>
            <Row question="richer" />
            <Row question="better" />
          </tbody>
        </table>
      )}
      <div className="outcome-actions">
        {asks && (
          <button type="button" className="pill" onClick={() => guessAgain(session.store)}>
            Guess again
          </button>
        )}
        {isSwitched && (
          <button type="button" className="pill" onClick={() => setPredicting(session.store, false)}>
            No more guessing
          </button>
        )}
      </div>
    </section>
  );
}
