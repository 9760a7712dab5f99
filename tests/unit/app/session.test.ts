import { beforeEach, describe, expect, test } from 'vitest';
import { jumpToEvent } from '../../../src/app/jump';
import { Session } from '../../../src/app/session';
import { type AppStore, addNotice } from '../../../src/app/store';
import { PRESETS, presetById } from '../../../src/experiment/presets';
import { ExperimentError } from '../../../src/experiment/schema';
import { eventsOf } from '../../../src/recording/events';
import { Recording } from '../../../src/recording/recording';
import { makeFrame } from '../recording/make';
import type { FakeClient } from './fake-client';
import { fakePage } from './fake-page';

let store: AppStore;
let session: Session;
let client: FakeClient;
let frames: (() => void)[];

const state = () => store.getState();
const drawFrame = () => {
  for (const callback of frames.splice(0)) callback();
};

beforeEach(() => {
  frames = [];
  ({ store, session } = fakePage({
    nextFrame: callback => frames.push(callback),
    onClient: made => {
      client = made;
    },
  }));
});

/** A run that has trained to step 100. */
function runTo100(): void {
  session.play();
  client.becomeReady();
  client.trainTo(100);
  session.pause();
}

describe('playing', () => {
  test('may be asked for before the run is ready', () => {
    session.play();
    expect(state().playing).toBe(true);
    expect(client.told).toEqual(['load', 'play']);
    client.becomeReady();
    client.report({ type: 'status', status: 'running' }, 1);
    expect(state()).toMatchObject({ playing: true, status: 'running' });
  });

  test('that is asked for while the worker still comes to rest is asked for again', () => {
    session.play();
    client.becomeReady();
    client.report({ type: 'status', status: 'running' }, 1);
    session.pause();
    session.play();
    const before = client.told.length;
    client.report({ type: 'status', status: 'paused' }, 5);
    expect(client.told.slice(before)).toEqual(['play']);
  });

  test('ends when the run is finished; the next Play starts anew and keeps the recording for undo', () => {
    session.play();
    client.becomeReady();
    client.trainTo(3_000, 'finished');
    expect(state().playing).toBe(false);
    const finished = state().recording;
    session.play();
    expect(state().recording).not.toBe(finished);
    session.undo();
    expect(state().recording).toBe(finished);
  });

  test('events of an older run are dropped', () => {
    session.prepare();
    const old = client.runId;
    session.reset();
    client.report({ type: 'status', status: 'running' }, 50, old);
    expect(state().status).toBe('loading');
    expect(state().recording.step).toBe(0);
  });
});

describe('drawing', () => {
  test('is asked for once a frame, however many events arrive', () => {
    session.play();
    client.becomeReady();
    drawFrame();
    const { recordingVersion } = state();
    for (let step = 1; step <= 20; step++) client.measure(step);
    expect(frames).toHaveLength(1);
    expect(state().recordingVersion).toBe(recordingVersion);
    drawFrame();
    expect(state().recordingVersion).toBe(recordingVersion + 1);
    expect(state().step).toBe(20);
  });
});

