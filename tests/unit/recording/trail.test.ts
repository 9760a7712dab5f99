import { describe, expect, it } from 'vitest';
import type { CollapsePlane, Detail } from '../../../src/metrics/types';
import { CollapseTrail, TRAIL_LIMIT } from '../../../src/recording/trail';
import { makeRun, rich } from '../panels/fixture';

const plane = (step: number, classes: CollapsePlane['classes'] = [0, 1, 2]): CollapsePlane => ({
  classes,
  means: Float64Array.from([1, 2, 3, 4, 5, 6], place => place + step / 1_000),
  points: new Float64Array(0),
  members: new Uint8Array(0),
});
const detail = (collapse: CollapsePlane | null): Detail => ({ collapse, eigenfunctions: null });

describe('the trail of class means', () => {
  it('knows where each mean was', () => {
    const trail = new CollapseTrail([0, 1, 2]);
    trail.add(0, plane(0));
    trail.add(10, plane(10));
    expect(Array.from(trail.coordinate(1, 'x'))).toEqual([3, 3.01]);
    expect(Array.from(trail.coordinate(2, 'y'))).toEqual([6, 6.01]);
  });

  it('stays small, and never forgets its start', () => {
    const trail = new CollapseTrail([0, 1, 2]);
    for (let step = 0; step < 10_000; step += 5) trail.add(step, plane(step));
    expect(trail.steps.length).toBeLessThanOrEqual(TRAIL_LIMIT);
    expect(trail.steps[0]).toBe(0);
    expect(trail.steps.at(-1)).toBe(9_995);
    expect(trail.coordinate(0, 'x').at(-1)).toBeCloseTo(10.995, 9);
  });

  it('belongs to three classes in their order, and begins anew with others', () => {
    const recording = makeRun([rich], { until: 0 });
    const [arm] = recording.arms;
    for (const step of [0, 10]) recording.setDetail(0, 'test', step, detail(plane(step)));
    expect(arm!.trails.test!.steps.length).toBe(2);
    expect(arm!.trails.train).toBeNull();
    recording.setDetail(0, 'test', 20, detail(null));
    expect(arm!.trails.test!.steps.length).toBe(2);
    recording.setDetail(0, 'test', 30, detail(plane(30, [0, 2, 1])));
    expect(Array.from(arm!.trails.test!.steps)).toEqual([30]);
  });

  it('leaves out a detail that is older than what is there', () => {
    const recording = makeRun([rich], { until: 0 });
    recording.setDetail(0, 'train', 20, detail(plane(20)));
    recording.setDetail(0, 'train', 10, detail(plane(10)));
    expect(recording.arms[0]!.details.train!.step).toBe(20);
    expect(Array.from(recording.arms[0]!.trails.train!.steps)).toEqual([20]);
  });
});
