import { describe, expect, test } from 'vitest';
import type { ArmSummary } from '../../../src/app/arms';
import { type RunState, readEnd, readingText, readState } from '../../../src/app/reading';
import { regimeOf } from '../../../src/recording/phase';

const run: RunState = {
  status: 'running',
  playing: true,
  progress: null,
  device: 'WebAssembly',
  download: false,
  asking: null,
  step: 500,
  kept: false,
  recordedSeed: null,
  shownStep: null,
};

function arm(id: string, dlr: number | null, test: number, more: Partial<ArmSummary> = {}): ArmSummary {
  return {
    index: 'ABCD'.indexOf(id),
    id,
    label: id,
    step: 500,
    fit: 'fitted',
    dlr,
    dlrError: null,
    regime: regimeOf(dlr),
    initialDlr: 0.6,
    initialUndefinedBecause: null,
    undefinedBecause: null,
    share: null,
    evenness: null,
    trainAccuracy: 1,
    testAccuracy: test,
    divergedAt: null,
    ...more,
  };
}

/** As `run`, but for tests of the start nothing has been made yet. */
const made = (arms: ArmSummary[]) => Math.max(0, ...arms.map(({ step }) => step ?? 0));

const read = (arms: ArmSummary[], change: Partial<RunState> = {}) =>
  readingText(readState({ ...run, step: made(arms), ...change }, arms)).replaceAll('\u202f', ' ');

