import { describe, expect, it } from 'vitest';
import { COLUMN_NAMES, FRAME_LIMIT, LOSS_LIMIT } from '../../../src/recording/recording';
import { makeFrame, makeRecording, makeSplit, NETWORK } from './make';

describe('a recording', () => {
  it('has one arm for each of the experiment, with its own settings', () => {
    const { arms } = makeRecording();
    expect(arms.map(arm => [arm.index, arm.id, arm.label])).toEqual([
      [0, 'A', 'All layers'],
      [1, 'B', 'Last layer only'],
    ]);
    expect(arms.map(arm => arm.settings.training.layers)).toEqual(['all', 'last']);
  });

  it('grows its version with every change and tells its listeners', () => {
    const recording = makeRecording();
    const seen: number[] = [];
    const end = recording.subscribe(() => seen.push(recording.version));
    recording.setDevice({ device: 'cpu', adapter: 'plain', software: false, reason: null });
    recording.setData({ name: 'd', train: 1, test: 1, classes: [], shape: [28, 28, 1], note: null });
    recording.setStatus('running', 3);
    recording.addLosses(0, Float64Array.of(1, 2), Float64Array.of(0.5, 0.4));
    recording.addFrame(makeFrame(0, 0));
    recording.markDiverged(1, 2);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    end();
    recording.setStatus('paused', 4);
    expect(seen).toHaveLength(6);
    expect(recording.version).toBe(7);
  });

  it('knows the newest step of any arm', () => {
    const recording = makeRecording();
    recording.addLosses(0, Float64Array.of(1, 2, 3), Float64Array.of(3, 2, 1));
    expect(recording.step).toBe(3);
    recording.addFrame(makeFrame(1, 12));
    recording.addFrame(makeFrame(0, 5));
    recording.setStatus('running', 4);
    expect(recording.step).toBe(12);
    recording.markDiverged(1, 20);
    expect(recording.step).toBe(20);
    expect(recording.arms.map(arm => arm.divergedAt)).toEqual([null, 20]);
  });

  it('refuses an arm that is not there, and losses without steps', () => {
    const recording = makeRecording();
    expect(() => recording.addFrame(makeFrame(2, 0))).toThrow('there is no arm 2');
    expect(() => recording.addLosses(-1, new Float64Array(0), new Float64Array(0))).toThrow('no arm -1');
    expect(() => recording.addLosses(0, Float64Array.of(1), new Float64Array(0))).toThrow(
      'one loss per step',
    );
    expect(recording.version).toBe(0);
  });
});

describe('the frames of an arm', () => {
  it('become columns aligned with their steps, NaN where undefined', () => {
    const recording = makeRecording();
    recording.addFrame(makeFrame(0, 0, 0.1, null));
    recording.addFrame({
      arm: 0,
      step: 4,
      train: makeSplit(0.7, { dlr: 0.2, nc1: 3 }),
      test: makeSplit(0.6),
      network: NETWORK,
    });
    const [arm] = recording.arms;
    expect([...arm!.frameSteps]).toEqual([0, 4]);
    expect([...arm!.column('train', 'accuracy')]).toEqual([0.1, 0.7]);
    expect([...arm!.column('test', 'accuracy')]).toEqual([0.05, 0.6]);
    expect([...arm!.column('train', 'dlr')]).toEqual([Number.NaN, 0.2]);
    expect([...arm!.column('train', 'nc1')]).toEqual([Number.NaN, 3]);
    expect([...arm!.column('test', 'nc1')]).toEqual([Number.NaN, Number.NaN]);
    expect([...arm!.column('train', 'rank')]).toEqual([9, 9]);
  });

  it('keep every column apart', () => {
    const recording = makeRecording();
    const numbered = (offset: number) => {
      const values = COLUMN_NAMES.map((name, i) => [name, offset + i]);
      const { accuracy, loss, ...measures } = Object.fromEntries(values);
      return { accuracy, loss, measures, layers: [] };
    };
    recording.addFrame({ arm: 1, step: 1, train: numbered(0), test: numbered(100), network: NETWORK });
    const arm = recording.arms[1]!;
    expect(COLUMN_NAMES.map(name => arm.column('train', name)[0])).toEqual(COLUMN_NAMES.map((_, i) => i));
    expect(COLUMN_NAMES.map(name => arm.column('test', name)[0])).toEqual(
      COLUMN_NAMES.map((_, i) => 100 + i),
    );
  });

  it('find their places when they arrive out of order or twice', () => {
    const recording = makeRecording();
    const arm = recording.arms[0]!;
    for (const step of [8, 2, 0, 4]) recording.addFrame(makeFrame(0, step, step / 10));
    expect([...arm.frameSteps]).toEqual([0, 2, 4, 8]);
    expect(arm.latest?.step).toBe(8);
    expect(arm.initial?.step).toBe(0);

    const again = makeFrame(0, 8, 0.9);
    recording.addFrame(again);
    recording.addFrame(makeFrame(0, 2, 0.3));
    expect(arm.frameCount).toBe(4);
    expect([...arm.column('train', 'accuracy')]).toEqual([0, 0.3, 0.4, 0.9]);
    expect(arm.latest).toBe(again);
  });

  it('are found by the nearest step', () => {
    const recording = makeRecording();
    const arm = recording.arms[0]!;
    expect(arm.frameIndexAt(3)).toBe(-1);
    for (const step of [0, 10, 100]) recording.addFrame(makeFrame(0, step));
    expect([-1, 4, 6, 54, 56, 1e9].map(step => arm.frameIndexAt(step))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('keep the start of a run that is longer than the table', () => {
    const recording = makeRecording();
    for (let step = 0; step <= 3 * FRAME_LIMIT; step++)
      recording.addFrame(makeFrame(0, step, 0.5, 1 / (1 + step)));
    const arm = recording.arms[0]!;
    expect(arm.frameCount).toBeLessThanOrEqual(FRAME_LIMIT);
    expect([...arm.frameSteps.slice(0, 4)]).toEqual([0, 1, 2, 3]);
    expect([...arm.column('train', 'dlr').slice(0, 4)]).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
    expect(arm.frameSteps.at(-1)).toBe(3 * FRAME_LIMIT);
  });
});

it('the losses of a long run are thinned, and their start kept', () => {
  const recording = makeRecording();
  const steps = Float64Array.from({ length: 1_000 }, (_, i) => i + 1);
  for (let chunk = 0; chunk < 40; chunk++) {
    const shifted = steps.map(step => step + 1_000 * chunk);
    recording.addLosses(1, shifted, shifted.map(Math.sqrt));
  }
  const { losses } = recording.arms[1]!;
  expect(losses.length).toBeLessThanOrEqual(LOSS_LIMIT);
  expect(losses.length).toBeGreaterThan(LOSS_LIMIT / 8);
  expect([...losses.steps.slice(0, 3)]).toEqual([1, 2, 3]);
  expect(losses.steps.at(-1)).toBe(40_000);
  expect(recording.arms[0]!.losses.length).toBe(0);
});
