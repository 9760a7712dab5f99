import type { Raster } from './decode';
import type { DataSettings, Dataset, LoadContext, Pictures } from './types';

type Shape = Dataset['shape'];
export type FitSettings = Pick<DataSettings['data'], 'size' | 'colour'>;

/** The shape that all pictures get: the size of the settings or that of the first, in its colours or in those asked for. */
export function fittedShape(first: Pick<Raster, 'height' | 'width' | 'channels'>, data: FitSettings): Shape {
  const { size, colour } = data;
  const channels = colour === 'as-is' ? first.channels : colour === 'grey' ? 1 : 3;
  return [size ?? first.height, size ?? first.width, channels];
}

/** Which samples along one axis make up each target sample, and with which weights. */
interface Taps {
  /** First source sample of each target sample. */
  starts: Int32Array;
  /** targets × `most`, 0 where there are fewer. */
  weights: Float64Array;
  most: number;
}

/**
 * Weights of a triangle filter over `length` samples from `offset` on, cut to `target`: linear interpolation where it
 * grows, and a triangle as wide as two target samples where it shrinks, so that nothing is skipped. Equal sizes
 * are left as they are.
 */
function makeTaps(source: number, offset: number, length: number, target: number): Taps {
  const scale = length / target;
  const radius = Math.max(1, scale);
  const most = Math.ceil(2 * radius) + 1;
  const taps: Taps = {
    starts: new Int32Array(target),
    weights: new Float64Array(target * most),
    most,
  };
  for (let i = 0; i < target; i++) {
    const middle = offset + (i + 0.5) * scale - 0.5;
    const start = Math.max(0, Math.ceil(middle - radius));
    const end = Math.min(source - 1, Math.floor(middle + radius));
    let sum = 0;
    for (let at = start; at <= end; at++) {
      const weight = Math.max(0, 1 - Math.abs(at - middle) / radius);
      taps.weights[i * most + at - start] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < most; tap++) taps.weights[i * most + tap]! /= sum;
    taps.starts[i] = start;
  }
  return taps;
}

/** ITU-R BT.601 luma. */
const LUMA = [0.299, 0.587, 0.114] as const;

function toChannels({ data, channels, height, width }: Raster, wanted: number): ArrayLike<number> {
  if (channels === wanted) return data;
  const count = height * width;
  const converted = new Float64Array(count * wanted);
  for (let i = 0; i < count; i++)
    if (wanted === 1)
      converted[i] = LUMA[0] * data[3 * i]! + LUMA[1] * data[3 * i + 1]! + LUMA[2] * data[3 * i + 2]!;
    else converted.fill(data[i]!, 3 * i, 3 * i + 3);
  return converted;
}

/** Brings pictures to one shape, and remembers whether any of them had another size. */
export class Fitter {
  readonly shape: Shape;
  /** True once a picture had another size than `shape`. */
  resized = false;
  readonly #taps = new Map<string, [down: Taps, across: Taps]>();

  constructor(shape: Shape) {
    this.shape = shape;
  }

  /** Cuts the picture to the proportions of `shape` around its middle, resizes it, and writes height × width × channels bytes. */
  resize(raster: Raster, into: Uint8ClampedArray): void {
    const [height, width, channels] = this.shape;
    const source = toChannels(raster, channels);
    if (raster.height === height && raster.width === width) {
      into.set(source);
      return;
    }
    this.resized = true;
    const [down, across] = this.#tapsFor(raster);
    const rows = new Float64Array(raster.height * width * channels);
    for (let y = 0; y < raster.height; y++)
      resample(source, y * raster.width * channels, channels, channels, across, rows, y * width * channels);
    const line = width * channels;
    for (let at = 0; at < line; at++) resample(rows, at, line, 1, down, into, at, line);
  }

  #tapsFor(raster: Raster): [Taps, Taps] {
    const [height, width] = this.shape;
    const key = `${raster.height}×${raster.width}`;
    let taps = this.#taps.get(key);
    if (!taps) {
      const scale = Math.min(raster.height / height, raster.width / width);
      const [cutHeight, cutWidth] = [scale * height, scale * width];
      taps = [
        makeTaps(raster.height, (raster.height - cutHeight) / 2, cutHeight, height),
        makeTaps(raster.width, (raster.width - cutWidth) / 2, cutWidth, width),
      ];
      this.#taps.set(key, taps);
    }
    return taps;
  }
}

/**
 * Resamples `channels` neighbouring values along one line of samples.
 * @param start index of the line's first sample in `from`; `step` to the next one
 * @param at index of the first target sample in `into`; `stride` to the next one
 */
function resample(
  from: ArrayLike<number>,
  start: number,
  step: number,
  channels: number,
  { starts, weights, most }: Taps,
  into: { [index: number]: number },
  at: number,
  stride = channels,
): void {
  for (let i = 0; i < starts.length; i++) {
    const first = start + starts[i]! * step;
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let tap = 0; tap < most; tap++) {
        const weight = weights[i * most + tap]!;
        if (weight !== 0) sum += weight * from[first + tap * step + channel]!;
      }
      into[at + i * stride + channel] = sum;
    }
  }
}

/** Pictures that are fitted between two breaths. */
const PIECE = 64;

/** What a page says of the change of size; null where no picture changed. */
export function resizeNote([height, width]: Shape, { size }: FitSettings, resized: boolean): string | null {
  if (!resized) return null;
  return size === null
    ? `Not all pictures have the same size: each is cut and resized to that of the first, ${height}×${width}.`
    : `Pictures are cut to a centred square and resized to ${height}×${width}.`;
}

/** A data set whose pictures all have one shape, in the size and the colours of the settings. */
export async function fitDataset(
  dataset: Dataset,
  data: FitSettings,
  breathe: LoadContext['breathe'],
): Promise<Dataset> {
  const [height, width, channels] = dataset.shape;
  const shape = fittedShape({ height, width, channels: channels as 1 | 3 }, data);
  if (shape.every((value, i) => value === dataset.shape[i])) return dataset;
  const fitter = new Fitter(shape);
  const from = height * width * channels;
  const to = shape[0] * shape[1] * shape[2];
  const resized = async ({ count, pixels, labels }: Pictures): Promise<Pictures> => {
    const fitted = new Uint8ClampedArray(count * to);
    for (let i = 0; i < count; i++) {
      const raster = {
        height,
        width,
        channels: channels as 1 | 3,
        data: pixels.subarray(i * from, (i + 1) * from),
      };
      fitter.resize(raster, fitted.subarray(i * to, (i + 1) * to));
      if (i % PIECE === 0) await breathe();
    }
    return { count, pixels: new Uint8Array(fitted.buffer), labels };
  };
  const [train, test] = [await resized(dataset.train), await resized(dataset.test)];
  const note = [dataset.note, resizeNote(shape, data, fitter.resized)]
    .filter(part => part !== null)
    .join(' ');
  return { ...dataset, shape, train, test, note: note || null };
}
