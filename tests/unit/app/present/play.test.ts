import { describe, expect, test } from 'vitest';
import { COMMANDS, runCommand } from '../../../../src/app/commands';
import { needsRecorded, playOrReplay } from '../../../../src/app/present/play';
import { hasDot, RESTS, TRAIL, trailOf } from '../../../../src/app/present/trail';
import { PRESETS } from '../../../../src/experiment/presets';
import { parseExperiment } from '../../../../src/experiment/schema';
import { fakePage } from '../fake-page';

const page = (experiment = PRESETS[0]!.experiment) => fakePage({ experiment });

const device = (name: 'webgpu' | 'wasm', software = false) => ({
  device: name,
  adapter: '',
  software,
  reason: '',
});

describe('the recorded run stands in', () => {
  test('where there is no GPU to train on, and nothing was trained', () => {
    const { store } = page();
    const needs = (change: object) => needsRecorded({ ...store.getState(), ...change });
    expect(needs({ device: device('wasm') })).toBe(true);
    expect(needs({ device: device('webgpu', true) })).toBe(true);
    expect(needs({ status: 'failed' })).toBe(true);
    expect(needs({ device: device('webgpu') })).toBe(false);
    expect(needs({ device: null })).toBe(false);
    expect(needs({ device: device('wasm'), playing: true })).toBe(false);
  });

  test('not where there is none', () => {
    const { store } = page(parseExperiment({}));
    expect(needsRecorded({ ...store.getState(), device: device('wasm') })).toBe(false);
  });
});

test('Space plays and pauses a run, and starts none anew that is over', () => {
  const { store, session } = page();
  playOrReplay(session);
  expect(store.getState().playing).toBe(true);
  playOrReplay(session);
  expect(store.getState().playing).toBe(false);
  const { recording } = store.getState();
  store.setState({ status: 'finished' });
  playOrReplay(session);
  expect(store.getState()).toMatchObject({ recording, playing: false });
});

test('no dialog opens in front of an audience', () => {
  const { store, session } = page();
  const opening = COMMANDS.filter(command => {
    if (!/dialog:/.test(String(command.run))) return false;
    store.setState({ stage: 'page', dialog: null });
    void command.run(session, {} as never);
    return store.getState().dialog !== null;
  });
  expect(opening.length).toBeGreaterThan(8);
  store.setState({ stage: 'presenter', dialog: null });
  for (const { id } of opening) {
    runCommand(id, session, {} as never);
    expect(store.getState().dialog, id).toBeNull();
  }
});

describe('the laser pointer', () => {
  test('has a trail that ends where the pointer was a moment ago', () => {
    const passed = [0, 100, 150].map(time => ({ x: time, y: 0, time }));
    expect(trailOf(passed, 150).map(({ from, to }) => [from.time, to.time])).toEqual([
      [0, 100],
      [100, 150],
    ]);
    expect(trailOf(passed, 150).at(-1)!.strength).toBe(1);
    expect(trailOf(passed, 110 + TRAIL)).toEqual([]);
  });

  test('stays while it is held, and goes after a rest', () => {
    const last = { x: 0, y: 0, time: 0 };
    expect(hasDot(last, false, RESTS - 1)).toBe(true);
    expect(hasDot(last, false, RESTS)).toBe(false);
    expect(hasDot(last, true, 10 * RESTS)).toBe(true);
    expect(hasDot(undefined, true, 0)).toBe(false);
  });
});
