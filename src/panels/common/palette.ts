import type { Theme } from '../types';

/** Literal colours, so that a picture can be taken out of the page. They are those of the page's style sheet. */
export interface Palette {
  card: string;
  ink: string;
  soft: string;
  rule: string;
  /** Marks whose richness is undefined. */
  unknown: string;
  /** Stops of the richness scale. */
  lazy: string;
  mid: string;
  rich: string;
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    card: '#ffffff',
    ink: '#1c1b1a',
    soft: '#55524d',
    rule: '#e3dfd6',
    unknown: '#8f8a80',
    lazy: '#0072b2',
    mid: '#8a6f8e',
    rich: '#d55e00',
  },
  dark: {
    card: '#1d2024',
    ink: '#f0eee9',
    soft: '#b3afa7',
    rule: '#33373d',
    unknown: '#7b7f86',
    lazy: '#56b4e9',
    mid: '#b39bc0',
    rich: '#ff8a3d',
  },
};

/** Arms are told apart by dash and marker, never by colour. By arm index; drawn with butt ends. */
export const DASHES = ['none', '7 4', '2 3.5', '10 3 2 3'] as const;

/** The page's sans-serif fonts, named again here because a picture must carry them with it. */
export const FONT_FAMILY =
  "Inter, -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, system-ui, sans-serif";
/** Smallest text in a picture, in pixels. */
export const FONT = 12.5;

/** Attributes of text that stays readable where a thin line passes behind it. */
export function halo(theme: Theme) {
  return {
    stroke: PALETTES[theme].card,
    strokeWidth: 4,
    strokeLinejoin: 'round',
    paintOrder: 'stroke',
  } as const;
}
