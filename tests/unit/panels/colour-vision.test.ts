import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PALETTES } from '../../../src/panels/common/palette';
import { contrast, LAZY, RICH, richnessColour } from '../../../src/panels/common/richness';
import { distance, seenAs, VISIONS } from './colour-vision';

/** CIE 1976: two colours that are just told apart side by side. */
const JUST_SEEN = 2.3;
/** Contrast of marks with what they lie on: WCAG 2.2, criterion 1.4.11. */
const MARK_CONTRAST = 3;

const scale = Array.from({ length: 121 }, (_, i) => RICH + ((LAZY - RICH) * i) / 120);

/** The custom properties of the page that are colours, in one theme. */
function tokens(theme: 'light' | 'dark'): Record<string, string> {
  const css = readFileSync(new URL('../../../src/app/styles/tokens.css', import.meta.url), 'utf8');
  const pairs = css.matchAll(/--(\w+): light-dark\((#\w{6}), (#\w{6})\)/g);
  return Object.fromEntries(
    [...pairs].map(([, name, light, dark]) => [name, theme === 'light' ? light : dark]),
  );
}

describe('a colour as others see it', () => {
  it.each(VISIONS)('leaves black, white and greys as they are: %s', vision => {
    for (const grey of ['#000000', '#808080', '#ffffff'])
      expect(distance(seenAs(grey, vision), grey)).toBeLessThan(1);
  });

  it('joins what they confuse: red and green without one of two cones, blue and green without the third', () => {
    const [red, green] = ['#c4524a', '#6f8a2e'];
    expect(distance(red, green)).toBeGreaterThan(60);
    expect(distance(seenAs(red, 'deuteranopia'), seenAs(green, 'deuteranopia'))).toBeLessThan(20);
    const [blue, teal] = ['#0f8fb0', '#0f9a78'];
    const apart = distance(blue, teal);
    expect(distance(seenAs(blue, 'tritanopia'), seenAs(teal, 'tritanopia'))).toBeLessThan(apart / 2);
  });
});

describe.each(['light', 'dark'] as const)('the palette, %s', theme => {
  const { lazy, mid, rich, unknown, card } = PALETTES[theme];

  it('is that of the style sheet', () => {
    const { ink, soft, rule, edge, ...rest } = tokens(theme);
    expect(PALETTES[theme]).toMatchObject({ card: rest.card, ink, soft, rule, unknown: edge });
  });

  it.each(VISIONS)('tells lazy, rich and what lies between apart: %s', vision => {
    const apart = (a: string, b: string) => distance(seenAs(a, vision), seenAs(b, vision));
    expect(apart(lazy, rich)).toBeGreaterThan(30 * JUST_SEEN);
    expect(apart(lazy, mid)).toBeGreaterThan(6 * JUST_SEEN);
    expect(apart(mid, rich)).toBeGreaterThan(20 * JUST_SEEN);
  });

  it.each(VISIONS)('moves away from rich all along the scale: %s', vision => {
    const away = scale.map(dlr => distance(seenAs(richnessColour(dlr, theme), vision), seenAs(rich, vision)));
    away.slice(1).forEach((value, i) => {
      expect(value).toBeGreaterThan(away[i]! - JUST_SEEN / 2);
    });
  });

  it.each(VISIONS)('tells the grey of what is undefined from every shade: %s', vision => {
    for (const dlr of scale)
      expect(distance(seenAs(richnessColour(dlr, theme), vision), seenAs(unknown, vision))).toBeGreaterThan(
        2 * JUST_SEEN,
      );
  });

  it.each(VISIONS)('is seen on a card all along the scale: %s', vision => {
    const behind = seenAs(card, vision);
    for (const colour of [...scale.map(dlr => richnessColour(dlr, theme)), unknown])
      expect(contrast(seenAs(colour, vision), behind)).toBeGreaterThanOrEqual(MARK_CONTRAST);
  });
});
