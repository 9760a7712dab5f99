import { describe, expect, it, test } from 'vitest';
import { accuracyError, outcomeOf, standingsOf, verdictOf } from '../../../../src/app/predict/outcome';
import { answerWords, outcomeWords } from '../../../../src/app/predict/words';
import { recordedRun } from '../lessons/recorded';

const standing = (arm: number, value: number | null, error: number | null = 0.01) => ({
  arm,
  id: 'ABCD'[arm]!,
  value,
  error,
});

describe('who is ahead', () => {
  it('has the lowest D_LR, or the highest accuracy, by more than the error of the difference', () => {
    const all = [standing(0, 0.1), standing(1, 0.5), standing(2, 0.3)];
    expect(outcomeOf(all, 'richer')).toEqual({ ahead: [0], without: [] });
    expect(outcomeOf(all, 'better')).toEqual({ ahead: [1], without: [] });
  });

  it('is several arms where their difference is within 1.96 of its standard errors', () => {
    const gap = 1.96 * Math.hypot(0.01, 0.01);
    const apart = (difference: number) =>
      outcomeOf([standing(0, 0.1), standing(1, 0.1 + difference), standing(2, 0.9)], 'richer').ahead;
    expect(apart(gap * 0.99)).toEqual([0, 1]);
    expect(apart(gap * 1.01)).toEqual([0]);
  });

  it('takes the least difference that is spoken of where an error is not known', () => {
    expect(outcomeOf([standing(0, 0.1, null), standing(1, 0.14)], 'richer').ahead).toEqual([0, 1]);
    expect(outcomeOf([standing(0, 0.1, null), standing(1, 0.16)], 'richer').ahead).toEqual([0]);
  });

  it('leaves out undefined arms, and is nobody where fewer than two are left', () => {
    expect(outcomeOf([standing(0, null), standing(1, 0.2), standing(2, 0.6)], 'richer')).toEqual({
      ahead: [1],
      without: ['A'],
    });
    expect(outcomeOf([standing(0, null), standing(1, 0.2)], 'richer').ahead).toEqual([]);
  });
});

test.each([
  [0, [0], 'right'],
  [1, [0], 'wrong'],
  [0, [0, 1], 'open'],
  [2, [0, 1], 'wrong'],
  ['same', [0, 1], 'right'],
  ['same', [0], 'wrong'],
  [null, [0], 'open'],
  [0, [], 'open'],
] as const)('a guess of %s where %s is ahead is %s', (guess, ahead, verdict) => {
  expect(verdictOf(guess, { ahead, without: [] })).toBe(verdict);
});

describe('the error of an accuracy', () => {
  it('is that of a share of independent pictures, and not 0 where all are right', () => {
    expect(accuracyError(0.5, 1e6)).toBeCloseTo(0.0005, 6);
    expect(accuracyError(1, 1_000)).toBeGreaterThan(0.001);
    expect(accuracyError(0, 1_000)).toBeCloseTo(accuracyError(1, 1_000), 12);
  });
});

describe('in words', () => {
  const told = async (preset: string, question: 'richer' | 'better', guess: number | 'same' | null) => {
    const { arms } = await recordedRun(preset);
    const standings = standingsOf(arms, question);
    return (over: boolean) => outcomeWords(question, standings, outcomeOf(standings, question), guess, over);
  };

  it('of the recorded runs', async () => {
    const richer = await told('rich-is-not-better', 'richer', 0);
    expect(richer(true)).toMatch(/^A \(A 0\.\d\d ± [\d.]+, B 0\.\d\d ± [\d.]+\)\. As guessed\.$/);
    const better = await told('rich-is-not-better', 'better', 0);
    expect(better(true)).toMatch(/^B \(A \d+\s% ± [\d.]+\s%, B \d+\s% ± [\d.]+\s%\)\. Not as guessed\.$/);
    expect(better(false)).not.toMatch(/guessed/);
  });

  it('says where no difference is larger than its error, and where nothing can be compared', () => {
    const alike = [standing(0, 0.1), standing(1, 0.11)];
    expect(outcomeWords('richer', alike, outcomeOf(alike, 'richer'), 'same', true)).toBe(
      'no difference larger than its error between A and B (A 0.10 ± 0.010, B 0.11 ± 0.010). As guessed.',
    );
    expect(outcomeWords('richer', alike, outcomeOf(alike, 'richer'), 0, true)).not.toMatch(/guessed/);
    const none = [standing(0, null), standing(1, null)];
    expect(outcomeWords('richer', none, outcomeOf(none, 'richer'), 0, true)).toBe(
      'A and B: D_LR is undefined, so there is nothing to compare.',
    );
  });

  it('names the guess', () => {
    expect([0, 'same' as const, null, 7].map(guess => answerWords(guess, ['A', 'B']))).toEqual([
      'A',
      'no difference',
      'no answer',
      'no answer',
    ]);
  });
});