describe('the reading', () => {
  test('says how rich and how good each arm is', () => {
    expect(read([arm('A', 0.04, 0.14), arm('B', 0.45, 0.86)])).toBe(
      'A is rich, D_LR 0.04, and wrong on test, 14 %; B is lazy, 0.45, and right, 86 %.',
    );
  });

  test('marks what is set in the colour of an arm', () => {
    const parts = readState(run, [arm('A', 0.04, 0.14), arm('B', 0.45, 0.86)]);
    expect(parts.filter(part => part.arm !== undefined)).toEqual([
      { text: 'A is rich', arm: 0 },
      { text: 'B is lazy', arm: 1 },
    ]);
  });

  test('reads three arms', () => {
    expect(read([arm('A', 0.1, 0.95), arm('B', 0.25, 0.7), arm('C', 0.4, 0.5)])).toBe(
      'A is rich, D_LR 0.10, and right on test, 95 %; B is between lazy and rich, 0.25, and mostly right, 70 %; C is lazy, 0.40, and half right, 50 %.',
    );
  });

  test('does not judge an arm that is still fitting, unless the run is over', () => {
    const fitting = arm('A', 0.5, 0.3, { fit: 'fitting', trainAccuracy: 0.4 });
    expect(read([fitting])).toBe('A is still fitting, D_LR 0.50, test 30 %.');
    expect(read([fitting], { status: 'finished' })).toMatch(/^A is lazy/);
  });

  test('says where an arm diverged, and goes on with the others', () => {
    expect(read([arm('A', null, 0.1, { divergedAt: 1_200 }), arm('B', 0.45, 0.86)])).toBe(
      'A diverged at step 1,200; B is lazy, 0.45, and right, 86 %.',
    );
  });

  test('never gives an undefined D_LR a number', () => {
    expect(read([arm('A', null, 0.1)])).toBe('A has no D_LR, and is wrong on test, 10 %.');
  });

  test('says why there is no D_LR', () => {
    const undefinedBecause = 'The outputs do not differ between inputs, so D_LR is undefined.';
    expect(read([arm('A', null, 0.1, { undefinedBecause }), arm('B', 0.45, 0.86)])).toBe(
      'A has no D_LR, since the outputs do not differ between inputs, and is wrong on test, 10 %; B is lazy, 0.45, and right, 86 %.',
    );
  });

  test('calls an arm no richer and no lazier than its error lets tell', () => {
    const near = (dlr: number, dlrError: number) => read([arm('A', dlr, 0.9, { dlrError })]);
    expect(near(0.14, 0.001)).toBe('A is rich, D_LR 0.14, and right on test, 90 %.');
    expect(near(0.14, 0.02)).toBe('A is rich or near it, D_LR 0.14, and right on test, 90 %.');
    expect(near(0.34, 0.02)).toMatch(/^A is lazy or near it, /);
    expect(near(0.25, 0.1)).toMatch(/^A may be anything from rich to lazy, /);
  });

  test('does not rank two arms whose D_LR differ by no more than their errors', () => {
    const pair = (dlrError: number) =>
      read([arm('A', 0.45, 0.9, { dlrError }), arm('B', 0.47, 0.8, { dlrError })]);
    expect(pair(0.01)).toMatch(/; D_LR does not tell them apart\.$/);
    expect(pair(0.005)).not.toMatch(/apart/);
    const fitting = arm('B', 0.47, 0.3, { dlrError: 0.01, fit: 'fitting', trainAccuracy: 0.3 });
    expect(read([arm('A', 0.45, 0.9, { dlrError: 0.01 }), fitting])).not.toMatch(/apart/);
  });

  test('before the start it says where the networks stand', () => {
    const start = { step: 0, fit: 'start' as const };
    expect(
      read([arm('A', 0.6, 0.1, start), arm('B', 0.6, 0.1, start)], { status: 'paused', playing: false }),
    ).toBe('Both networks start at D_LR 0.60, and guess. Press Play.');
    expect(
      read([arm('A', null, 0.1, { ...start, undefinedBecause: 'The outputs do not vary.' })], {
        status: 'paused',
        playing: false,
      }),
    ).toBe('D_LR is undefined at the start: The outputs do not vary. Press Play.');
  });

  test('says once that D_LR is undefined', () => {
    const undefinedBecause = 'The outputs do not differ between inputs, so D_LR is undefined.';
    const start = arm('A', null, 0.1, { step: 0, fit: 'start', undefinedBecause });
    expect(read([start], { status: 'paused', playing: false, step: 0 })).toBe(
      'D_LR is undefined at the start: The outputs do not differ between inputs. Press Play.',
    );
  });

  test('counts steps that are made before the first of them is measured', () => {
    const start = arm('A', 0.6, 0.1, { step: 0, fit: 'start' });
    expect(read([start], { step: 48 })).toBe('Step 48; the first measurement is on its way…');
    expect(read([start], { step: 0 })).toBe('The first step is on its way…');
  });

  test('says whom it asks for pictures, before the first of them comes and whether or not Play was pressed', () => {
    const unmeasured = arm('A', null, 0, { step: null, testAccuracy: null });
    for (const playing of [true, false])
      expect(
        read([unmeasured], { status: 'loading', playing, step: 0, download: true, asking: 'MNIST' }),
      ).toBe('Asking huggingface.co for MNIST…');
  });

  test('says where no run goes on, and what Play does then', () => {
    expect(readEnd(run)).toBeNull();
    expect(readEnd({ ...run, status: 'finished', step: 3_000 })).toBe(
      'Finished after 3,000 steps: Play starts the run anew.',
    );
    expect(readEnd({ ...run, status: 'paused', kept: true, step: 40 })).toBe(
      'Kept recording of 40 steps: Play starts the run anew.',
    );
  });

  test('names compiling, loading and a download as such', () => {
    const unmeasured = arm('A', null, 0, { step: null, testAccuracy: null });
    expect(read([unmeasured], { status: 'compiling' })).toMatch(/^Compiling for WebAssembly…/);
    expect(read([unmeasured], { status: 'loading', progress: 'Fetching MNIST: 1 MB of 9 MB' })).toBe(
      'Fetching MNIST: 1 MB of 9 MB…',
    );
    expect(read([unmeasured], { status: 'paused', playing: false, download: true })).toMatch(
      /Hugging Face hub/,
    );
    expect(read([unmeasured], { status: 'failed', playing: false })).toMatch(/could not start/);
  });
});

describe('a past moment', () => {
  const past = { ...run, shownStep: 120 };
  const words = (state: RunState, ...arms: ArmSummary[]) => readingText(readState(state, arms));

  test('is told with its step, and as it was then although the run is over', () => {
    const fitting = arm('A', 0.3, 0.4, { fit: 'fitting', trainAccuracy: 0.5, step: 120 });
    expect(words({ ...past, status: 'finished' }, fitting)).toBe(
      'At step 120: A is still fitting, D_LR 0.30, test 40\u202f%.',
    );
  });

  test('of the start is told without asking for Play', () => {
    const start = { ...past, shownStep: 0 };
    expect(words(start, arm('A', 0.5, 0.1, { step: 0 }))).toBe(
      'The network starts at D_LR 0.50, and guesses.',
    );
  });
});
