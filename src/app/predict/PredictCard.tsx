import '../styles/predict.css';
import { useId, useState } from 'react';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { formatCount } from '../format';
import type { Question } from './outcome';
import { type Answer, answer, type Guess, questionOf } from './state';
import { QUESTIONS, SAME } from './words';

function Choice({
  question,
  chosen,
  choose,
}: {
  question: Question;
  chosen: Answer;
  choose(answer: Answer): void;
}) {
  const name = useId();
  const arms = useAppState(state => state.recording.arms);
  const options = [
    ...arms.map(({ index, id, label }) => ({ answer: index as Answer, words: `${id} · ${label}` })),
    { answer: 'same' as Answer, words: SAME },
  ];
  return (
    <fieldset data-question={question}>
      <legend>
        <Prose text={QUESTIONS[question].asks} />
      </legend>
      {options.map(option => (
        <label key={String(option.answer)}>
          <input
            type="radio"
            name={name}
            checked={chosen === option.answer}
            onChange={() => choose(option.answer)}
          />
          {option.words}
        </label>
      ))}
    </fieldset>
  );
}

/** How far the run has come behind the card. */
function Behind() {
  const step = useAppState(state => state.step);
  const last = useAppState(state => state.experiment.stop.steps);
  const playing = useAppState(state => state.playing);
  if (step === 0) return <>Nothing is trained yet: guess now, or press Play and guess while it trains.</>;
  if (step >= last) return <>The run is over; its outcome is behind this.</>;
  return (
    <>
      The run is at step {formatCount(step)} of {formatCount(last)}
      {playing ? ' and goes on behind this' : ''}.
    </>
  );
}

function Card() {
  const { session } = useApp();
  const [guess, setGuess] = useState<Guess>({ richer: null, better: null });
  const [fault, setFault] = useState('');
  const isEmpty = guess.richer === null && guess.better === null;
  const choose = (question: Question) => (chosen: Answer) => {
    setGuess({ ...guess, [question]: chosen });
    setFault('');
  };
  return (
    <section className="card predict" aria-labelledby="predict">
      <h2 id="predict">Guess first</h2>
      <p>
        Curves, figures and events are hidden until you have guessed, or skip. The guess then stands beside
        the outcome.
      </p>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (isEmpty) setFault('Choose an answer first, or skip.');
          else answer(session.store, guess);
        }}
      >
        <div className="predict-questions">
          <Choice question="richer" chosen={guess.richer} choose={choose('richer')} />
          <Choice question="better" chosen={guess.better} choose={choose('better')} />
        </div>
        <p className="predict-behind">
          <Behind />
        </p>
        <div className="dialog-actions">
          <button type="submit" className="pill main">
            That is my guess: show the curves
          </button>
          <button
            type="button"
            className="pill"
            onClick={() => answer(session.store, { richer: null, better: null })}
          >
            Skip
          </button>
        </div>
        <p className="predict-fault" role="alert">
          {fault}
        </p>
      </form>
    </section>
  );
}

/** In the place of the curves: what the class guesses before it sees them. */
export default function PredictCard() {
  const question = useAppState(state => questionOf(state.experiment));
  return <Card key={question} />;
}