describe('stepping', () => {
  test('resolves once the steps are made and every arm is measured', async () => {
    const made = session.stepAndMeasure(2);
    client.becomeReady();
    expect(client.told).toEqual(['load', 'step 2']);
    let done = false;
    void made.then(() => {
      done = true;
    });
    client.report({ type: 'status', status: 'running' }, 0);
    client.report({ type: 'status', status: 'paused' }, 2);
    await Promise.resolve();
    expect(done).toBe(false);
    client.measure(2);
    await made;
    expect(state().recording.arms.map(arm => arm.latest?.step)).toEqual([2, 2]);
  });

  test('steps pressed while one is being made are added up, and none is lost', () => {
    session.prepare();
    client.becomeReady();
    session.step(1);
    session.step(1);
    session.step(10);
    expect(client.told).toEqual(['load', 'step 1']);
    client.trainTo(1);
    expect(client.told).toEqual(['load', 'step 1', 'step 11']);
  });

  test('pauses first where it is training', () => {
    session.play();
    client.becomeReady();
    client.report({ type: 'status', status: 'running' }, 1);
    session.step(1);
    expect(client.told.at(-1)).toBe('pause');
    client.trainTo(7);
    expect(client.told.at(-1)).toBe('step 1');
    expect(state().playing).toBe(false);
  });

  test('does not wait for an arm that has diverged', async () => {
    const made = session.stepAndMeasure(3);
    client.becomeReady();
    client.report({ type: 'diverged', arm: 0 }, 2);
    client.report({ type: 'status', status: 'running' }, 2);
    client.measure(3);
    client.report({ type: 'status', status: 'paused' }, 3);
    await made;
    expect(state().recording.arms[0]!.divergedAt).toBe(2);
  });

  test('is rejected when a pause comes before the steps are made', async () => {
    session.prepare();
    client.becomeReady();
    const made = session.stepAndMeasure(10);
    const waiting = session.stepAndMeasure(5);
    client.report({ type: 'status', status: 'running' }, 3);
    session.pause();
    expect(client.told.slice(-2)).toEqual(['step 10', 'pause']);
    client.trainTo(4);
    await expect(made).rejects.toThrow('The run was paused at step 4, before step 10: call step() again.');
    await expect(waiting).rejects.toThrow('paused at step 4, before step 5');
    const again = session.stepAndMeasure(1);
    client.trainTo(5);
    await again;
  });

  test('is rejected at once when a pause comes before the run is ready', async () => {
    const made = session.stepAndMeasure(3);
    session.pause();
    await expect(made).rejects.toThrow('paused at step 0, before step 3');
  });

  test('is rejected when Play and then a pause take over from it', async () => {
    const made = session.stepAndMeasure(300);
    session.play();
    client.becomeReady();
    client.report({ type: 'status', status: 'running' }, 20);
    session.pause();
    client.trainTo(21);
    await expect(made).rejects.toThrow(/paused at step 2[01], before step 300/);
  });

  test('resolves where the pause came after the last of its steps', async () => {
    session.prepare();
    client.becomeReady();
    const made = session.stepAndMeasure(10);
    client.report({ type: 'status', status: 'running' }, 9);
    session.pause();
    client.trainTo(10);
    await made;
  });

  test('outlives a worker that is replaced in the middle of its steps', async () => {
    session.prepare();
    client.becomeReady();
    const made = session.stepAndMeasure(10);
    client.report({ type: 'status', status: 'running' }, 6);
    client.report({ type: 'resumed', message: 'Training was interrupted.' }, 4);
    client.report({ type: 'status', status: 'paused' }, 4);
    client.trainTo(10);
    await made;
  });

  test('is rejected when another run takes its place, and when the run fails', async () => {
    const replaced = session.stepAndMeasure(3);
    session.reset();
    await expect(replaced).rejects.toThrow(/Another run/);
    const failed = session.stepAndMeasure(3);
    client.report({ type: 'status', status: 'failed' });
    await expect(failed).rejects.toThrow(/failed/);
  });
});

