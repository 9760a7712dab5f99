import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FONT } from '../../../src/panels/common/palette';
import { linearScale, logScale, roundValues, stepScale } from '../../../src/panels/common/scales';
import { shorten, textWidth, wrap } from '../../../src/panels/common/text';

const room = [50, 330] as const;
const runs = fc.integer({ min: 1, max: 10_000_000 });

describe.each(['log', 'linear'] as const)('step axis, %s', kind => {
  it('runs from step 0 at its left end to the last step at its right end', () => {
    fc.assert(
      fc.property(runs, last => {
        const scale = stepScale(kind, last, room);
        expect(scale(0)).toBe(50);
        expect(scale(last)).toBeCloseTo(330);
      }),
    );
  });

  it('is monotone from 0 on, and goes back', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 0, max: 1_000_000 }), (last, step) => {
        const scale = stepScale(kind, last, room);
        expect(scale(step + 1)).toBeGreaterThan(scale(step));
        expect(scale.invert(scale(step)) / (step || 1)).toBeCloseTo(step ? 1 : 0, 6);
      }),
    );
  });

  it('names 0 and the last step, in labels that do not meet', () => {
    fc.assert(
      fc.property(runs, last => {
        const { ticks } = stepScale(kind, last, room);
        expect(ticks[0]!.label).toBe('0');
        expect(ticks.at(-1)!.at).toBeCloseTo(330);
        ticks.slice(1).forEach((tick, i) => {
          const before = ticks[i]!;
          const needed = (textWidth(tick.label, FONT) + textWidth(before.label, FONT)) / 2;
          if (ticks.length > 2) expect(tick.at - before.at).toBeGreaterThan(needed);
        });
      }),
    );
  });
});

describe('step axis', () => {
  it('gives equal room to equal ratios of 1 + step', () => {
    const scale = stepScale('log', 999, room);
    expect(scale(9) - scale(0)).toBeCloseTo(scale(99) - scale(9));
    expect(scale.ticks.map(tick => tick.label)).toEqual(['0', '1', '10', '100', '999']);
  });
});

describe('value axes', () => {
  it('step evenly from 0', () => {
    expect(roundValues(1, 150)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
    expect(roundValues(1, 60)).toEqual([0, 0.5, 1]);
    expect(roundValues(0.62, 60)).toEqual([0, 0.5]);
  });

  it('go up, linear and logarithmic', () => {
    const linear = linearScale([0, 1], [200, 10], String);
    expect([linear(0), linear(1), linear.invert(105)]).toEqual([200, 10, 0.5]);
    const log = logScale([0.001, 1], [200, 20], String);
    expect([log(0.001), log(1)]).toEqual([200, 20]);
    expect(log(0.1)).toBeCloseTo(80);
    expect(log.invert(80)).toBeCloseTo(0.1);
    expect(log.ticks.map(tick => tick.label)).toEqual(['0.001', '0.003', '0.01', '0.03', '0.1', '0.3', '1']);
  });
});

describe('text', () => {
  it('is wider in bold, and with wider letters', () => {
    expect(textWidth('A 0.04', 12, true)).toBeGreaterThan(textWidth('A 0.04', 12));
    expect(textWidth('mmm', 12)).toBeGreaterThan(textWidth('iii', 12));
  });

  it('is shortened to fit', () => {
    expect(shorten('A · All layers', 200, 13)).toBe('A · All layers');
    const short = shorten('A · All layers, with a very long name', 120, 13);
    expect(short.endsWith('…')).toBe(true);
    expect(textWidth(short, 13)).toBeLessThanOrEqual(120);
  });

  it('is wrapped into lines of about equal length that hold every word', () => {
    const text = 'Press play: the first value comes at step 0.';
    const lines = wrap(text, 240, 13);
    expect(lines.join(' ')).toBe(text);
    expect(lines).toHaveLength(2);
    expect(Math.min(...lines.map(line => line.length))).toBeGreaterThan(15);
  });
});
