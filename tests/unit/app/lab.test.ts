import { beforeEach, describe, expect, test } from 'vitest';
import {
  branch,
  branchFault,
  change,
  changeFault,
  leaveOut,
  takeAwayLast,
} from '../../../src/app/lab/actions';
import { CHECKPOINT_LIMIT, PastCheckpoints } from '../../../src/app/past-checkpoints';
import type { Session } from '../../../src/app/session';
import type { AppStore } from '../../../src/app/store';
import { type Change, parseExperiment } from '../../../src/experiment/schema';
import type { Checkpoint } from '../../../src/workers/protocol';
import { type FakeClient, frameAt } from './fake-client';
import { fakePage } from './fake-page';

const experiment = parseExperiment({
  stop: { steps: 1_000 },
  arms: [
    { label: 'All', set: {} },
    { label: 'Last', set: { 'training.layers': 'last' } },
  ],
});

let store: AppStore;
let session: Session;
let client: FakeClient;
const state = () => store.getState();
const notices = () => state().notices.map(({ message }) => message);

const checkpointAt = (step: number, arms = 2): Checkpoint => ({
  ...{ step, batches: { order: new Uint32Array(4), next: 0, random: [] }, augmentation: null },
  ...{ nextProbe: step + 1, nextTangent: 0 },
  arms: Array.from({ length: arms }, () => ({ state: {} as never, live: true, trainAccuracy: 0 })),
});

const checkpoint = (step: number, arms?: number) =>
  client.report({ type: 'checkpoint', checkpoint: checkpointAt(step, arms), bytes: 100 }, step);

/** The worker made these changes. */
const changesAre = (changes: Change[], refused = false) =>
  client.report({ type: 'changes', changes, refused });

beforeEach(() => {
  ({ store, session } = fakePage({
    experiment,
    nextFrame: callback => callback(),
    onClient: made => {
      client = made;
    },
  }));
  session.prepare();
  client.becomeReady();
  for (const step of [10, 50, 100]) {
    client.trainTo(step);
    checkpoint(step);
  }
  client.told.splice(0);
});

