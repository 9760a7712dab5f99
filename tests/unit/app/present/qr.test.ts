import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { LONGEST, type QrPicture, qrPicture } from '../../../../src/app/present/qr';

/** Draws the path with some pixels a module, as a screen would. */
function pixelsOf({ size, path }: QrPicture, scale = 4): { data: Uint8ClampedArray; width: number } {
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  const runs = [...path.matchAll(/M(\d+),(\d+)h(\d+)v1H(\d+)z/g)].map(found => found.slice(1).map(Number));
  expect(runs.map(([x, y, wide, back]) => `M${x},${y}h${wide}v1H${back}z`).join('')).toBe(path);
  for (const [x, y, wide] of runs as [number, number, number][])
    for (let row = y * scale; row < (y + 1) * scale; row++)
      for (let column = x * scale; column < (x + wide) * scale; column++)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
  return { data, width };
}

const link = (letters: number) => `https://example.org/${'aZ0-_'.repeat(200)}`.slice(0, letters);

test.each([30, 137, 300, LONGEST])('a reader finds a link of %i letters again', letters => {
  const { data, width } = pixelsOf(qrPicture(link(letters))!);
  expect(jsQR(data, width, width)?.data).toBe(link(letters));
});

test('a link that makes the modules too small is refused', () => {
  expect(qrPicture(link(LONGEST + 1))).toBeNull();
  expect(qrPicture('ü'.repeat(LONGEST / 2 + 1))).toBeNull();
});

test('the quiet border stays blank', () => {
  const { size, path } = qrPicture(link(60))!;
  const xs = [...path.matchAll(/M(\d+),(\d+)h(\d+)/g)].map(([, x, y, wide]) => [
    Number(x),
    Number(y),
    Number(wide),
  ]);
  for (const [x, y, wide] of xs as [number, number, number][]) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
    expect(Math.max(x + wide, y + 1)).toBeLessThanOrEqual(size - 4);
  }
});
