import { describe, expect, test } from 'vitest';
import type { ArmSummary } from '../../../src/app/arms';
import { type RunState, readingText, readState } from '../../../src/app/reading';
import { regimeOf } from '../../../src/recording/phase';

const run: RunState = {
  status: 'running',
  playing: true,
  progress: null,
  device: 'WebAssembly',
  download: false,
};

function arm(id: string, dlr: number | null, test: number, more: Partial<ArmSummary> = {}): ArmSummary {
  return {
    index: 'ABCD'.indexOf(id),
    id,
    label: id,
    step: 500,
    fit: 'fitted',
    dlr,
    regime: regimeOf(dlr),
    initialDlr: 0.6,
    undefinedBecause: null,
    share: null,
    evenness: null,
    trainAccuracy: 1,
    testAccuracy: test,
    divergedAt: null,
    ...more,
  };
}

const read = (arms: ArmSummary[], change: Partial<RunState> = {}) =>
  readingText(readState({ ...run, ...change }, arms)).replaceAll('\u202f', ' ');

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