describe('changing', () => {
  test('a setting starts a new run, paused, and says so; undo brings the recording back', () => {
    runTo100();
    const { recording } = state();
    session.change('training.learningRate', 0.01);
    expect(state()).toMatchObject({ playing: false, status: 'loading', step: 0 });
    expect(client.experiment!.training.learningRate).toBe(0.01);
    expect(state().notices[0]).toMatchObject({ where: 'change' });
    expect(state().notices[0]!.message).toMatch(/Learning rate: 0.001 → 0.01/);
    session.undo();
    expect(state().recording).toBe(recording);
    expect(state()).toMatchObject({ kept: true, status: 'finished', step: 100 });
    expect(state().experiment.training.learningRate).toBe(0.001);
  });

  test('a bad value is refused and leaves the run alone', () => {
    runTo100();
    const before = state();
    expect(() => session.change('training.batchSize', 50_000)).toThrow(ExperimentError);
    expect(state().experiment).toBe(before.experiment);
    expect(state().recording).toBe(before.recording);
  });

  test('the seed or the data set leaves the scenario; anything else makes it the reader’s own', () => {
    session.change('seed', 7);
    expect(state().experiment.preset).toBe('rich-is-not-better');
    session.change('data.source', 'mnist');
    expect(state().experiment.preset).toBe('rich-is-not-better');
    session.change('data.codeStrength', 0);
    expect(state().experiment.preset).toBeNull();
    session.open(presetById('grokking').experiment, 'Grokking');
    session.change('stop.steps', 500);
    expect(state().experiment.preset).toBe('grokking');
    session.change('data.source', 'digits');
    expect(state().experiment.preset).toBeNull();
  });

  test('reset keeps the seed, new seed does not', () => {
    session.reset();
    expect(client.experiment!.seed).toBe(1);
    session.newSeed(42);
    expect(client.experiment!.seed).toBe(42);
  });

  test('the same value again does nothing', () => {
    runTo100();
    const { recording } = state();
    session.change('training.learningRate', 0.001);
    expect(state().recording).toBe(recording);
  });
});

describe('undo', () => {
  test('brings a recording back after any number of changes to one setting, in one step', () => {
    runTo100();
    const { recording } = state();
    for (let press = 1; press <= 14; press++) session.change('training.learningRate', 0.001 + press / 1_000);
    session.undo();
    expect(state().recording).toBe(recording);
    expect(state().undoLabel).toBeNull();
  });

  test('takes changes of different settings back one by one', () => {
    session.change('training.learningRate', 0.01);
    session.change('training.batchSize', 64);
    session.undo();
    expect(state().experiment.training).toMatchObject({ learningRate: 0.01, batchSize: 128 });
    session.undo();
    expect(state().experiment.training).toMatchObject({ learningRate: 0.001, batchSize: 128 });
  });

  test('still has the recording when many empty runs came after it', () => {
    runTo100();
    const { recording } = state();
    for (let change = 0; change < 30; change++)
      session.change(change % 2 ? 'training.learningRate' : 'model.width', change % 2 ? change : 50 + change);
    for (let presses = 0; presses < 40 && state().undoLabel !== null; presses++) session.undo();
    expect(state().recording).toBe(recording);
  });

  test('does not separate the edits of one thing, and does those of two', () => {
    const { experiment } = state();
    for (const width of [30, 40, 50])
      session.edit({ ...experiment, model: { ...experiment.model, width } }, 'w');
    session.undo();
    expect(state().undoLabel).toBeNull();
    expect(state().experiment).toBe(experiment);
  });

  test('is not used up by Play and Step on a run that fails again and again', () => {
    runTo100();
    const { recording } = state();
    session.openFiles([new File([], 'empty')]);
    for (let tries = 0; tries < 12; tries++) {
      client.report({ type: 'status', status: 'failed' });
      if (tries % 2) session.play();
      else session.step(1);
    }
    session.undo();
    expect(state().recording).toBe(recording);
  });

  test('has nothing to bring back from a reset of an empty run', () => {
    session.prepare();
    client.becomeReady();
    session.reset();
    expect(state().undoLabel).toBeNull();
  });
});

test('a fault of a file is gone with the next run', () => {
  addNotice(store, 'file', 'notes.txt is not a recording.');
  session.openFiles([new File([], 'empty')]);
  expect(state().notices).toEqual([]);
});

describe('data of one’s own', () => {
  test('files go to the worker, and again on reset', () => {
    const file = new File(['x'], 'train-images-idx3-ubyte.gz');
    session.openFiles([file]);
    expect(client.experiment!.data.source).toBe('files');
    expect(client.files).toEqual([file]);
    session.reset();
    expect(client.files).toEqual([file]);
  });

  test('an experiment on files without the files says what to do', () => {
    const { experiment } = PRESETS[0]!;
    session.open({ ...experiment, data: { ...experiment.data, source: 'files' } }, 'the link');
    expect(state().status).toBe('failed');
    expect(state().notices[0]).toMatchObject({ where: 'data' });
  });

  test('an error stays until the next run; the recording before it comes back with undo', () => {
    runTo100();
    const { recording } = state();
    session.openFiles([new File([], 'empty')]);
    client.report({ type: 'error', where: 'data', message: 'empty is empty: choose the IDX files.' });
    client.report({ type: 'status', status: 'failed' });
    expect(state().notices.map(({ where }) => where)).toEqual(['data']);
    session.undo();
    expect(state().recording).toBe(recording);
    expect(state().notices).toEqual([]);
  });
});

