import { describe, expect, it } from 'vitest';
import { summariseArms } from '../../../src/app/arms';
import { BRIEF_SNAPSHOTS, briefRecording } from '../../../src/recording/brief';
import { detailAt, frameAt, fullFrameAt } from '../../../src/recording/moment';
import { recordingFromJson } from '../../../src/recording/read';
import { FRAME_LIMIT } from '../../../src/recording/recording';
import { SNAPSHOT_BYTES, SNAPSHOT_LIMIT } from '../../../src/recording/snapshots';
import type { Frame } from '../../../src/recording/types';
import { recordingToJson } from '../../../src/recording/write';
import { makeFrame, makeRecording } from './make';

/** A frame with curves and a layer that tell of which step it is. */
function fullFrame(arm: number, step: number): Frame {
  const frame = makeFrame(arm, step, 0.5, 1 / (step + 2));
  for (const split of [frame.train, frame.test]) {
    split.measures.relativeEigenvalues = Float64Array.of(1, 1 / (step + 3));
    split.measures.eigenvalues = Float64Array.of(step, 1 / (step + 3));
    const numbers = { dlr: 1 / (step + 1), share: null, participation: 2, effectiveDimension: 3 };
    split.layers = [
      {
        ...{ name: 'dense 1', width: 9, samples: 64, ...numbers },
        relativeEigenvalues: Float64Array.of(1, 1 / (step + 7)),
      },
    ];
  }
  return frame;
}

/** A recording with a probe of both arms at each of the steps. */
function recordingOf(steps: Iterable<number>) {
  const recording = makeRecording();
  for (const step of steps) for (const arm of [0, 1]) recording.addFrame(fullFrame(arm, step));
  return recording;
}

const everyTenth = (last: number) => Array.from({ length: last / 10 + 1 }, (_, i) => 10 * i);

describe('the moment at a step', () => {
  it('is none before the first probe, and the newest where none is asked for', () => {
    expect(frameAt(makeRecording().arms[0]!, 5)).toBeNull();
    expect(fullFrameAt(makeRecording().arms[0]!, 5)).toBeNull();
    const [arm] = recordingOf([0, 10, 20]).arms;
    expect(frameAt(arm!, null)).toBe(arm!.latest);
  });

  it('is the nearest probe, with its curves in single precision', () => {
    const [arm] = recordingOf([0, 10, 20, 30]).arms;
    const frame = frameAt(arm!, 13)!;
    expect(frame.step).toBe(10);
    expect(frame.train.measures.dlr).toBe(1 / 12);
    expect(frame.train.measures.relativeEigenvalues).toEqual(Float64Array.of(1, Math.fround(1 / 13)));
    expect(frame.test.layers[0]!.relativeEigenvalues).toEqual(Float64Array.of(1, Math.fround(1 / 17)));
    expect(frame.train.measures.eigenvalues).toBeUndefined();
    expect(fullFrameAt(arm!, 13)).toEqual(frame);
  });

  it('has its own numbers where its curves were dropped, and says whose curves there are', () => {
    const steps = everyTenth(10_000);
    const [arm] = recordingOf(steps).arms;
    const dropped = steps.find(step => arm!.snapshots.get(step) === null)!;
    const frame = frameAt(arm!, dropped)!;
    expect(frame.step).toBe(dropped);
    expect(frame.train.measures).toMatchObject({ dlr: 1 / (dropped + 2), share: 0.6, rank: 9, width: 8 });
    expect(frame.train.measures.relativeEigenvalues).toBeUndefined();
    expect(frame.train.layers).toEqual([
      {
        ...{ name: 'dense 1', width: 9, samples: 64 },
        ...{ dlr: 1 / (dropped + 1), share: null, participation: 2, effectiveDimension: 3 },
      },
    ]);
    const full = fullFrameAt(arm!, dropped)!;
    expect(full.step).not.toBe(dropped);
    expect(arm!.snapshots.steps).toContain(full.step);
    expect(full.train.measures.relativeEigenvalues![1]).toBe(Math.fround(1 / (full.step + 3)));
  });

  it('knows why a number is undefined from the nearest probe in full', () => {
    const recording = makeRecording();
    for (const step of everyTenth(6_000)) {
      const frame = makeFrame(0, step, 0.5, null);
      frame.train.measures.undefinedBecause = { dlr: 'The outputs do not differ.' };
      recording.addFrame(frame);
    }
    const [arm] = recording.arms;
    const dropped = [...arm!.frameSteps].find(step => arm!.snapshots.get(step) === null)!;
    const [told] = summariseArms(recording, 'train', dropped);
    expect(told).toMatchObject({
      step: dropped,
      dlr: null,
      undefinedBecause: 'The outputs do not differ.',
    });
  });

  it('tells of a divergence from its step on', () => {
    const recording = recordingOf([0, 10, 20]);
    recording.markDiverged(0, 15);
    const at = (step: number | null) => summariseArms(recording, 'train', step)[0]!.divergedAt;
    expect([at(10), at(15), at(20), at(null)]).toEqual([null, 15, 15, 15]);
  });

  it('is the nearest that was looked at, of the same three classes', () => {
    const recording = recordingOf([0, 10, 20]);
    const look = (step: number, ...classes: [number, number, number]) => {
      const [means, points, members] = [new Float64Array(6), Float64Array.of(step, step), Uint8Array.of(0)];
      const collapse = { classes, means, points, members };
      recording.setDetail(0, 'train', step, { collapse, eigenfunctions: null });
    };
    const [arm] = recording.arms;
    expect(detailAt(arm!, 'train', 10)).toBeNull();
    look(0, 0, 1, 2);
    look(10, 0, 1, 2);
    look(20, 0, 1, 2);
    expect([9, 16, null].map(step => detailAt(arm!, 'train', step)!.step)).toEqual([10, 20, 20]);
    look(20, 3, 4, 5);
    expect(detailAt(arm!, 'train', 9)!.step).toBe(20);
  });
});

