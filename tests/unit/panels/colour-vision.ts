import { lab, rgb } from 'd3';

/**
 * What people see of linear RGB who lack one kind of cone altogether: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes,
 * "A physiologically-based model for simulation of color vision deficiency", IEEE Transactions on Visualization and
 * Computer Graphics 15(6), 2009, severity 1.0.
 */
const DEFICIENCIES = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

/** How colours are seen. */
export type Vision = 'full' | keyof typeof DEFICIENCIES;
export const VISIONS: readonly Vision[] = ['full', 'protanopia', 'deuteranopia', 'tritanopia'];

/** sRGB, IEC 61966-2-1. */
const toLinear = (channel: number) => {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};
const fromLinear = (c: number) => 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

/** The colour, as full sight has it, that looks as `colour` does to others. @param colour as CSS has it */
export function seenAs(colour: string, vision: Vision): string {
  if (vision === 'full') return rgb(colour).formatHex();
  const { r, g, b } = rgb(colour);
  const linear = [r, g, b].map(toLinear);
  const [red, green, blue] = DEFICIENCIES[vision].map(row => {
    const value = row.reduce((sum, factor, i) => sum + factor * linear[i]!, 0);
    return fromLinear(Math.min(1, Math.max(0, value)));
  });
  return rgb(red!, green!, blue!).formatHex();
}

/** Distance of two colours in CIELAB (CIE 1976); about 2.3 is just seen. */
export function distance(a: string, b: string): number {
  const [from, to] = [lab(a), lab(b)];
  return Math.hypot(from.l - to.l, from.a - to.a, from.b - to.b);
}