describe('a branch', () => {
  test('goes on with the run and its recording, from the newest checkpoint and the one before it leaves', () => {
    const { recording } = state();
    expect(branch(session, { of: 0, at: 70, set: { 'training.learningRate': 0.01 } })).toBe('C');
    expect(client.told).toEqual(['load from 100, branches from 50', 'play']);
    expect(state().recording).toBe(recording);
    expect(state().experiment).toBe(recording.experiment);
    expect(client.experiment!.arms[2]).toEqual({
      label: 'A from 70: learning rate 0.01',
      set: { 'training.learningRate': 0.01 },
      branch: { of: 'A', at: 70 },
    });
    expect(recording.arms.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
    expect(notices()).toEqual(['C leaves A at step 70: learning rate 0.01.']);
    expect(state()).toMatchObject({ playing: true, kept: false, step: 100, undoLabel: 'the branch C' });
    client.report({ type: 'status', status: 'running' }, 100);
    client.report({ type: 'frame', frame: frameAt(2, 70) }, 70);
    expect([...recording.arms[2]!.frameSteps]).toEqual([70]);
  });

  test('is taken away by undo, and nothing of it comes into another one', () => {
    branch(session, { of: 0, at: 70, set: {} });
    client.report({ type: 'status', status: 'running' }, 100);
    checkpoint(110, 3);
    client.told.splice(0);
    const { recording } = state();
    session.undo();
    expect(client.told).toEqual(['load from 110', 'play']);
    expect(client.checkpoint!.arms).toHaveLength(2);
    expect(state().recording).toBe(recording);
    expect(recording.arms).toHaveLength(2);
    expect(state().experiment).toEqual(experiment);
    branch(session, { of: 1, at: 0, set: { 'training.layers': 'all' } });
    expect(client.checkpoint!.arms).toHaveLength(2);
    expect(client.told.slice(2)).toEqual(['load from 110', 'play']);
  });

  test('of a run that nothing goes on from trains all arms anew', () => {
    const { recording } = state();
    session.show(recording);
    client.told.splice(0);
    branch(session, { of: 0, at: 70, set: {} });
    expect(client.told).toEqual(['load', 'play']);
    expect(state().recording).not.toBe(recording);
    expect(state().recording.arms).toHaveLength(3);
    session.undo();
    expect(state().recording).toBe(recording);
    expect(recording.arms).toHaveLength(2);
  });

  test('of a run that was kept goes on from its checkpoint, before and after it was loaded', () => {
    const { recording } = state();
    session.reset();
    session.resume(recording, checkpointAt(90));
    client.told.splice(0);
    branch(session, { of: 0, at: 40, set: {} });
    branch(session, { of: 0, at: 30, set: {} });
    expect(client.told).toEqual(['load from 90', 'play', 'load from 90', 'play']);
    expect(state().recording).toBe(recording);
  });

  test('that cannot be is refused with a sentence, and nothing has happened', () => {
    const faults: [number, number, RegExp][] = [
      [0, 101, /^Choose a step from 0 to 100, where the run is now\.$/],
      [0, 1.5, /^Choose a step/],
      [3, 5, /^There is no arm D: choose another one\.$/],
    ];
    for (const [of, at, words] of faults) {
      expect(branchFault(state(), of, at)).toMatch(words);
      expect(() => branch(session, { of, at, set: {} })).toThrow(words);
    }
    client.report({ type: 'diverged', arm: 1 }, 60);
    expect(branchFault(state(), 1, 60)).toBe('B diverged at step 60: choose an earlier step.');
    expect(branchFault(state(), 1, 59)).toBeNull();
    expect(() => branch(session, { of: 0, at: 5, set: { 'model.width': 3 } })).toThrow(
      'cannot differ in a branch',
    );
    expect(() => branch(session, { of: 0, at: 5, set: { 'training.batchSize': 0 } })).toThrow('at least 1');
    expect(state().experiment).toBe(experiment);
    for (const _ of [0, 1]) branch(session, { of: 0, at: 5, set: {} });
    expect(() => branch(session, { of: 0, at: 5, set: {} })).toThrow('There are 4 arms, which is the most');
    takeAwayLast(session);
    expect(state().experiment.arms).toHaveLength(3);
  });

  test('has what was changed in the arm that it leaves, before and after, but for what it has of its own', () => {
    const later = (path: string, value: number, step: number): Change => ({ step, arms: ['A'], path, value });
    const made = [later('training.weightDecay', 1, 20), later('training.weightDecay', 2, 80)];
    changesAre([...made, later('training.learningRate', 0.5, 90)]);
    branch(session, { of: 0, at: 50, set: { 'training.learningRate': 0.01 } });
    const { arms, changes } = state().experiment;
    expect(arms[2]!.set).toEqual({ 'training.weightDecay': 1, 'training.learningRate': 0.01 });
    expect(changes!.map(one => one.arms.join(''))).toEqual(['A', 'AC', 'A']);
  });
});

describe('a change while it runs', () => {
  const set = { 'training.learningRate': 0.01 };
  const made = (step: number): Change => ({
    step,
    arms: ['A', 'B'],
    path: 'training.learningRate',
    value: 0.01,
  });

  test('is made by the worker, and told with the step after which it is in force', async () => {
    const changed = change(session, set, ['A', 'B']);
    expect(client.told).toEqual(['change AB training.learningRate 0.01 after 100']);
    expect(state().experiment.changes).toBeUndefined();
    changesAre([made(103)]);
    expect(await changed).toBe(103);
    expect(state().experiment.changes).toEqual([made(103)]);
    expect(state().recording.experiment).toBe(state().experiment);
    expect(notices()).toEqual(['A and B: learning rate 0.01, after step 103.']);
    expect(state().undoLabel).toBe('the change');
  });

  test('is taken back by undo, or stays with a sentence that says why', async () => {
    const changed = change(session, set, ['A', 'B']);
    changesAre([made(100)]);
    await changed;
    session.undo();
    expect(client.told.at(-1)).toBe('take back 1 of 100');
    changesAre([]);
    await Promise.resolve();
    expect(state().experiment).toEqual(experiment);
    expect(notices()).toEqual([]);
    expect(state().undoLabel).toBeNull();

    const again = change(session, set, ['A', 'B']);
    changesAre([made(100)]);
    await again;
    session.undo();
    changesAre([made(100)], true);
    await new Promise(resolve => setTimeout(resolve));
    expect(notices()[0]).toMatch(/^Steps have been made with the change already, so it stays/);
    expect(state().experiment.changes).toEqual([made(100)]);
  });

  test('belongs to its run: another one does not wait for it', async () => {
    const changed = change(session, set, ['A']);
    session.reset();
    expect(await changed).toBeNull();
    expect(state().experiment.changes).toBeUndefined();
  });

  test('is made again after a reset, and can be left out', async () => {
    changesAre([made(40), made(60)]);
    session.reset();
    expect(client.experiment!.changes).toEqual([made(40), made(60)]);
    leaveOut(session, [state().experiment.changes![0]!]);
    expect(client.experiment!.changes).toEqual([made(60)]);
    leaveOut(session, state().experiment.changes!);
    expect(client.experiment).toEqual({ ...experiment, preset: null });
  });

  test('that cannot be is refused with a sentence, and nothing has happened', async () => {
    const { told } = client;
    await expect(change(session, {}, ['A'])).rejects.toThrow('Give a setting another value first.');
    await expect(change(session, set, [])).rejects.toThrow('Choose at least one arm.');
    await expect(change(session, { 'training.batchSize': 3 }, ['A'])).rejects.toThrow(
      'change it in all of them',
    );
    await expect(change(session, { 'data.labelNoise': 3 }, ['A'])).rejects.toThrow('at most 1');
    expect(told).toEqual([]);
    expect(state().undoLabel).toBeNull();
    client.trainTo(1_000, 'finished');
    expect(changeFault(state())).toBe('The run is over: branch from one of its steps.');
    session.reset();
    expect(changeFault(state())).toBe('The run has not begun: change its settings under “What if?”.');
    await expect(change(session, set, ['A'])).rejects.toThrow('has not begun');
  });
});

test('past checkpoints are bounded, and spread over the run', () => {
  const past = new PastCheckpoints();
  expect(past.before(5)).toBeNull();
  for (let step = 0; step < 4_000; step += 10) past.add(checkpointAt(step), 1_000);
  expect(past.length).toBeLessThanOrEqual(CHECKPOINT_LIMIT);
  expect(past.newest!.step).toBe(3_990);
  for (const step of [100, 1_000, 3_000]) {
    const { step: before } = past.before(step)!;
    expect(before).toBeLessThanOrEqual(step);
    expect(before).toBeGreaterThan(step - 1_000);
  }
  expect(past.before(10)!.step).toBe(10);
  expect(past.before(9)).toBeNull();
  past.add(checkpointAt(5_000), 40_000_000);
  expect(past.newest!.step).toBe(5_000);
  expect(past.before(5_000)!.step).toBe(3_990);
});
