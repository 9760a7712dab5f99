import { beforeEach, expect, test } from 'vitest';
import { commandOf } from '../../../../src/app/commands';
import {
  answer,
  guessAgain,
  guessOf,
  isHidden,
  questionOf,
  readPredicting,
  setPredicting,
  showsGuess,
} from '../../../../src/app/predict/state';
import { createAppStore } from '../../../../src/app/store';
import { encodeLink } from '../../../../src/experiment/link';
import { PRESETS, presetById } from '../../../../src/experiment/presets';
import { parseExperiment, viewSchema } from '../../../../src/experiment/schema';
import { Recording } from '../../../../src/recording/recording';
import { stubStorage } from '../fake-page';

const view = viewSchema.parse({});
const pageOf = (preset: string) => {
  const { experiment } = presetById(preset);
  return createAppStore(experiment, view, new Recording(experiment, ''));
};

beforeEach(stubStorage);

test('curves are hidden where guessing is on, until there is a guess', () => {
  const store = pageOf('the-dial');
  expect(isHidden(store.getState())).toBe(false);
  setPredicting(store, true);
  expect([isHidden(store.getState()), showsGuess(store.getState())]).toEqual([true, false]);
  answer(store, { richer: 0, better: 'same' });
  expect([isHidden(store.getState()), showsGuess(store.getState())]).toEqual([false, true]);
  guessAgain(store);
  expect(isHidden(store.getState())).toBe(true);
  answer(store, { richer: null, better: null });
  expect(isHidden(store.getState())).toBe(false);
  setPredicting(store, false);
  expect([isHidden(store.getState()), showsGuess(store.getState())]).toEqual([false, false]);
  // Switched on again, it asks again.
  setPredicting(store, true);
  expect(isHidden(store.getState())).toBe(true);
});

test('one network leaves nothing to choose from', () => {
  const store = pageOf('grokking');
  setPredicting(store, true);
  expect(isHidden(store.getState())).toBe(false);
  expect(commandOf('predict').enabled!(store.getState())).toBe(true);
  setPredicting(store, false);
  expect(commandOf('predict').enabled!(store.getState())).toBe(false);
});

test('a guess is about an experiment with any seed, and not about another one', () => {
  const { experiment } = presetById('the-dial');
  expect(questionOf({ ...experiment, seed: 77 })).toBe(questionOf(experiment));
  expect(questionOf(parseExperiment({ ...experiment, stop: { steps: 7 } }))).not.toBe(questionOf(experiment));
});

test('it is kept in this browser, the newest twenty, and in no link', () => {
  const store = pageOf('the-dial');
  const { experiment } = store.getState();
  const link = encodeLink({ experiment, view: store.getState().view });
  setPredicting(store, true);
  answer(store, { richer: 2, better: 1 });
  const again = pageOf('the-dial').getState();
  expect(again.predicting.on).toBe(true);
  expect(guessOf(again)).toEqual({ richer: 2, better: 1 });
  expect(encodeLink({ experiment: again.experiment, view: again.view })).toBe(link);
  for (let steps = 1; steps <= 25; steps++) {
    store.setState({ experiment: parseExperiment({ ...PRESETS[0]!.experiment, stop: { steps } }) });
    answer(store, { richer: 0, better: 0 });
  }
  expect(Object.keys(readPredicting().guesses)).toHaveLength(20);
});

test.each(['7', '"on"', '{"on":1,"guesses":{"a":7,"b":{"richer":-1},"c":null}}', '{"guesses":3}', '{'])(
  'what is damaged is left out: %s',
  damage => {
    localStorage.setItem('richscope/predict', damage);
    expect(readPredicting()).toEqual({ on: false, guesses: {} });
  },
);