test('a browser without workers says so and stays usable', () => {
  const broken = new Session({
    store,
    createClient: () => {
      throw new Error('Worker is not defined');
    },
    nextFrame: () => {},
  });
  broken.play();
  expect(state()).toMatchObject({ status: 'failed', playing: false });
  expect(state().notices[0]!.message).toMatch(/use a current one/);
});

test('a recording that is shown is not continued: Play runs its experiment anew', () => {
  const { experiment } = presetById('the-dial');
  const recording = new Recording(experiment, 'imported');
  recording.setStatus('finished', 2_000);
  session.show(recording);
  expect(state()).toMatchObject({ kept: true, step: 2_000 });
  session.play();
  expect(state()).toMatchObject({ kept: false, playing: true });
  expect(client.experiment).toBe(experiment);
});

describe('a training worker that was replaced', () => {
  test('is told in a sentence, and the run and its recording go on', () => {
    runTo100();
    session.play();
    client.report({ type: 'resumed', message: 'Training was interrupted; it goes on from step 100.' }, 100);
    client.report({ type: 'status', status: 'loading' }, 100);
    client.report({ type: 'status', status: 'paused' }, 100);
    expect(state().notices).toMatchObject([
      { where: 'device', message: expect.stringContaining('goes on from step 100') },
    ]);
    expect(client.told.at(-1)).toBe('play');
    expect(state().playing).toBe(true);
    expect(state().recording.step).toBe(100);
  });

  test('gets the pace that was chosen before the first one was made', () => {
    session.setPace('full');
    session.play();
    expect(client.pace).toBe('full');
  });
});

describe('downloaded pictures that are kept', () => {
  test('are asked for without starting a run, and told whatever run is shown', () => {
    session.askForDownloads();
    expect(client.told).toEqual(['downloads']);
    expect(state().downloads).toBeNull();
    client.report({ type: 'downloads', bytes: 4_200_000 }, 0, 'another run');
    expect(state()).toMatchObject({ downloads: { bytes: 4_200_000 }, status: 'paused' });
  });

  test('can be forgotten in the middle of a run, which goes on', () => {
    session.play();
    client.becomeReady();
    session.emptyDownloads();
    expect(client.told.at(-1)).toBe('empty downloads');
    client.report({ type: 'downloads', bytes: 0 });
    expect(state()).toMatchObject({ downloads: { bytes: 0 }, playing: true });
  });

  test('are none in a browser without workers', () => {
    const broken = new Session({
      store,
      createClient: () => {
        throw new Error('Worker is not defined');
      },
      nextFrame: () => {},
    });
    broken.askForDownloads();
    expect(state().downloads).toEqual({ bytes: null });
  });
});

