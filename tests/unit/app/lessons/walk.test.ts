import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type CommandId, commandForKey, runCommand, type Services } from '../../../../src/app/commands';
import { LESSONS } from '../../../../src/app/lessons/lessons';
import { keepProgress, readProgress } from '../../../../src/app/lessons/progress';
import { bringBack, closeLesson, moveLesson, openLesson } from '../../../../src/app/lessons/walk';
import { answer, isHidden, showsGuess } from '../../../../src/app/predict/state';
import { markShipped } from '../../../../src/app/recorded';
import { PRESETS } from '../../../../src/experiment/presets';
import { Recording } from '../../../../src/recording/recording';
import { frameAt } from '../fake-client';
import { fakePage, stubStorage } from '../fake-page';
import { recordedRun } from './recorded';

const [FIRST] = LESSONS;
const { id, steps } = FIRST!;

/** A page on which the reader has trained something else for some steps, or nothing yet. */
function page({ trained = 0, broken = false } = {}) {
  const { experiment } = PRESETS.find(preset => preset.id === 'width')!;
  const own = new Recording(experiment, 'own');
  for (const { index } of own.arms) own.addFrame(frameAt(index, trained));
  own.setStatus('paused', trained);
  const { store, session } = fakePage({ experiment, recording: own });
  const showRecorded = vi.fn(async (preset: string) => {
    if (broken) return;
    const recording = await recordedRun(preset);
    markShipped(recording);
    session.show(recording, 'the recorded run');
  });
  const services = { showRecorded } as unknown as Services;
  return { store, session, services, own, showRecorded };
}

beforeEach(stubStorage);

describe('a lesson', () => {
  test('sets up each of its steps: run, moment, and on which pictures', async () => {
    const { store, session, services, showRecorded } = page();
    await openLesson(session, services, 'rich-is-not-better', 1);
    expect(store.getState()).toMatchObject({ lesson: { step: 0, aside: null }, shownStep: 0, dialog: null });
    expect(store.getState().experiment.preset).toBe('rich-is-not-better');
    expect(isHidden(store.getState())).toBe(false);
    await moveLesson(session, services, 1);
    expect(store.getState()).toMatchObject({ lesson: { step: 1, asks: true }, shownStep: null });
    expect(isHidden(store.getState())).toBe(true);
    answer(store, { richer: 0, better: 0 });
    expect([isHidden(store.getState()), showsGuess(store.getState())]).toEqual([false, true]);
    await openLesson(session, services, 'rich-is-not-better', 5);
    expect(store.getState().view.probe).toBe('test');
    await moveLesson(session, services, 1);
    expect(store.getState().view.probe).toBe('train');
    expect(showRecorded).toHaveBeenCalledOnce();
  });

  test('ends with a run of the reader’s own, and goes no further', async () => {
    const { store, session, services } = page();
    await openLesson(session, services, id, steps.length);
    expect(store.getState()).toMatchObject({ kept: false, step: 0 });
    expect(store.getState().experiment.preset).toBe(steps.at(-1)!.preset);
    await moveLesson(session, services, 1);
    expect(store.getState().lesson!.step).toBe(steps.length - 1);
    await openLesson(session, services, id, 1);
    await moveLesson(session, services, -1);
    expect(store.getState().lesson!.step).toBe(0);
  });

  test('remembers the run that made room for it, and brings it back', async () => {
    const { store, session, services, own } = page({ trained: 5 });
    await openLesson(session, services, id, 1);
    expect(store.getState().recording).not.toBe(own);
    expect(store.getState().lesson!.aside).toBe(own);
    await moveLesson(session, services, 1);
    expect(store.getState().lesson!.aside).toBe(own);
    bringBack(session);
    expect(store.getState()).toMatchObject({ lesson: null, recording: own });
  });

  test('leaves a run of the reader’s own of the same preset where it is', async () => {
    const { store, session, services } = page();
    await openLesson(session, services, id, steps.length);
    const { recording } = store.getState();
    for (const { index } of recording.arms) recording.addFrame(frameAt(index, 7));
    recording.setStatus('paused', 7);
    await moveLesson(session, services, -1);
    expect(store.getState().recording).toBe(recording);
    expect(store.getState().lesson!.aside).toBeNull();
  });

  test('stays where it is when its recording cannot be had', async () => {
    const { store, session, services, own } = page({ broken: true });
    await openLesson(session, services, id, 1);
    expect(store.getState()).toMatchObject({ recording: own, shownStep: null, lesson: { step: 0 } });
  });

  test.each([
    ['no-such', 1, /no lesson "no-such", but lazy-and-rich, /],
    [id, steps.length + 1, /has the steps 1 to \d/],
    [id, 0, /has the steps/],
    [id, Number.NaN, /has the steps/],
  ])('%s, step %s: says that there is none, and changes nothing', async (name, step, words) => {
    const { store, session, services, own } = page({ trained: 5 });
    await openLesson(session, services, name, step);
    expect(store.getState()).toMatchObject({ lesson: null, recording: own });
    expect(store.getState().notices[0]!.message).toMatch(words);
  });

  test('is closed, and its keys mean nothing then', async () => {
    const { store, session, services } = page();
    await openLesson(session, services, id, 2);
    closeLesson(session);
    expect(store.getState().lesson).toBeNull();
    for (const command of ['lesson-next', 'lesson-back'] as CommandId[]) {
      runCommand(command, session, services);
      expect(store.getState().lesson).toBeNull();
    }
    const press = { key: 'ArrowRight', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    expect(commandForKey(press)).toBeUndefined();
    expect(commandForKey({ ...press, key: 'Y', shiftKey: true })!.id).toBe('lessons');
  });
});

describe('progress', () => {
  test('is the furthest step, and survives damage', () => {
    keepProgress('grokking', 3);
    keepProgress('grokking', 1);
    keepProgress('lazy-and-rich', 0);
    expect(readProgress()).toEqual({ grokking: 3, 'lazy-and-rich': 0 });
    for (const damage of ['[1]', '"x"', '{"grokking":"far","a":-1}', '{']) {
      localStorage.setItem('richscope/lessons', damage);
      expect(readProgress()).toEqual({});
    }
  });
});
