import { errorWords } from '../error';
import { formatDlr, formatPercent, joinWords } from '../format';
import { type Outcome, type Question, type Standing, type Verdict, verdictOf } from './outcome';
import type { Answer } from './state';

/** What is asked, in full and beside the outcome. */
export const QUESTIONS: Record<Question, { asks: string; about: string }> = {
  richer: { asks: 'Which one ends richer, with the lower D_LR?', about: 'Richer' },
  better: { asks: 'Which one is right on the most test pictures at the end?', about: 'Better on test' },
};

/** The answer that no arm stands out. */
export const SAME = 'None: no difference larger than its error';

/** A value with its error: "D_LR 0.03 ± 0.003", "86 % ± 1". */
function valueWords(question: Question, { id, value, error }: Standing): string {
  if (value === null) return `${id} undefined`;
  if (question === 'richer')
    return `${id} ${[formatDlr(value), errorWords(error)].filter(Boolean).join(' ')}`;
  return `${id} ${formatPercent(value)} ± ${((error ?? 0) * 100).toFixed(1)}\u202f%`;
}

/** "A", "no difference", "no answer". */
export function answerWords(answer: Answer, ids: readonly string[]): string {
  if (answer === null) return 'no answer';
  return answer === 'same' ? 'no difference' : (ids[answer] ?? 'no answer');
}

const SAYS: Record<Verdict, string> = { right: 'As guessed.', wrong: 'Not as guessed.', open: '' };

/**
 * The outcome of one question, or where it stands so far, in words: "A (A 0.03 ± 0.003, B 0.59 ± 0.005). As guessed."
 * @param over the run has come to its end; before, nothing is said of the guess
 */
export function outcomeWords(
  question: Question,
  standings: readonly Standing[],
  outcome: Outcome,
  guess: Answer,
  over: boolean,
): string {
  const { ahead, without } = outcome;
  if (!ahead.length)
    return without.length
      ? `${joinWords(without)}: ${question === 'richer' ? 'D_LR is undefined' : 'not measured'}, so there is nothing to compare.`
      : 'Nothing is measured yet.';
  const ids = standings.map(({ id }) => id);
  const who =
    ahead.length === 1
      ? ids[ahead[0]!]!
      : `no difference larger than its error between ${joinWords(ahead.map(arm => ids[arm]!))}`;
  const values = standings.map(standing => valueWords(question, standing)).join(', ');
  const said = over ? ` ${SAYS[verdictOf(guess, outcome)]}`.trimEnd() : '';
  return `${who} (${values}).${said}`;
}
