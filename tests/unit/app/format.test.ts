import { expect, test } from 'vitest';
import { formatDuration } from '../../../src/app/format';

test.each([
  [0.2, '1 s'],
  [7.4, '7 s'],
  [52, '50 s'],
  [61, '60 s'],
  [95, '2 min'],
  [3_540, '59 min'],
  [5_400, '1.5 h'],
  [7_200, '2 h'],
])('%d seconds are said as exactly as one plans by', (seconds, words) => {
  expect(formatDuration(seconds).replace('\u202f', ' ')).toBe(words);
});
