/**
 * The ten classes of the built-in colour pictures, and the figures and textures that they are made of. No cue
 * is enough by itself: there are classes that differ in shape alone (warm plain disc, warm plain triangle), in
 * texture alone (plain and striped warm disc) and in colour alone (striped disc, warm and cool).
 */

/** Distance from a figure's edge in units of its radius, below 0 inside; (u, v) are coordinates from its middle. */
type Figure = (u: number, v: number) => number;

/** Figures of about the same area, 2.2 squared radii. */
const FIGURES = {
  disc: (u, v) => Math.sqrt(u * u + v * v) - 0.84,
  square: (u, v) => Math.max(Math.abs(u), Math.abs(v)) - 0.74,
  triangle: (u, v) => Math.max(0.866 * Math.abs(u) - 0.5 * v, v) - 0.65,
  cross: (u, v) => {
    const [x, y] = [Math.abs(u), Math.abs(v)];
    return Math.min(Math.max(x - 1, y - 0.33), Math.max(x - 0.33, y - 1));
  },
} as const satisfies Record<string, Figure>;

/** Brightness of the ink in [−1, 1]; (x, y) count the periods of the texture along its two axes. */
type Texture = (x: number, y: number) => number;

/** A wave of period 1 with flat tops and steep sides, in [−1, 1]. */
function bar(x: number): number {
  const triangle = 1 - 4 * Math.abs(x - Math.floor(x) - 0.5);
  return Math.max(-1, Math.min(1, 2 * triangle));
}

const TEXTURES = {
  plain: () => 0,
  striped: x => bar(x),
  checked: (x, y) => bar(x) * bar(y),
} as const satisfies Record<string, Texture>;

export interface ColourClass {
  name: string;
  figure: Figure;
  texture: Texture;
  /** 1: redder than the ground around it; −1: bluer. */
  warmth: 1 | -1;
}

const make = (
  warmth: 'warm' | 'cool',
  texture: keyof typeof TEXTURES,
  figure: keyof typeof FIGURES,
): ColourClass => ({
  name: `${warmth} ${texture} ${figure}`,
  figure: FIGURES[figure],
  texture: TEXTURES[texture],
  warmth: warmth === 'warm' ? 1 : -1,
});

export const COLOUR_CLASSES: readonly ColourClass[] = [
  make('warm', 'plain', 'disc'),
  make('warm', 'striped', 'disc'),
  make('cool', 'striped', 'disc'),
  make('cool', 'plain', 'square'),
  make('warm', 'checked', 'square'),
  make('cool', 'striped', 'square'),
  make('warm', 'plain', 'triangle'),
  make('cool', 'checked', 'triangle'),
  make('warm', 'striped', 'cross'),
  make('cool', 'checked', 'cross'),
];
