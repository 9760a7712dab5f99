import type { ArmRecording } from '../../recording/recording';
import { LEAST_SPOKEN } from '../causes';
import { WITHIN_95 } from '../error';
import type { Answer, Guess } from './state';

export type Question = keyof Guess;

/** What one arm has come to in one respect. */
export interface Standing {
  arm: number;
  id: string;
  /** null: undefined, or not measured. */
  value: number | null;
  /** Standard error; null where it is not known. */
  error: number | null;
}

/**
 * Standard error of an accuracy on n pictures, with two right and two wrong ones added so that it is not 0 where all are
 * right (Agresti and Coull 1998). All arms are asked the same pictures, so the error of a difference is overstated.
 */
export function accuracyError(accuracy: number, n: number): number {
  const share = (accuracy * n + 2) / (n + 4);
  return Math.sqrt((share * (1 - share)) / (n + 4));
}

/** Where all arms stand at their newest probe: D_LR on training pictures, or accuracy on test pictures. */
export function standingsOf(arms: readonly ArmRecording[], question: Question): Standing[] {
  return arms.map(({ index, id, latest, divergedAt }) => {
    const who = { arm: index, id };
    if (!latest || divergedAt !== null) return { ...who, value: null, error: null };
    const { accuracy, measures } = latest.test;
    if (question === 'better')
      return { ...who, value: accuracy, error: accuracyError(accuracy, measures.samples) };
    const { dlr, dlrError } = latest.train.measures;
    return { ...who, value: dlr, error: dlrError ?? null };
  });
}

/** Who is ahead: one arm, several that cannot be told apart, or nobody where fewer than two have a value. */
export interface Outcome {
  /** Indices of the arms ahead. */
  ahead: readonly number[];
  /** Arms whose value is undefined. */
  without: readonly string[];
}

const differ = (a: Standing, b: Standing) =>
  Math.abs(a.value! - b.value!) >
  (a.error === null || b.error === null ? LEAST_SPOKEN : WITHIN_95 * Math.hypot(a.error, b.error));

/** Which arms are ahead of all others by more than the error of the difference. */
export function outcomeOf(standings: readonly Standing[], question: Question): Outcome {
  const known = standings.filter(({ value }) => value !== null);
  const without = standings.filter(({ value }) => value === null).map(({ id }) => id);
  if (known.length < 2) return { ahead: [], without };
  const sign = question === 'richer' ? 1 : -1;
  const first = known.reduce((best, other) => (sign * other.value! < sign * best.value! ? other : best));
  const ahead = known.filter(other => other === first || !differ(first, other)).map(({ arm }) => arm);
  return { ahead, without };
}

export type Verdict = 'right' | 'wrong' | 'open';

/**
 * Whether a guess came true. Open: the arm that was named cannot be told apart from another that is ahead, no answer was
 * given, or there is nothing to compare.
 */
export function verdictOf(answer: Answer, { ahead }: Outcome): Verdict {
  if (answer === null || ahead.length === 0) return 'open';
  if (answer === 'same') return ahead.length > 1 ? 'right' : 'wrong';
  if (!ahead.includes(answer)) return 'wrong';
  return ahead.length === 1 ? 'right' : 'open';
}