describe('a run that was kept', () => {
  const checkpoint = { step: 60, batches: [], augmentation: null, nextProbe: 70, nextTangent: 0, arms: [] };
  const kept = () => {
    runTo100();
    const { recording } = state();
    session.reset();
    client.becomeReady();
    client.told.splice(0);
    return recording;
  };

  test('comes back paused, and goes on from its checkpoint with what it had recorded', () => {
    const recording = kept();
    session.resume(recording, checkpoint as never, 'opening a run');
    expect(state()).toMatchObject({ status: 'paused', kept: false, step: 100, playing: false });
    session.play();
    expect(client.told).toEqual(['pause', 'load from 60', 'play']);
    expect(state().recording).toBe(recording);
    client.report({ type: 'status', status: 'running' }, 60);
    client.measure(110);
    expect(recording.step).toBe(110);
    session.undo();
    expect(state().recording).not.toBe(recording);
  });

  test('makes again what lies behind the checkpoint before it takes a step', () => {
    session.resume(kept(), checkpoint as never);
    session.step(1);
    client.report({ type: 'status', status: 'paused' }, 60);
    expect(client.told).toEqual(['pause', 'load from 60', 'step 41']);
  });

  test('starts at step 0 after a reset, also where it has not been loaded yet', () => {
    session.resume(kept(), checkpoint as never);
    session.reset();
    expect(client.told).toEqual(['pause', 'load']);
    expect(state().step).toBe(0);
  });

  test('without a checkpoint is a recording, and Play starts anew', () => {
    session.resume(kept(), null);
    expect(state()).toMatchObject({ kept: true, status: 'finished', step: 100 });
    session.play();
    expect(client.told).toEqual(['pause', 'load', 'play']);
  });

  test('checkpoints are told with the recording that they belong to', () => {
    const told: unknown[] = [];
    session.onCheckpoint = (...all) => told.push(all);
    session.prepare();
    client.report({ type: 'checkpoint', checkpoint: checkpoint as never, bytes: 8 }, 60);
    client.report({ type: 'checkpoint', checkpoint: checkpoint as never, bytes: 8 }, 60, 'run-of-before');
    expect(told).toEqual([[checkpoint, state().recording]]);
  });
});

describe('the moment that is shown', () => {
  const look = () => [state().shownStep, state().playingBack];
  /** Measures both arms at these steps. */
  const probeAt = (...steps: number[]) => {
    for (const step of steps)
      for (const arm of [0, 1]) client.report({ type: 'frame', frame: makeFrame(arm, step) }, step);
  };

  beforeEach(() => {
    runTo100();
    probeAt(0, 10, 20, 100);
  });

  test('is the probe nearest to a step, and the newest from the last one on', () => {
    const shown = [-5, 4, 6, 16, 70, 100, 500].map(step => {
      session.showStep(step);
      return state().shownStep;
    });
    expect(shown).toEqual([0, 0, 10, 20, null, null, null]);
  });

  test('stays while training goes on behind it', () => {
    session.showStep(20);
    probeAt(120, 140);
    expect(state().shownStep).toBe(20);
  });

  test('is the newest again with play, a step, a change, another recording and a new run', () => {
    const acts = [
      () => session.play(),
      () => session.step(1),
      () => session.show(new Recording(PRESETS[1]!.experiment, 'saved')),
      () => session.undo(),
      () => session.change('training.learningRate', 0.02),
    ];
    for (const act of acts) {
      store.setState({ shownStep: 10, playingBack: true });
      act();
      expect(look()).toEqual([null, false]);
    }
  });

  test('is played back from where it stands, from the start where that is the newest', () => {
    session.playBack();
    expect(look()).toEqual([0, true]);
    session.playBack();
    expect(look()).toEqual([0, false]);
    session.showStep(20);
    session.playBack();
    expect(look()).toEqual([20, true]);
    session.showStep(10, true);
    expect(look()).toEqual([10, true]);
    session.showStep(20);
    expect(look()).toEqual([20, false]);
    session.playBack();
    session.showStep(null, true);
    expect(look()).toEqual([null, false]);
  });

  test('is not played back where there is none', () => {
    session.reset();
    session.playBack();
    expect(look()).toEqual([null, false]);
  });

  test('goes from event to event, to the start and to the newest', () => {
    const { recording } = state();
    recording.addFrame(makeFrame(0, 20, 0.995, 0.1));
    const steps = eventsOf(recording).map(({ step }) => step);
    expect(steps).toContain(20);
    jumpToEvent(session, -1);
    expect(state().shownStep).toBe(Math.max(...steps.filter(step => step < 100)));
    for (let i = 0; i < 9; i++) jumpToEvent(session, -1);
    expect(state().shownStep).toBe(0);
    for (let i = 0; i < 9; i++) jumpToEvent(session, 1);
    expect(state().shownStep).toBeNull();
  });
});
