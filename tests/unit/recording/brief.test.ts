import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BRIEF, briefRecording, rowsToKeep } from '../../../src/recording/brief';
import { recordingFromJson } from '../../../src/recording/read';
import { recordingToJson } from '../../../src/recording/write';
import { makeFrame, makeRecording } from './make';

/** A long run of two arms with wide features. */
function longRun() {
  const recording = makeRecording();
  const curve = Float64Array.from({ length: 1_000 }, (_, k) => 1 / (k + 3));
  for (const arm of [0, 1]) {
    const steps = Float64Array.from({ length: 5_000 }, (_, i) => i + 1);
    recording.addLosses(
      arm,
      steps,
      steps.map(step => Math.exp(-step / 700)),
    );
    for (let step = 0; step <= 5_000; step += 10) {
      const frame = makeFrame(arm, step, step / 5_000, 0.123456789);
      frame.train.measures.relativeEigenvalues = curve;
      frame.train.layers = frame.test.layers = [
        {
          name: 'dense 1',
          width: 1_000,
          samples: 64,
          dlr: 1 / 3,
          share: null,
          participation: 2 / 3,
          effectiveDimension: 3,
        },
      ];
      recording.addFrame(frame);
    }
  }
  recording.setStatus('finished', 5_000);
  return recordingToJson(recording);
}

test('a brief recording is read back, and keeps start, end and outcome', () => {
  const file = longRun();
  const brief = recordingFromJson(JSON.stringify(briefRecording(file)));
  expect(brief.step).toBe(5_000);
  expect(brief.status).toBe('finished');
  for (const arm of brief.arms) {
    expect(arm.frameSteps.at(0)).toBe(0);
    expect(arm.frameSteps.at(-1)).toBe(5_000);
    expect(arm.losses.steps.at(0)).toBe(1);
    expect(arm.losses.steps.at(-1)).toBe(5_000);
    expect(arm.latest?.train.accuracy).toBe(1);
    expect(arm.latest?.train.measures.dlr).toBe(0.1235);
    expect(arm.latest?.train.measures.samples).toBe(64);
    expect(arm.latest?.train.measures.relativeEigenvalues).toHaveLength(BRIEF.features);
    expect(arm.layers).toEqual([{ name: 'dense 1', width: 1_000 }]);
    expect(arm.layerColumn('train', 0, 'dlr').at(-1)).toBe(0.3333);
    expect(arm.layerColumn('train', 0, 'share').at(-1)).toBeNaN();
  }
});

test('it is a fraction of the size', () => {
  const file = longRun();
  const bytes = (value: unknown) => JSON.stringify(value).length;
  expect(bytes(briefRecording(file))).toBeLessThan(bytes(file) / 5);
});

test('rows are few, ascending, and hold the first and the last', () => {
  const steps = fc.uniqueArray(fc.nat(1_000_000), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 8, max: 64 }), (unordered, most) => {
      const ascending = unordered.sort((a, b) => a - b);
      const rows = rowsToKeep(ascending, most);
      expect(rows.length).toBeLessThanOrEqual(most);
      expect(rows[0]).toBe(0);
      expect(rows.at(-1)).toBe(ascending.length - 1);
      expect(rows.every((row, i) => i === 0 || row > rows[i - 1]!)).toBe(true);
    }),
  );
});

test('rows fill a log axis as well as a linear one', () => {
  const steps = Array.from({ length: 10_001 }, (_, i) => i);
  const kept = rowsToKeep(steps, 64);
  expect(kept.filter(step => step > 0 && step <= 100).length).toBeGreaterThan(10);
  expect(kept.filter(step => step > 5_000).length).toBeGreaterThan(12);
});
