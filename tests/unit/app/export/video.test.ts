import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/app/export/video/layout';
import { lengthOf, MOST_MOMENTS, momentsOf } from '../../../../src/app/export/video/moments';

const stops = (count: number) => Array.from({ length: count }, (_, i) => 3 * i);

describe('the moments of a video', () => {
  it('are all probes of a short run, each long enough to be read', () => {
    const moments = momentsOf(stops(4));
    expect(moments.map(({ step }) => step)).toEqual([0, 3, 6, 9]);
    expect(lengthOf(moments)).toBe(3);
  });

  it.each([25, MOST_MOMENTS, 4_096])('of %i probes last about twelve seconds, and have both ends', count => {
    const moments = momentsOf(stops(count));
    expect(moments.length).toBe(Math.min(count, MOST_MOMENTS));
    expect([moments[0]!.step, moments.at(-1)!.step]).toEqual([0, 3 * (count - 1)]);
    expect(new Set(moments.map(({ step }) => step)).size).toBe(moments.length);
    expect(lengthOf(moments)).toBeGreaterThan(12);
    expect(lengthOf(moments)).toBeLessThan(14);
  });

  it('are one for one probe, and none for none', () => {
    expect(momentsOf([0])).toHaveLength(1);
    expect(momentsOf([])).toEqual([]);
  });
});

describe('the rows of a frame', () => {
  it('hold as many pictures as fit, in their order', () => {
    const small = { width: 440, height: 250 };
    expect(rowsOf([small, small, { width: 860, height: 420 }])).toEqual({
      places: [
        { x: 0, y: 0, ...small },
        { x: 452, y: 0, ...small },
        { x: 0, y: 262, width: 860, height: 420 },
      ],
      ...{ width: 892, height: 682 },
    });
    expect(rowsOf([{ width: 1_400, height: 300 }, small]).places[1]).toMatchObject({ x: 0, y: 312 });
  });
});
