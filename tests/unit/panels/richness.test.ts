import { lab, rgb } from 'd3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PALETTES } from '../../../src/panels/common/palette';
import {
  contrast,
  LAZY,
  MID,
  RICH,
  richnessColour,
  richnessStops,
  richnessTextColour,
} from '../../../src/panels/common/richness';

const range = Array.from({ length: 241 }, (_, i) => (i / 240) * LAZY);

/** Colour at a place along a gradient, mixed as SVG mixes: straight in each channel. */
function mixed(stops: ReturnType<typeof richnessStops>, offset: number): number[] {
  const next = stops.findIndex(stop => stop.offset >= offset);
  const [a, b] = [stops[Math.max(0, next - 1)]!, stops[next]!];
  const share = b.offset > a.offset ? (offset - a.offset) / (b.offset - a.offset) : 0;
  const [from, to] = [rgb(a.colour), rgb(b.colour)];
  return (['r', 'g', 'b'] as const).map(c => from[c] + (to[c] - from[c]) * share);
}

describe.each(['light', 'dark'] as const)('richness colour, %s', theme => {
  const palette = PALETTES[theme];

  it('has the named colours at its stops and beyond them', () => {
    expect(richnessColour(RICH, theme)).toBe(palette.rich);
    expect(richnessColour(MID, theme)).toBe(palette.mid);
    expect(richnessColour(LAZY, theme)).toBe(palette.lazy);
    expect(richnessColour(1, theme)).toBe(palette.lazy);
    expect(richnessColour(-0.01, theme)).toBe(palette.rich);
  });

  it('is grey where D_LR is undefined', () => {
    expect(richnessColour(Number.NaN, theme)).toBe(palette.unknown);
    expect(richnessTextColour(Number.NaN, theme)).toBe(palette.soft);
  });

  it('moves from vermilion to blue without turning back', () => {
    const blueness = range.map(dlr => lab(richnessColour(dlr, theme))).map(({ a, b }) => a + b);
    blueness.slice(1).forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(blueness[i]! + 0.5);
    });
    expect(new Set(range.map(dlr => richnessColour(dlr, theme))).size).toBeGreaterThan(150);
  });

  it('is readable as text over the whole range', () => {
    for (const dlr of range)
      expect(contrast(richnessTextColour(dlr, theme), palette.card)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.soft, palette.card)).toBeGreaterThanOrEqual(4.5);
  });

  it('is kept along a gradient by a few stops', () => {
    const offsets = range.map((_, i) => i / 240);
    const stops = richnessStops(offsets, range, theme);
    expect(stops.length).toBeLessThan(24);
    offsets.forEach((offset, i) => {
      const { r, g, b } = rgb(richnessColour(range[i]!, theme));
      mixed(stops, offset).forEach((channel, c) => {
        expect(Math.abs(channel - [r, g, b][c]!)).toBeLessThanOrEqual(5);
      });
    });
  });
});

describe('contrast', () => {
  it('is 21 for black and white and 1 for equals', () => {
    expect(contrast('#000', '#fff')).toBeCloseTo(21);
    expect(contrast('#777', '#777')).toBe(1);
  });
});

describe('richnessStops', () => {
  it('keeps both sides of a gap', () => {
    const stops = richnessStops([0, 0.25, 0.5, 0.75, 1], [0.6, 0.6, Number.NaN, 0.1, 0.1], 'light');
    expect(stops.map(stop => stop.colour)).toContain(PALETTES.light.unknown);
    expect(stops[0]!.colour).toBe(PALETTES.light.lazy);
    expect(stops.at(-1)!.colour).toBe(richnessColour(0.1, 'light'));
  });

  it('ascends, and begins and ends with the data', () => {
    const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), dlr => {
        const offsets = dlr.map((_, i) => i / dlr.length);
        const stops = richnessStops(offsets, dlr, 'dark');
        expect(stops[0]!.offset).toBe(0);
        expect(stops.at(-1)!.offset).toBe(offsets.at(-1));
        stops.slice(1).forEach((stop, i) => {
          expect(stop.offset).toBeGreaterThan(stops[i]!.offset);
        });
      }),
    );
  });

  it('is empty without probes', () => {
    expect(richnessStops([], [], 'light')).toEqual([]);
  });
});
