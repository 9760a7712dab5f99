import { expect, test } from 'vitest';
import { fittingTabs } from '../../../src/app/tabs';

const titles = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven'];

test('the current one is there however little room there is', () => {
  expect(fittingTabs(titles, 3, 0)).toEqual([3, 4]);
  expect(fittingTabs(['A title that is far too long for a phone'], 0, 100)).toEqual([0, 1]);
});

test('neighbours come as far as there is room, the next one first', () => {
  expect(fittingTabs(titles, 3, 130)).toEqual([3, 5]);
  expect(fittingTabs(titles, 3, 200)).toEqual([2, 5]);
});

test('at the ends all the room goes to the other side', () => {
  expect(fittingTabs(titles, 0, 180)).toEqual([0, 3]);
  expect(fittingTabs(titles, 6, 200)).toEqual([4, 7]);
});

test('there are never more than five', () => {
  const [from, to] = fittingTabs(titles, 3, 10_000);
  expect(to - from).toBe(5);
});
