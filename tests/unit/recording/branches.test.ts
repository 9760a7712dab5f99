import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { type Change, type ExperimentInput, parseExperiment } from '../../../src/experiment/schema';
import { briefRecording } from '../../../src/recording/brief';
import { eventsOf } from '../../../src/recording/events';
import { detailAt, frameAt, fullFrameAt } from '../../../src/recording/moment';
import { recordingFromJson } from '../../../src/recording/read';
import { loadRun } from '../../../src/recording/runs/load';
import { RunWriter } from '../../../src/recording/runs/writer';
import { recordingToJson } from '../../../src/recording/write';
import { makeFrame, makeRecording } from './make';

const arms = [{ label: 'All', set: {} }];
const branch: NonNullable<ExperimentInput['arms']>[number] = {
  label: 'From A',
  set: { 'training.learningRate': 0.1 },
  branch: { of: 'A', at: 50 },
};
const change: Change = { step: 30, arms: ['A'], path: 'training.weightDecay', value: 0.5 };
const whole = { arms: [...arms, branch], changes: [change] } satisfies ExperimentInput;

/** A with probes up to step 100; then a branch of it at step 50, as far as step 80. */
function branched() {
  const recording = makeRecording({ arms });
  for (const step of [0, 10, 30, 50, 70, 100]) {
    recording.addFrame(makeFrame(0, step, step / 100, 0.8 - step / 200));
    recording.addLosses(0, Float64Array.of(step + 1), Float64Array.of(1 / (step + 1)));
  }
  recording.setExperiment(parseExperiment(whole));
  recording.addFrame(makeFrame(1, 0));
  for (const step of [50, 80]) recording.addFrame(makeFrame(1, step, 0.5, 0.55 - (step - 50) / 60));
  return recording;
}

describe('a branch in a recording', () => {
  it('has the past of the arm that it leaves, which is recorded there only', () => {
    const recording = branched();
    const [a, b] = recording.arms;
    expect([...b!.frameSteps]).toEqual([50, 80]);
    expect(b!.initial).toBe(a!.initial);
    expect(frameAt(b!, 12)).toEqual(frameAt(a!, 12));
    expect(fullFrameAt(b!, 0)).toEqual(fullFrameAt(a!, 0));
    expect(detailAt(b!, 'train', 12)).toBeNull();
    expect(frameAt(b!, 50)!.arm).toBe(1);
    expect(frameAt(b!, null)!.step).toBe(80);
    expect(b!.frameIndexAt(49)).toBe(-1);
  });

  it('is what its arm is before it has left', () => {
    const recording = makeRecording(whole);
    const [a, b] = recording.arms;
    for (const arm of [0, 1]) recording.addFrame(makeFrame(arm, 0));
    recording.addFrame(makeFrame(0, 20));
    expect(b!.frameCount).toBe(0);
    expect(b!.latest).toBe(a!.latest);
    expect(frameAt(b!, null)!.step).toBe(20);
  });

  it('comes back from a file, whole and brief', () => {
    const file = recordingToJson(branched());
    expect(file.arms[1]).toMatchObject({ initial: null, frames: { steps: [50, 80] } });
    for (const form of [file, briefRecording(file)]) {
      const read = recordingFromJson(JSON.stringify(form));
      expect(read.experiment).toEqual(file.experiment);
      if (form === file) expect(recordingToJson(read)).toEqual(file);
      expect([...read.arms[1]!.frameSteps]).toEqual([50, 80]);
      expect(read.arms[1]!.parent).toBe(read.arms[0]);
      expect(read.arms[1]!.initial!.step).toBe(0);
    }
  });

  it('comes back from a file before it has left', () => {
    const recording = makeRecording(whole);
    recording.addFrame(makeFrame(0, 0));
    recording.addFrame(makeFrame(0, 20));
    const file = recordingToJson(recording);
    expect(file.arms[1]!.latest).toBeNull();
    expect(recordingToJson(recordingFromJson(JSON.stringify(file)))).toEqual(file);
  });

  it('that is added to a run which is being kept comes back with it, its past written once', async () => {
    const recording = makeRecording({ arms });
    const writer = new RunWriter('b', recording, 0);
    recording.addFrame(makeFrame(0, 0));
    recording.addFrame(makeFrame(0, 60));
    await writer.write(0);
    recording.setExperiment(parseExperiment(whole));
    await writer.write(1_000);
    recording.addFrame(makeFrame(1, 50));
    recording.setStatus('paused', 60);
    await writer.write(2_000);
    const kept = await loadRun('b');
    expect(recordingToJson(kept.recording)).toEqual(recordingToJson(recording));
    expect(kept.continued.head.experiment).toEqual(recording.experiment);
    await writer.gather(async () => {});
    expect(recordingToJson((await loadRun('b')).recording)).toEqual(recordingToJson(recording));
  });
});

describe('the events', () => {
  it('tell where a branch leaves and what was changed, and nothing of the branch that happened before', () => {
    const told = eventsOf(branched())
      .filter(({ arm, kind }) => arm === 1 || kind === 'changed')
      .map(({ step, arm, kind, text }) => [step, arm, kind, text]);
    expect(told).toEqual([
      [30, 0, 'changed', 'A: weight decay 0.5'],
      [50, 1, 'left', 'B leaves A'],
      [50, 1, 'fell', 'B: D_LR falls fastest'],
      [80, 1, 'halved', 'B has half its D_LR at the start'],
      [80, 1, 'rich', 'B turns rich'],
    ]);
  });

  it('name all arms of a change, and all changes of a step; those to come are not told', () => {
    const changes = [
      { step: 3, arms: ['A', 'B'], path: 'training.layers', value: 'last' },
      { step: 3, arms: ['A'], path: 'training.optimiser', value: 'sgd' },
      { step: 9, arms: ['A'], path: 'training.momentum', value: 0 },
    ];
    const recording = makeRecording({ arms: [...arms, ...arms], changes } as ExperimentInput);
    recording.addFrame(makeFrame(0, 8));
    expect(eventsOf(recording).map(({ text }) => text)).toEqual([
      'A and B: trained layers only the last layer; A: optimiser SGD',
    ]);
  });
});
