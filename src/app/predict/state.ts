import type { Experiment } from '../../experiment/schema';
import { keep, kept } from '../kept';
import type { AppState, AppStore } from '../store';

/** An answer: the index of an arm, or that no difference will be larger than its error; null: none was given. */
export type Answer = number | 'same' | null;

/** What was guessed of an experiment before its curves were seen. Both null: guessing was skipped. */
export interface Guess {
  /** Which arm ends richer. */
  richer: Answer;
  /** Which arm is right on more test pictures at the end. */
  better: Answer;
}

/** What is kept of guessing in this browser. It is in no link. */
export interface Predicting {
  /** Curves of every experiment with several arms wait for a guess. */
  on: boolean;
  /** By experiment, see `questionOf`; the newest last. */
  guesses: Readonly<Record<string, Guess>>;
}

const KEY = 'richscope/predict';
/** How many experiments' guesses are kept. */
const MOST = 20;

const questions = new WeakMap<Experiment, string>();

/** What is guessed about: the experiment, whatever its seed. */
export function questionOf(experiment: Experiment): string {
  const known = questions.get(experiment) ?? JSON.stringify({ ...experiment, seed: null });
  questions.set(experiment, known);
  return known;
}

const isAnswer = (value: unknown): value is Answer =>
  value === null || value === 'same' || (Number.isInteger(value) && (value as number) >= 0);

const isGuess = (value: unknown): value is Guess =>
  typeof value === 'object' &&
  value !== null &&
  isAnswer((value as Guess).richer) &&
  isAnswer((value as Guess).better);

/** What was kept in this browser before; what is damaged is left out. */
export function readPredicting(): Predicting {
  const { on, guesses } = (kept(KEY) ?? {}) as Partial<Predicting>;
  return {
    on: on === true,
    guesses: Object.fromEntries(Object.entries(guesses ?? {}).filter(([, guess]) => isGuess(guess))),
  };
}

function change(store: AppStore, predicting: Predicting): void {
  store.setState({ predicting });
  keep(KEY, predicting);
}

/** The guess about the experiment on the page; undefined where there is none yet. */
export const guessOf = ({ predicting, experiment }: AppState): Guess | undefined =>
  predicting.guesses[questionOf(experiment)];

/** Guesses are asked for, and shown beside the outcome: by the switch, or in a lesson; not in another page. */
const isAsking = ({ predicting, lesson, recording, stage }: AppState) =>
  stage !== 'embed' && recording.arms.length > 1 && (predicting.on || lesson !== null);

/** The curves are hidden, as the guess comes first. */
export const isHidden = (state: AppState): boolean =>
  isAsking(state) && asksHere(state) && guessOf(state) === undefined;

/** Neither question was answered. */
export const isSkipped = (guess: Guess | undefined): boolean =>
  guess?.richer === null && guess.better === null;

/** Guesses are asked for of the experiment on the page, and not only shown. */
export const asksHere = ({ predicting, lesson }: AppState): boolean => predicting.on || lesson?.asks === true;

/** A guess stands beside the outcome. */
export const showsGuess = (state: AppState): boolean =>
  isAsking(state) && guessOf(state) !== undefined && (asksHere(state) || !isSkipped(guessOf(state)));

/** Answers, or skips with both null: the curves are shown. */
export function answer(store: AppStore, guess: Guess): void {
  const { predicting, experiment } = store.getState();
  const question = questionOf(experiment);
  const { [question]: _, ...others } = predicting.guesses;
  const guesses = Object.fromEntries([...Object.entries(others), [question, guess]].slice(-MOST));
  change(store, { ...predicting, guesses });
}

/** Takes the guess about the experiment on the page back: where guessing is on, its curves are hidden again. */
export function guessAgain(store: AppStore): void {
  const { predicting, experiment } = store.getState();
  const { [questionOf(experiment)]: _, ...guesses } = predicting.guesses;
  change(store, { ...predicting, guesses });
}

/** Switches guessing first on or off. Switched on, the experiment on the page is guessed anew. */
export function setPredicting(store: AppStore, on: boolean): void {
  if (on) guessAgain(store);
  change(store, { ...store.getState().predicting, on });
}
