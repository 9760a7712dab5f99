import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LABEL_HEIGHT, overlap, placeLabels, spread } from '../../../src/panels/common/labels';

const plot = { left: 50, right: 330, top: 9, bottom: 215 };
const label = (x: number, y: number, text: string) => ({ x, y, text, colour: '#000', strong: true });

describe('spread', () => {
  it('leaves labels that are apart where they want to be', () => {
    const wishes = [20, 60, 100].map(at => ({ at, size: 16 }));
    expect(spread(wishes, 0, 200)).toEqual([20, 60, 100]);
  });

  it('shares the way that two labels have to go', () => {
    const wishes = [50, 50].map(at => ({ at, size: 16 }));
    expect(spread(wishes, 0, 200)).toEqual([42, 58]);
  });

  it('never overlaps, keeps the order and stays inside', () => {
    const wishes = fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(wishes, at => {
        const centres = spread(
          at.map(y => ({ at: y, size: 16 })),
          0,
          300,
        );
        const order = at.map((_, i) => i).sort((a, b) => at[a]! - at[b]! || a - b);
        order.slice(1).forEach((i, n) => {
          expect(centres[i]! - centres[order[n]!]!).toBeGreaterThanOrEqual(16 - 1e-6);
        });
        for (const centre of centres) {
          expect(centre).toBeGreaterThanOrEqual(8 - 1e-6);
          expect(centre).toBeLessThanOrEqual(292 + 1e-6);
        }
      }),
    );
  });
});

describe('placeLabels', () => {
  it('never lets two labels overlap, at the right edge or inside the plot', () => {
    const point = fc.record({
      x: fc.oneof(fc.constant(plot.right), fc.integer({ min: plot.left, max: plot.right })),
      y: fc.integer({ min: plot.top, max: plot.bottom }),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 6 }), points => {
        const placed = placeLabels(
          points.map(({ x, y }, i) => label(x, y, `${'ABCDEF'[i]} 0.50`)),
          plot,
          [],
        );
        expect(placed).toHaveLength(points.length);
        placed.forEach((a, i) => {
          for (const b of placed.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        });
      }),
    );
  });

  it('moves a label inside the plot off a curve that passes behind it', () => {
    const curve = { x: [plot.left, plot.right], y: [100, 100] };
    const [placed] = placeLabels([label(120, 100, 'B 0.62')], plot, [curve]);
    expect(Math.abs(placed!.y - 100)).toBeGreaterThan(LABEL_HEIGHT / 2);
    expect(Math.abs(placed!.y - 100)).toBeLessThan(LABEL_HEIGHT);
  });

  it('keeps a label in the margin at its height', () => {
    const curve = { x: [plot.left, plot.right], y: [100, 100] };
    expect(placeLabels([label(plot.right, 100, 'B 0.62')], plot, [curve])[0]!.y).toBe(100);
  });
});
