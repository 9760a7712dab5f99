import { describe, expect, it } from 'vitest';
import { stepScale } from '../../../src/panels/common/scales';
import { zoomAfterKey } from '../../../src/panels/common/useZoomGestures';
import { endsOf, zoomBetween, zoomBy, zoomHeld, zoomOnto } from '../../../src/panels/common/zoom';

const log = { kind: 'log', last: 3_000 } as const;
const linear = { kind: 'linear', last: 3_000 } as const;

describe('zoom', () => {
  it('is between two steps in either order, whole, inside the run, and not too narrow', () => {
    expect(zoomBetween(200.4, 99.6, log)).toEqual([100, 200]);
    expect(zoomBetween(-5, 9_999, log)).toBeNull();
    expect(zoomBetween(-5, 100, log)).toEqual([0, 100]);
    expect(zoomBetween(7, 7, log)).toEqual([7, 9]);
    expect(zoomBetween(3_000, 3_000, log)).toEqual([2_998, 3_000]);
    expect(zoomBetween(0, 1, { last: 2 })).toBeNull();
  });

  it('of another run is cut to this one', () => {
    expect(endsOf([100, 5_000], 3_000)).toEqual([100, 3_000]);
    expect(endsOf([4_000, 5_000], 3_000)).toEqual([0, 3_000]);
    expect(endsOf(null, 3_000)).toEqual([0, 3_000]);
  });

  it('grows and shrinks about a step, which stays where it is', () => {
    expect(zoomBy(null, 1 / 2, 1_000, linear)).toEqual([500, 2_000]);
    const narrow = zoomBy(null, 1 / 2, 99, log)!;
    const place = (step: number, ends: readonly [number, number]) =>
      stepScale('log', 3_000, [0, 1], ends)(step);
    expect(place(99, narrow)).toBeCloseTo(place(99, [0, 3_000]), 1);
    expect(zoomBy(narrow, 2, 99, log)).toBeNull();
    expect(zoomBy([10, 20], 1e6, 15, linear)).toBeNull();
  });

  it('follows a step that is walked to, and no other', () => {
    expect(zoomOnto([100, 200], 150, linear)).toEqual([100, 200]);
    expect(zoomOnto([100, 200], 230, linear)).toEqual([130, 230]);
    expect(zoomOnto([100, 200], 40, linear)).toEqual([40, 140]);
    expect(zoomOnto(null, 40, linear)).toBeNull();
  });

  it('keeps what two fingers hold below them', () => {
    const zoom = zoomHeld(
      null,
      [
        { at: 0.25, step: 1_000 },
        { at: 0.75, step: 2_000 },
      ],
      linear,
    )!;
    expect(zoom).toEqual([500, 2_500]);
    const together = { at: 0.5, step: 1_000 };
    expect(zoomHeld(zoom, [together, { at: 0.51, step: 2_000 }], linear)).toBe(zoom);
  });

  it('by keys: + and − about what is read, 0 back, others nothing', () => {
    const zooming = { ...linear, zoom: [1_000, 2_000] as const, onZoom() {} };
    const press = (key: string, ctrlKey = false) =>
      zoomAfterKey({ key, ctrlKey, metaKey: false, altKey: false }, zooming, null);
    expect(press('+')).toEqual([1_250, 1_750]);
    expect(press('-')).toEqual([500, 2_500]);
    expect(press('0')).toBeNull();
    expect(press('x')).toBeUndefined();
    expect(press('+', true)).toBeUndefined();
  });
});

describe('a step axis that shows a part of the run', () => {
  it('goes from edge to edge, back and forth, and tells where the whole run would be', () => {
    for (const kind of ['log', 'linear'] as const) {
      const scale = stepScale(kind, 3_000, [50, 350], [100, 400]);
      expect(scale(100)).toBeCloseTo(50);
      expect(scale(400)).toBeCloseTo(350);
      expect(scale.invert(scale(250))).toBeCloseTo(250);
      expect(scale.whole[0]).toBeLessThan(50);
      expect(scale.whole[1]).toBeGreaterThan(350);
      expect(scale.isZoomed).toBe(true);
      expect(scale.ticks.length).toBeGreaterThan(2);
      for (const { at } of scale.ticks) expect(at >= 50 && at <= 350).toBe(true);
      for (const at of scale.marks) expect(at >= 50 && at <= 350).toBe(true);
    }
    expect(stepScale('log', 3_000, [50, 350]).isZoomed).toBe(false);
  });
});
