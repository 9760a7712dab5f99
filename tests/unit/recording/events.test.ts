import { describe, expect, it } from 'vitest';
import { eventsOf, steepest } from '../../../src/recording/events';
import { makeFrame, makeRecording } from './make';

function recordingOf(...arms: [step: number, accuracy: number, dlr: number | null][][]) {
  const recording = makeRecording();
  arms.forEach((probes, arm) => {
    for (const probe of probes) recording.addFrame(makeFrame(arm, ...probe));
  });
  return recording;
}

it('tells when an arm fits, halves its D_LR and turns rich, each once and in order', () => {
  const recording = recordingOf(
    [
      [0, 0.1, 0.6],
      [5, 0.6, 0.3],
      [10, 0.99, 0.29],
      [20, 0.9, 0.14],
      [40, 1, 0.02],
    ],
    [
      [0, 0.1, 0.6],
      [8, 0.995, 0.5],
    ],
  );
  expect(eventsOf(recording)).toEqual([
    { kind: 'fitted', step: 8, arm: 1, text: 'B fits the training set' },
    { kind: 'fitted', step: 10, arm: 0, text: 'A fits the training set' },
    { kind: 'halved', step: 10, arm: 0, text: 'A has half its D_LR at the start' },
    { kind: 'fell', step: 20, arm: 0, text: 'A: D_LR falls fastest' },
    { kind: 'rich', step: 20, arm: 0, text: 'A turns rich' },
  ]);
});

it('measures the halving from the first value there is, where the start has none', () => {
  const recording = recordingOf([
    [0, 0.1, null],
    [1, 0.1, 0.5],
    [2, 0.2, null],
    [3, 0.2, 0.24],
  ]);
  const halved = eventsOf(recording).filter(({ kind }) => kind === 'halved');
  expect(halved.map(({ step }) => step)).toEqual([3]);
});

it('does not say that an arm turns rich which starts rich', () => {
  const recording = recordingOf([
    [0, 0.1, 0.1],
    [1, 0.1, 0.3],
    [2, 0.1, 0.09],
  ]);
  expect(eventsOf(recording)).toEqual([]);
});

it('tells where an arm diverged', () => {
  const recording = recordingOf([[0, 0.1, null]]);
  recording.markDiverged(0, 17);
  expect(eventsOf(recording)).toEqual([{ kind: 'diverged', step: 17, arm: 0, text: 'A diverged' }]);
});

it('finds nothing in an empty recording', () => {
  expect(eventsOf(makeRecording())).toEqual([]);
});

describe('the fastest change', () => {
  const steps = Float64Array.from([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]);
  const jump = (at: number, size: number) => steps.map(step => (step >= at ? size : 0));

  it('is found where it is, with a jump as with a slow rise', () => {
    for (const at of [2, 64, 512]) {
      const found = steps[steepest(steps, jump(at, 0.5), 0.2)]!;
      expect(found).toBeGreaterThanOrEqual(at / 4);
      expect(found).toBeLessThanOrEqual(2 * at);
    }
    const slow = steps.map(step => 1 / (1 + Math.exp(-2 * Math.log2((1 + step) / 65))));
    expect(steps[steepest(steps, slow, 0.2)]).toBe(64);
  });

  it('is the same however densely a run is probed', () => {
    const dense = Float64Array.from({ length: 1_025 }, (_, i) => i);
    const curve = (step: number) => 1 / (1 + Math.exp(-2 * Math.log2((1 + step) / 65)));
    const found = dense[steepest(dense, dense.map(curve), 0.2)]!;
    expect(found).toBeGreaterThan(55);
    expect(found).toBeLessThan(75);
  });

  it('is none of a small change, of one within its errors, of a fall, and of nothing', () => {
    expect(steepest(steps, jump(64, 0.19), 0.2)).toBe(-1);
    expect(steepest(steps, jump(64, 0.5), 0.2, () => 0.5)).toBe(-1);
    expect(steepest(steps, jump(64, -0.5), 0.2)).toBe(-1);
    expect(steepest(new Float64Array(0), new Float64Array(0), 0.2)).toBe(-1);
    expect(
      steepest(
        steps,
        steps.map(() => Number.NaN),
        0.2,
      ),
    ).toBe(-1);
  });

  it('counts by the doubling where probes are far apart', () => {
    const sparse = Float64Array.of(0, 1_023);
    expect(steepest(sparse, Float64Array.of(0, 1), 0.2)).toBe(-1);
    expect(steepest(sparse, Float64Array.of(0, 1), 0.1)).toBe(1);
  });

  it('of D_LR and of test accuracy is told of an arm', () => {
    const recording = makeRecording();
    for (const step of steps) {
      const frame = makeFrame(0, step, step >= 64 ? 0.98 : 0.2, step >= 64 ? 0.3 : 0.5);
      recording.addFrame(frame);
    }
    expect(eventsOf(recording).map(({ kind, text }) => [kind, text])).toEqual([
      ['fell', 'A: D_LR falls fastest'],
      ['rose', 'A: test accuracy rises fastest'],
    ]);
  });

  it('of a D_LR that is not known well is not told', () => {
    const recording = makeRecording();
    for (const step of steps) {
      const frame = makeFrame(0, step, 0.2, step >= 64 ? 0.3 : 0.5);
      frame.train.measures.dlrError = 0.15;
      recording.addFrame(frame);
    }
    expect(eventsOf(recording)).toEqual([]);
  });
});
