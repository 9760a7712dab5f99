import { interpolateLab, lab, rgb } from 'd3';
import type { Theme } from '../types';
import { PALETTES } from './palette';

/** D_LR at the scale's stops: rich, in between, lazy. */
export const RICH = 0;
export const MID = 0.25;
export const LAZY = 0.6;

/** Least contrast of text with its background: WCAG 2.2, criterion 1.4.3. */
const TEXT_CONTRAST = 4.5;

const scales = Object.fromEntries(
  (['light', 'dark'] as const).map(theme => {
    const { rich, mid, lazy } = PALETTES[theme];
    return [theme, { low: interpolateLab(rich, mid), high: interpolateLab(mid, lazy) }];
  }),
) as Record<Theme, Record<'low' | 'high', (t: number) => string>>;

/** The colour of a D_LR: vermilion (rich, 0) – mauve (0.25) – blue (lazy, ≥ 0.6), mixed in Lab. NaN: soft grey. */
export function richnessColour(dlr: number, theme: Theme): string {
  if (Number.isNaN(dlr)) return PALETTES[theme].soft;
  if (dlr <= MID) return scales[theme].low(Math.max(0, dlr - RICH) / (MID - RICH));
  return scales[theme].high(Math.min(1, (dlr - MID) / (LAZY - MID)));
}

/** Relative luminance of a colour: WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const { r, g, b } = rgb(colour);
  const linear = [r, g, b].map(channel => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

/** Contrast ratio of two colours, 1 … 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const textColours = new Map<string, string>();

/** The richness colour as text on a card: moved in lightness until its contrast is at least 4.5:1. */
export function richnessTextColour(dlr: number, theme: Theme): string {
  const colour = richnessColour(dlr, theme);
  const key = `${theme} ${colour}`;
  const known = textColours.get(key);
  if (known) return known;
  const { card } = PALETTES[theme];
  const moved = lab(colour);
  while (contrast(moved.formatHex(), card) < TEXT_CONTRAST) moved.l += theme === 'light' ? -1 : 1;
  const text = moved.formatHex();
  if (textColours.size > 2_000) textColours.clear();
  textColours.set(key, text);
  return text;
}
