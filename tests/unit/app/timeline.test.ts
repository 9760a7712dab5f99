import { expect, test } from 'vitest';
import { layOut, positionOf } from '../../../src/app/components/timeline/marks';
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
