import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { decodePicture, type Raster } from '../../../src/data/decode';
import { Fitter, fittedShape } from '../../../src/data/fit';
import type { Dataset } from '../../../src/data/types';
import { createRandom } from '../../../src/experiment/random';
import { handmade } from './handmade-png';

const random = createRandom(1, 'test/fit');
const noise = (height: number, width: number, channels: 1 | 3): Raster => ({
  height,
  width,
  channels,
  data: Uint8Array.from({ length: height * width * channels }, () => random.integer(256)),
});

function fitted(raster: Raster, shape: Dataset['shape']) {
  const into = new Uint8ClampedArray(shape[0] * shape[1] * shape[2]);
  const fitter = new Fitter(shape);
  fitter.resize(raster, into);
  return { pixels: [...into], resized: fitter.resized };
}

/** A picture whose pixel at (y, x) is f(y, x). */
const draw = (height: number, width: number, f: (y: number, x: number) => number): Raster => ({
  height,
  width,
  channels: 1,
  data: Uint8Array.from({ length: height * width }, (_, i) => f(Math.floor(i / width), i % width)),
});
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('fitting a picture', () => {
  it('of the right shape leaves every byte as it is', () => {
    const raster = noise(7, 5, 3);
    expect(fitted(raster, [7, 5, 3])).toEqual({ pixels: [...raster.data], resized: false });
  });

  it('of one colour gives that colour, whatever the sizes', () => {
    for (const [height, width] of [
      [1, 1],
      [3, 50],
      [200, 31],
      [64, 64],
    ])
      for (const size of [8, 28, 33]) {
        const { pixels } = fitted(
          draw(height!, width!, () => 137),
          [size, size, 1],
        );
        expect(new Set(pixels)).toEqual(new Set([137]));
      }
  });

  it('to half its size averages, and skips nothing', () => {
    const fine = draw(64, 64, (y, x) => ((x + y) % 2) * 255);
    const { pixels, resized } = fitted(fine, [32, 32, 1]);
    expect(resized).toBe(true);
    for (const value of pixels) expect(Math.abs(value - 127.5)).toBeLessThan(40);
    const rough = noise(96, 96, 1);
    expect(mean(fitted(rough, [24, 24, 1]).pixels)).toBeCloseTo(mean(rough.data), -0.5);
  });

  it('keeps a slope a slope when it grows or shrinks', () => {
    const slope = draw(16, 16, (_, x) => 10 + 10 * x);
    const grown = fitted(slope, [32, 32, 1]).pixels.slice(0, 32);
    for (let x = 2; x < 30; x++)
      expect(Math.abs(grown[x]! - (10 + 10 * ((x + 0.5) / 2 - 0.5)))).toBeLessThan(1);
    const shrunk = fitted(slope, [8, 8, 1]).pixels.slice(0, 8);
    for (let x = 1; x < 7; x++) expect(Math.abs(shrunk[x]! - (10 + 10 * (2 * x + 0.5)))).toBeLessThan(1);
  });

  it('of other proportions keeps the middle', () => {
    // Thirds of 0, 90 and 180: the middle square is all 90.
    const wide = draw(20, 60, (_, x) => 90 * Math.floor(x / 20));
    expect(new Set(fitted(wide, [20, 20, 1]).pixels)).toEqual(new Set([90]));
    const tall = draw(60, 20, y => 90 * Math.floor(y / 20));
    expect(fitted(tall, [10, 10, 1]).pixels.slice(30, 70)).toEqual(new Array(40).fill(90));
  });

  it('turns colours grey as eyes weigh them, and grey into three equal channels', () => {
    const colours: Raster = {
      height: 1,
      width: 3,
      channels: 3,
      data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255),
    };
    expect(fitted(colours, [1, 3, 1]).pixels).toEqual([76, 150, 29]);
    const grey: Raster = { height: 1, width: 2, channels: 1, data: Uint8Array.of(5, 250) };
    expect(fitted(grey, [1, 2, 3]).pixels).toEqual([5, 5, 5, 250, 250, 250]);
  });

  it('has the shape of the settings, or of the first picture', () => {
    const first = { height: 40, width: 30, channels: 1 as const };
    expect(fittedShape(first, { size: null, colour: 'as-is' })).toEqual([40, 30, 1]);
    expect(fittedShape(first, { size: 16, colour: 'colour' })).toEqual([16, 16, 3]);
    expect(fittedShape({ ...first, channels: 3 }, { size: null, colour: 'grey' })).toEqual([40, 30, 1]);
  });
});

describe('decoding a PNG', () => {
  const png = (channels: number, data: number[], depth: 8 | 16 = 8, more: object = {}) =>
    decodePicture(
      encode({
        width: data.length / channels,
        height: 1,
        channels,
        depth,
        data: depth === 16 ? Uint16Array.from(data) : Uint8Array.from(data),
        ...more,
      }),
    );
  const read = async (raster: Promise<Raster>) => {
    const { channels, data } = await raster;
    return { channels, data: [...data] };
  };

  it('grey and in colour', async () => {
    expect(await read(png(1, [0, 7, 255]))).toEqual({ channels: 1, data: [0, 7, 255] });
    expect(await read(png(3, [1, 2, 3, 4, 5, 6]))).toEqual({ channels: 3, data: [1, 2, 3, 4, 5, 6] });
  });

  it('that is transparent puts it on white', async () => {
    expect(await read(png(2, [0, 0, 0, 255, 100, 128]))).toEqual({ channels: 1, data: [255, 0, 177] });
    expect(await read(png(4, [10, 20, 30, 0, 10, 20, 30, 255]))).toEqual({
      channels: 3,
      data: [255, 255, 255, 10, 20, 30],
    });
  });

  it('of 16 bits rounds to 8', async () => {
    expect(await read(png(1, [0, 65_535, 257, 384], 16))).toEqual({ channels: 1, data: [0, 255, 1, 1] });
  });

  it('of fewer bits and with a palette', async () => {
    // Made with zlib by hand: 3 × 2 pixels of 1 bit, rows 101 and 010; 3 × 1 pixels of a palette of 2 bits, 2 0 1.
    expect(await read(decodePicture(handmade(3, 2, 1, 0, [[0b1010_0000], [0b0100_0000]])))).toEqual({
      channels: 1,
      data: [255, 0, 255, 0, 255, 0],
    });
    const palette = [9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(await read(decodePicture(handmade(3, 1, 2, 3, [[0b1000_0100]], palette)))).toEqual({
      channels: 3,
      data: [3, 2, 1, 9, 8, 7, 6, 5, 4],
    });
  });

  it('that is damaged fails, and what is no PNG is not decoded outside a browser', async () => {
    const sound = encode({ width: 9, height: 9, data: new Uint8Array(81), channels: 1, depth: 8 });
    await expect(decodePicture(sound.subarray(0, 50))).rejects.toThrow();
    await expect(decodePicture(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).rejects.toMatchObject({
      name: 'NoDecoderError',
    });
  });
});
