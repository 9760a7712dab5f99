import { expect } from 'vitest';

/** One element a line, so that a changed picture reads as a short difference. */
export const asFile = (svg: string) =>
  `${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ').replaceAll('><', '>\n<')}\n`;

/** A picture without a number that is none, without small text, whose gradients and patterns are all there, once. */
export function expectWhole(svg: string): void {
  expect(svg).not.toMatch(/NaN|="undefined"|[A-Za-z,]undefined|Infinity/);
  const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
  const defined = [...svg.matchAll(/<(?:linearGradient|pattern|clipPath) id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(defined).size).toBe(defined.length);
  for (const [, used] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(defined).toContain(used);
}
