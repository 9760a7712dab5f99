import { expect, test } from 'vitest';
import { COMMANDS } from '../../../../src/app/commands';
import { LESSONS } from '../../../../src/app/lessons/lessons';
import { paletteEntries } from '../../../../src/app/palette/entries';
import { PANELS } from '../../../../src/app/panels';
import { createAppStore } from '../../../../src/app/store';
import { PRESETS } from '../../../../src/experiment/presets';
import { settingPaths, viewSchema } from '../../../../src/experiment/schema';
import { Recording } from '../../../../src/recording/recording';

const { experiment } = PRESETS[0]!;
const state = createAppStore(experiment, viewSchema.parse({}), new Recording(experiment, '')).getState();
const entries = paletteEntries(state);
const entryOf = (id: string) => entries.find(entry => entry.id === id)!;

test('every command but its own, every preset, lesson, panel and setting is there once', () => {
  const expected = [
    ...COMMANDS.filter(({ id }) => id !== 'palette').map(({ id }) => `command-${id}`),
    ...PRESETS.map(({ id }) => `preset-${id}`),
    ...LESSONS.map(({ id }) => `lesson-${id}`),
    ...PANELS.map(({ id }) => `panel-${id}`),
    ...settingPaths().map(({ path }) => `setting-${path}`),
  ];
  expect(entries.map(({ id }) => id)).toEqual(expected);
});

test('a command has its key, and says why it would do nothing', () => {
  expect(entryOf('command-play')).toMatchObject({ aside: 'Space', otherwise: null });
  expect(entryOf('command-play-back').otherwise).toMatch(/nothing to play back yet/);
  expect(entryOf('command-undo').otherwise).toBeTruthy();
});

test('a setting has its value, and says so where it is not one of this experiment', () => {
  expect(entryOf('setting-training.batchSize')).toMatchObject({ aside: '128', otherwise: null });
  expect(entryOf('setting-training.layers').aside).toBe('differs by arm');
  expect(entryOf('setting-data.modulus').otherwise).toBe('Not in this experiment: it depends on “Data set”');
});

test('the preset that is shown says so', () => {
  expect(entryOf(`preset-${PRESETS[0]!.id}`).aside).toBe('shown now');
});
