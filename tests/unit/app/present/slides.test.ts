import { describe, expect, test } from 'vitest';
import { actionOf, slideAfter } from '../../../../src/app/present/keys';
import { questionsOf, slidesOf } from '../../../../src/app/present/slides';
import { SCENARIOS } from '../../../../src/app/scenarios';

const ids = (panels: string, isModular = false) => slidesOf(panels, isModular).map(({ id }) => id);

describe('slides', () => {
  test('a question, curves, features, why, and what came out', () => {
    expect(ids('')).toEqual(['opening', 'richness', 'richness-accuracy', 'spectrum', 'why', 'ending']);
    expect(ids('', true)).toContain('fourier');
  });

  test('those of the panels that the speaker has chosen, in their order, one on each', () => {
    expect(ids('layers!.arms.richness')).toEqual(['opening', 'layers', 'richness', 'ending']);
    expect(ids('none')).toEqual(['opening', 'ending']);
    expect(ids('fourier.why')).toEqual(['opening', 'why', 'ending']);
  });

  test('each has a title', () => {
    expect(slidesOf('', true).every(({ title }) => title.length > 3)).toBe(true);
  });
});

test('the questions of what there is to look for are asked, and nothing else is', () => {
  const lookFor = {
    richness: '0: only what is needed. Does A fall?',
    accuracy: 'Test; faint, training. Who is right?',
  };
  expect(questionsOf({ ...lookFor, loss: '', spectrum: { train: '', test: '' } })).toEqual([
    { about: 'How rich?', question: 'Does A fall?' },
    { about: 'How good?', question: 'Who is right?' },
  ]);
  for (const { id, lookFor: own } of SCENARIOS)
    for (const { question } of questionsOf(own)) {
      expect(question, id).toMatch(/^[A-Z].*\?$/);
      expect(`${own.richness} ${own.accuracy}`, id).toContain(question);
    }
});

describe('keys', () => {
  const press = (key: string, more = {}) =>
    actionOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

  test('a clicker leads on and back, plays and blanks the screen', () => {
    expect(
      ['PageDown', 'ArrowRight', 'PageUp', 'ArrowLeft', ' ', 'b', '.', 'Escape'].map(key => press(key)),
    ).toEqual([...['next', 'next', 'previous', 'previous', 'play', 'blank', 'blank', 'leave']]);
  });

  test('others are left to the page, and those with Control to the browser', () => {
    expect(press('t')).toBeNull();
    expect(press('toString')).toBeNull();
    expect(press('ArrowLeft', { altKey: true })).toBeNull();
    expect(press('b', { ctrlKey: true })).toBeNull();
  });

  test('there is nothing before the first slide and nothing after the last', () => {
    expect(slideAfter('previous', 0, 5)).toBe(0);
    expect(slideAfter('next', 4, 5)).toBe(4);
    expect(slideAfter('next', 1, 5)).toBe(2);
    expect(slideAfter('last', 1, 5)).toBe(4);
    expect(slideAfter('first', 3, 5)).toBe(0);
    expect(slideAfter('blank', 3, 5)).toBe(3);
  });
});
