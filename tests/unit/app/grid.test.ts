import { expect, test } from 'vitest';
import { nextInGrid } from '../../../src/app/grid';

/** Seven entries in three columns; the second row stands lower, as its neighbours are taller. */
const places = Array.from({ length: 7 }, (_, i) => ({ left: (i % 3) * 340, top: Math.floor(i / 3) * 150 }));
const to = (key: string, from: number) => nextInGrid(key, from, places);

test('left and right read on, over the ends of rows', () => {
  expect(to('ArrowRight', 2)).toBe(3);
  expect(to('ArrowLeft', 3)).toBe(2);
});

test('up and down keep the column, as far as it goes', () => {
  expect(to('ArrowDown', 1)).toBe(4);
  expect(to('ArrowUp', 5)).toBe(2);
  expect(to('ArrowDown', 4)).toBe(6);
});

test('no key leads out, and others mean nothing', () => {
  expect(to('ArrowUp', 1)).toBeNull();
  expect(to('ArrowDown', 6)).toBeNull();
  expect(to('ArrowLeft', 0)).toBeNull();
  expect(to('ArrowRight', 6)).toBeNull();
  expect(to('Enter', 3)).toBeNull();
});

test('Home and End lead to the ends', () => {
  expect(to('Home', 4)).toBe(0);
  expect(to('End', 4)).toBe(6);
});