describe('snapshots', () => {
  const wide = (step: number) => {
    const frame = makeFrame(0, step);
    for (const { measures } of [frame.train, frame.test]) measures.utilisation = new Float64Array(20_000);
    return frame;
  };

  it('stay within their count', () => {
    const [arm] = recordingOf(everyTenth(10_000)).arms;
    expect(arm!.snapshots.length).toBeLessThanOrEqual(SNAPSHOT_LIMIT);
    expect(arm!.snapshots.length).toBeGreaterThan(SNAPSHOT_LIMIT / 4);
    expect(arm!.frameCount).toBeLessThanOrEqual(FRAME_LIMIT);
  });

  it('of wide networks stay within their bytes', () => {
    const recording = makeRecording();
    for (const step of everyTenth(1_000)) recording.addFrame(wide(step));
    const { snapshots } = recording.arms[0]!;
    expect(snapshots.bytes).toBeLessThanOrEqual(SNAPSHOT_BYTES);
    expect(snapshots.length).toBeLessThan(30);
    expect(snapshots.isThinned).toBe(true);
  });

  it('are the same after a file', () => {
    const made = recordingOf(everyTenth(10_000));
    const back = recordingFromJson(JSON.stringify(recordingToJson(made)));
    made.arms.forEach((arm, i) => {
      const { snapshots } = back.arms[i]!;
      expect(snapshots.steps).toEqual(arm.snapshots.steps);
      for (const step of arm.snapshots.steps) expect(snapshots.get(step)).toEqual(arm.snapshots.get(step));
    });
  });

  it('of a brief file are few, with their numbers among the probes', () => {
    const file = briefRecording(recordingToJson(recordingOf(everyTenth(10_000))));
    const back = recordingFromJson(JSON.stringify(file));
    for (const arm of back.arms) {
      expect(arm.snapshots.length).toBeGreaterThan(0.7 * BRIEF_SNAPSHOTS.each);
      expect(arm.snapshots.length).toBeLessThanOrEqual(BRIEF_SNAPSHOTS.each + 2);
      for (const step of arm.snapshots.steps) {
        expect(arm.frameSteps).toContain(step);
        expect(frameAt(arm, step)!.train.measures.relativeEigenvalues).toHaveLength(2);
      }
    }
  });
});
