import { describe, expect, it } from 'vitest';
import {
  columnsOf,
  filteredRuns,
  MOST_SETTINGS,
  settingsThatDiffer,
  sortedRuns,
  storageWords,
  titleOf,
} from '../../../../src/app/runs/table';
import { presetById } from '../../../../src/experiment/presets';
import { type ExperimentInput, parseExperiment } from '../../../../src/experiment/schema';
import type { ArmOutcome, RunHead } from '../../../../src/recording/runs/types';

const outcome = (id: 'A' | 'B', dlr: number | null): ArmOutcome => ({
  ...{ id, label: 'All', divergedAt: null },
  dlr: { train: dlr, test: dlr && dlr / 2 },
  accuracy: { train: 1, test: dlr },
});

function head(id: string, changes: Partial<RunHead> = {}, experiment: ExperimentInput = {}): RunHead {
  return {
    ...{ id, name: '', pinned: false, status: 'paused', step: 10, begun: 0, changed: 0, seconds: 60 },
    ...{ device: 'wasm', arms: [outcome('A', 0.2)], bytes: 1_500_000, pieces: 1, deleted: null },
    experiment: parseExperiment(experiment),
    ...changes,
  };
}

const columnIds = (runs: RunHead[]) => columnsOf(runs, 'train').map(({ id }) => id);
const order = (runs: RunHead[], column: string, descending = false) =>
  sortedRuns(runs, columnsOf(runs, 'train'), { column, descending }).map(({ id }) => id);

describe('the columns of a table of runs', () => {
  it('have the settings that differ, those of arms among them', () => {
    const arms = (width: number) => [{ label: 'A' }, { label: 'B', set: { 'model.width': width } }];
    const runs = [head('a', {}, { arms: arms(16), seed: 1 }), head('b', {}, { arms: arms(32), seed: 2 })];
    expect(settingsThatDiffer(runs).map(({ path }) => path)).toEqual(['model.width', 'seed']);
    const [width] = columnsOf(runs, 'train').filter(({ id }) => id === 'model.width');
    expect(runs.map(run => width!.lines(run))).toEqual([['128 / 16'], ['128 / 32']]);
  });

  it('have none where nothing differs, and not more than can be read', () => {
    expect(columnIds([head('a'), head('b')])).toEqual(columnIds([]));
    const other = parseExperiment(presetById('grokking').experiment);
    const many = [head('a'), head('b', { experiment: other })];
    expect(settingsThatDiffer(many).length).toBeGreaterThan(MOST_SETTINGS);
    expect(columnIds(many).length).toBe(columnIds([]).length + MOST_SETTINGS);
  });

  it('tell D_LR of the pictures that are looked at, what is undefined, and what diverged', () => {
    const diverged = { ...outcome('B', 0.3), divergedAt: 5 };
    const run = head('a', { arms: [outcome('A', 0.2), diverged] });
    const dlr = (probe: 'train' | 'test') => columnsOf([run], probe)[1]!.lines(run);
    expect(dlr('train')).toEqual(['A 0.200', 'B diverged']);
    expect(dlr('test')[0]).toBe('A 0.100');
    const undefinedRun = head('b', { arms: [outcome('A', null)] });
    expect(columnsOf([undefinedRun], 'train')[1]!.lines(undefinedRun)).toEqual(['A –']);
  });
});

describe('the order', () => {
  const runs = [
    head('a', { step: 30, arms: [outcome('A', 0.5)], name: 'run 10' }),
    head('b', { step: 10, arms: [outcome('A', null)], name: 'run 9' }),
    head('c', { step: 20, arms: [outcome('A', 0.1)], name: 'Run 1' }),
  ];

  it('is by number or by word, either way round', () => {
    expect(order(runs, 'step')).toEqual(['b', 'c', 'a']);
    expect(order(runs, 'step', true)).toEqual(['a', 'c', 'b']);
    expect(order(runs, 'name')).toEqual(['c', 'b', 'a']);
  });

  it('has at its end what is undefined, and at its head what is pinned', () => {
    expect(order(runs, 'dlr')).toEqual(['c', 'a', 'b']);
    expect(order(runs, 'dlr', true)).toEqual(['a', 'c', 'b']);
    const pinned = runs.map(run => ({ ...run, pinned: run.id === 'b' }));
    expect(order(pinned, 'dlr')).toEqual(['b', 'c', 'a']);
  });

  it('is by name where its column is gone', () => {
    expect(order(runs, 'training.momentum')).toEqual(['c', 'b', 'a']);
  });
});

describe('the filter', () => {
  const runs = [head('a', { name: 'Slow' }, { seed: 1 }), head('b', {}, { seed: 22 })];
  const found = (text: string) => filteredRuns(runs, columnsOf(runs, 'train'), text).map(({ id }) => id);

  it('finds every word in names and values, in any order and case', () => {
    expect(found('')).toEqual(['a', 'b']);
    expect(found('SLOW')).toEqual(['a']);
    expect(found('22 seed')).toEqual(['b']);
    expect(found('own experiment')).toEqual(['a', 'b']);
    expect(found('slow 22')).toEqual([]);
  });
});

it('a run is called by its name, its preset, or as the reader’s own', () => {
  expect(titleOf(head('a', { name: 'Mine' }))).toBe('Mine');
  expect(titleOf(head('a', { experiment: presetById('the-dial').experiment }))).toBe('The dial');
  expect(titleOf(head('a'))).toBe('Your own experiment');
  expect(titleOf(head('a', { experiment: { ...head('a').experiment, preset: 'gone' } }))).toBe('gone');
});

it('storage is told as what all runs take', () => {
  expect(storageWords([head('a')])).toBe('1 run, about 1.5 MB');
  expect(storageWords([head('a'), head('b')])).toBe('2 runs, about 3.0 MB');
});
