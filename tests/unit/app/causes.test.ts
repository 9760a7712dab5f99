import { describe, expect, test } from 'vitest';
import { causeSentence, overlapSentence } from '../../../src/app/causes';
import { errorWords } from '../../../src/app/error';

/** An arm whose two factors multiply to 1 − D_LR. */
function arm(id: string, share: number, evenness: number, dlrError: number | null = 0.005) {
  return { id, share, evenness, dlr: 1 - share * evenness, dlrError };
}

describe('causeSentence', () => {
  test('unused features', () => {
    expect(causeSentence(arm('A', 0.38, 0.98))).toBe(
      'A is far from rich because it carries features that its outputs do not use: only 38\u202f% of the strength is used; its strength is even enough (0.98).',
    );
  });

  test('unused features, spread wider than the outputs', () => {
    expect(causeSentence(arm('A', 0.38, 1.3))).toMatch(
      /only 38\u202f% of the strength is used; it is spread over more directions than the outputs have \(1\.30\)\.$/,
    );
  });

  test('uneven features', () => {
    expect(causeSentence(arm('B', 0.97, 0.5))).toMatch(
      /^B is far from rich because its features are uneven \(0\.50\)/,
    );
  });

  test('both about equally', () => {
    expect(causeSentence(arm('B', 0.7, 0.7))).toMatch(/^B is far from rich for both reasons, about equally/);
  });

  test('a rich network is told what it uses', () => {
    expect(causeSentence(arm('A', 0.99, 0.99))).toBe(
      'A is rich: 99\u202f% of the strength of its features is used, and evenly (0.99).',
    );
  });

  test('a large error is not hidden: neither the place nor the cause is said that it does not hold', () => {
    expect(causeSentence(arm('A', 0.75, 0.9, 0.1))).toBe(
      'A may be anything from rich to lazy: about 75\u202f% of the strength of its features is used, with evenness 0.90.',
    );
    expect(causeSentence(arm('A', 0.7, 0.8, 0.12))).toMatch(/does not let tell which cause is larger/);
  });

  test('between two names, both are said', () => {
    expect(causeSentence(arm('A', 0.86, 1, 0.02))).toMatch(/^A is rich or near it: 86/);
    expect(causeSentence(arm('A', 0.66, 1, 0.02))).toMatch(/^A is lazy or near it because/);
  });

  test('without an error, small differences are not spoken of', () => {
    expect(causeSentence(arm('A', 0.97, 0.99, null))).toMatch(/^A is rich: 97\u202f% .* evenly/);
  });

  test('nothing is said where D_LR is undefined', () => {
    expect(causeSentence({ ...arm('A', 1, 1), dlr: null })).toBeNull();
  });
});

describe('overlapSentence', () => {
  test('arms within their errors are not ranked', () => {
    expect(overlapSentence([arm('A', 0.5, 1, 0.02), arm('B', 0.53, 1, 0.02)])).toBe(
      'D_LR does not tell A and B apart (0.50 and 0.47): they differ by no more than their errors.',
    );
  });

  test('arms farther apart, or without errors, are not said to overlap', () => {
    expect(overlapSentence([arm('A', 0.5, 1, 0.005), arm('B', 0.53, 1, 0.005)])).toBeNull();
    expect(overlapSentence([arm('A', 0.5, 1, null), arm('B', 0.5, 1, null)])).toBeNull();
  });

  test('several pairs', () => {
    const arms = ['A', 'B', 'C'].map(id => arm(id, 0.5, 1, 0.02));
    expect(overlapSentence(arms)).toMatch(/^D_LR does not tell A and B, A and C and B and C apart:/);
  });
});

test('errorWords', () => {
  expect(errorWords(0.0042)).toBe('± 0.004');
  expect(errorWords(0.0001)).toBe('± < 0.001');
  expect(errorWords(null)).toBeNull();
});
