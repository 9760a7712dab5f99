import { interpolateLab, lab, rgb } from 'd3';
import type { Theme } from '../types';
import { PALETTES } from './palette';

/** D_LR at the scale's stops: rich, in between, lazy. */
export const RICH = 0;
export const MID = 0.25;
export const LAZY = 0.6;

/** Least contrast of text with its background: WCAG 2.2, criterion 1.4.3. */
const TEXT_CONTRAST = 4.5;
/** The scale is cut into this many colours, computed once: finer than eyes tell apart. */
const SHADES = 240;

/** A colour of the scale, with its channels 0 … 255. */
interface Shade {
  colour: string;
  channels: readonly [number, number, number];
}

function shade(colour: string): Shade {
  const { r, g, b } = rgb(colour);
  return { colour: rgb(colour).formatHex(), channels: [r, g, b] };
}

const THEMES = ['light', 'dark'] as const;
const byTheme = <T>(make: (theme: Theme) => T) =>
  Object.fromEntries(THEMES.map(theme => [theme, make(theme)])) as Record<Theme, T>;

const unknown = byTheme(theme => shade(PALETTES[theme].unknown));
const shades = byTheme(theme => {
  const { rich, mid, lazy } = PALETTES[theme];
  const [low, high] = [interpolateLab(rich, mid), interpolateLab(mid, lazy)];
  return Array.from({ length: SHADES + 1 }, (_, i) => {
    const dlr = RICH + ((LAZY - RICH) * i) / SHADES;
    return shade(dlr <= MID ? low((dlr - RICH) / (MID - RICH)) : high((dlr - MID) / (LAZY - MID)));
  });
});
const textColours = byTheme(() => new Map<number, string>());

/** Place of a D_LR among the shades. */
const placeOf = (dlr: number) =>
  Math.round((SHADES * (Math.min(LAZY, Math.max(RICH, dlr)) - RICH)) / (LAZY - RICH));

const shadeOf = (dlr: number, theme: Theme): Shade =>
  Number.isNaN(dlr) ? unknown[theme] : shades[theme][placeOf(dlr)]!;

/** The colour of a D_LR: vermilion (rich, 0) – mauve (0.25) – blue (lazy, ≥ 0.6), mixed in Lab. NaN: grey. */
export function richnessColour(dlr: number, theme: Theme): string {
  return shadeOf(dlr, theme).colour;
}

/** The richness colour as text on a card: moved in lightness until its contrast is at least 4.5:1. */
export function richnessTextColour(dlr: number, theme: Theme): string {
  if (Number.isNaN(dlr)) return PALETTES[theme].soft;
  const place = placeOf(dlr);
  const known = textColours[theme].get(place);
  if (known) return known;
  const colour = asText(shades[theme][place]!.colour, theme);
  textColours[theme].set(place, colour);
  return colour;
}

function asText(colour: string, theme: Theme): string {
  const { card } = PALETTES[theme];
  const moved = lab(colour);
  while (contrast(moved.formatHex(), card) < TEXT_CONTRAST) moved.l += theme === 'light' ? -1 : 1;
  return moved.formatHex();
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

/** A stop of a gradient; the offset a share of its length. */
export interface ColourStop {
  offset: number;
  colour: string;
}

/** Difference in a channel of 0 … 255 that may be lost along a gradient: below what eyes tell apart. */
const UNSEEN = 5;

/**
 * Colours along a curve, with no more stops than it takes to be right everywhere: a stop goes where the straight
 * mix of its neighbours would be seen to differ (Ramer, Douglas and Peucker, on colours).
 * @param offsets ascending shares of the gradient's length, one a probe
 * @param dlr aligned with them; NaN where it is undefined
 */
export function richnessStops(
  offsets: ArrayLike<number>,
  dlr: ArrayLike<number>,
  theme: Theme,
): ColourStop[] {
  const along = Array.from(dlr, value => shadeOf(value, theme));
  const last = along.length - 1;
  if (last < 0) return [];
  const kept = new Set([0, last]);
  const open: [number, number][] = [[0, last]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [from, to] = range;
    const worst = worstMix(offsets, along, from, to);
    if (worst < 0) continue;
    kept.add(worst);
    open.push([from, worst], [worst, to]);
  }
  return [...kept].sort((a, b) => a - b).map(i => ({ offset: offsets[i]!, colour: along[i]!.colour }));
}

/** The probe whose colour is farthest from the mix of the two ends; −1 where none is far. */
function worstMix(offsets: ArrayLike<number>, along: readonly Shade[], from: number, to: number): number {
  const [start, end] = [along[from]!.channels, along[to]!.channels];
  const room = offsets[to]! - offsets[from]!;
  let worst = -1;
  let most = UNSEEN;
  for (let i = from + 1; i < to; i++) {
    const share = room > 0 ? (offsets[i]! - offsets[from]!) / room : 0;
    const { channels } = along[i]!;
    for (let c = 0; c < 3; c++) {
      const away = Math.abs(channels[c]! - start[c]! - (end[c]! - start[c]!) * share);
      if (away > most) {
        worst = i;
        most = away;
      }
    }
  }
  return worst;
}
