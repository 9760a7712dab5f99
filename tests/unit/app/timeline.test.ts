import { expect, test } from 'vitest';
import { layOut, positionOf, stepAtPosition } from '../../../src/app/components/timeline/marks';
import { pastWords } from '../../../src/app/components/timeline/PastWords';
import { playedTo } from '../../../src/app/components/timeline/playback';
import type { ArmEvent } from '../../../src/recording/events';

const event = (kind: ArmEvent['kind'], step: number, arm = 0): ArmEvent => ({ kind, step, arm, text: kind });

test('a step stands where the curves have it', () => {
  expect(positionOf(0, 1_000, 'log')).toBe(0);
  expect(positionOf(1_000, 1_000, 'log')).toBe(1);
  expect(positionOf(250, 1_000, 'linear')).toBe(0.25);
  expect(positionOf(2_000, 1_000, 'linear')).toBe(1);
});

test('words give way where they would lie on the next mark', () => {
  const marks = layOut(
    [event('fitted', 100), event('rich', 125), event('fitted', 600, 1)],
    1_000,
    'linear',
    600,
  );
  expect(marks.map(({ worded }) => worded)).toEqual([false, true, true]);
});

test('words stand before a mark at the end of the bar', () => {
  expect(layOut([event('rich', 990)], 1_000, 'linear', 600)[0]).toMatchObject({ before: true, worded: true });
});

test('halfway is not told of an arm that has turned rich', () => {
  const marks = layOut(
    [event('halved', 100), event('rich', 400), event('halved', 700, 1)],
    1_000,
    'linear',
    600,
  );
  expect(marks.map(mark => [mark.event.kind, mark.event.arm])).toEqual([
    ['rich', 0],
    ['halved', 1],
  ]);
});

test('a place on the bar is the step that stands there', () => {
  for (const axis of ['log', 'linear'] as const)
    for (const step of [0, 3, 250, 1_000])
      expect(stepAtPosition(positionOf(step, 1_000, axis), 1_000, axis)).toBeCloseTo(step, 6);
  expect([-1, 2].map(place => stepAtPosition(place, 1_000, 'log'))).toEqual([0, expect.closeTo(1_000)]);
});

test('the whole bar is played back in 20 seconds, or as many times faster as is chosen', () => {
  expect([1, 2, 4, 0.5].map(speed => playedTo(0.25, 4, speed as 1))).toEqual([0.45, 0.65, 1.05, 0.35]);
});

test('of the past it is told what is kept', () => {
  expect(pastWords(28, 54, false)).toBe('The past: the spectra of 28 of 54 probes are kept.');
  expect(pastWords(8, 8, true)).toBe('The past: all 8 probes are kept. Training goes on.');
});
