import { describe, expect, test } from 'vitest';
import { grouped, search } from '../../../../src/app/palette/search';

const entry = (title: string, words = '', group = 'Commands') => ({ title, words, group });
const titles = (found: readonly { title: string }[]) => found.map(({ title }) => title);

const ENTRIES = [
  entry('Save the recording (JSON)'),
  entry('Play or pause'),
  entry('Play the recording back, or stop it'),
  entry('Weight decay', 'training.weightDecay shrinks the weights', 'Settings'),
  entry('Why this D_LR?', 'how much is used', 'Panels'),
];

describe('search', () => {
  test('without words, all entries stand in their order', () => {
    expect(search(ENTRIES, '  ')).toEqual(ENTRIES);
  });

  test('every word must be found, in any order and in any case', () => {
    expect(titles(search(ENTRIES, 'RECORDING play'))).toEqual(['Play the recording back, or stop it']);
    expect(search(ENTRIES, 'play nothing')).toEqual([]);
  });

  test('a title that starts with the word comes before one that only has it', () => {
    expect(titles(search([entry('A replay'), entry('All to play'), entry('Play')], 'play'))).toEqual([
      'Play',
      'All to play',
      'A replay',
    ]);
  });

  test('what is only in the other words is found, and comes last', () => {
    expect(titles(search([entry('First', 'shrinks'), entry('It shrinks')], 'shrinks'))).toEqual([
      'It shrinks',
      'First',
    ]);
  });

  test('symbols are found as they are typed', () => {
    expect(titles(search(ENTRIES, 'dlr'))).toEqual(['Why this D_LR?']);
    expect(titles(search([entry('Café')], 'cafe'))).toEqual(['Café']);
  });

  test('signs of patterns are plain text', () => {
    expect(search(ENTRIES, '.*')).toEqual([]);
    expect(titles(search(ENTRIES, '(json)'))).toEqual(['Save the recording (JSON)']);
  });
});

test('entries come under their headings, that of the best first', () => {
  const found = [entry('Weight', '', 'Settings'), entry('Play'), entry('Width', '', 'Settings')];
  expect(grouped(found).map(({ name, entries }) => [name, titles(entries)])).toEqual([
    ['Settings', ['Weight', 'Width']],
    ['Commands', ['Play']],
  ]);
});
