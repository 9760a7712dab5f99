import { createRandom, type Random } from '../experiment/random';
import { balancedLabels, between } from './balanced';
import { drawPictures } from './drawn';
import { flatten, Sheet } from './raster';
import { WAYS, type Way } from './strokes';
import { DataError, type DataSettings, type Dataset, type LoadContext, type Pictures } from './types';

const SIZE = 28;
const PIXELS = SIZE * SIZE;
export const MOST_TRAIN = 10_000;
export const MOST_TEST = 2_000;

/**
 * How far writing varies. Lengths are shares of the digit's height unless said otherwise. Chosen so that the
 * digits are about as hard as MNIST. Test accuracy with 4,000 training pictures: nearest class mean 78 %, a
 * trained head on 128 random ReLU features 79 %, perceptron 784-128-128-10 95 %, small convolutional net 98 %.
 */
const HAND = {
  /** Height of a digit in pixels, and the spread of its logarithm. */
  height: 19,
  heightSpread: 0.08,
  /** Spread of the logarithm of width over height. */
  aspectSpread: 0.12,
  /** Standard deviations: turn in radians, slant as shear, shift in pixels. */
  turn: 0.1,
  slant: 0.17,
  shift: 0.8,
  /** Pixels that the middle of a line keeps from the sheet's edge. */
  margin: 2.5,
  /** Smooth distortion: two waves per scale; `amplitude` is the root mean square of a wave's height over pictures. */
  waves: [
    { cycles: 0.6, amplitude: 0.06 },
    { cycles: 1.2, amplitude: 0.055 },
  ],
  /** Line width in pixels: median and spread of its logarithm; softness of its edge in pixels. */
  line: 2.7,
  lineSpread: 0.22,
  soft: [0.9, 1.9],
  /** Darkest ink, from … to. */
  ink: [0.7, 1],
  /** Standard deviation of the paper's grain, of 255. */
  grain: 9,
} as const;

const MOST_POINTS = 64;
const GRAIN_LENGTH = 1 << 16;

interface Wave {
  kx: number;
  ky: number;
  phase: number;
  dx: number;
  dy: number;
}

/** A smooth random displacement field: a sum of plane waves, each of which moves points along one direction. */
function drawWaves(random: Random): Wave[] {
  const waves: Wave[] = [];
  for (const { cycles, amplitude } of HAND.waves) {
    for (let copy = 0; copy < 2; copy++) {
      const heading = 2 * Math.PI * random.uniform();
      const along = 2 * Math.PI * random.uniform();
      const number = 2 * Math.PI * cycles * (0.7 + 0.6 * random.uniform());
      const size = amplitude * Math.sqrt(3) * random.uniform();
      waves.push({
        kx: number * Math.cos(heading),
        ky: number * Math.sin(heading),
        phase: 2 * Math.PI * random.uniform(),
        dx: size * Math.cos(along),
        dy: size * Math.sin(along),
      });
    }
  }
  return waves;
}

/** A random map of the unit square onto the sheet, in pixels: elastic distortion, then an affine map. */
function drawMap(random: Random): (x: number, y: number, into: Float64Array, at: number) => void {
  const waves = drawWaves(random);
  const turn = HAND.turn * random.normal();
  const slant = HAND.slant * random.normal();
  const height = HAND.height * Math.exp(HAND.heightSpread * random.normal());
  const width = height * Math.exp(HAND.aspectSpread * random.normal());
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const middle = (SIZE - 1) / 2;
  const left = middle + HAND.shift * random.normal();
  const top = middle + HAND.shift * random.normal();
  return (x, y, into, at) => {
    let u = x - 0.5;
    let v = y - 0.5;
    for (const wave of waves) {
      const swing = Math.sin(wave.kx * x + wave.ky * y + wave.phase);
      u += wave.dx * swing;
      v += wave.dy * swing;
    }
    u = width * (u - slant * v);
    v = height * v;
    into[at] = left + cos * u - sin * v;
    into[at + 1] = top + sin * u + cos * v;
  };
}

/** Draws digits one after the other from one stream of random numbers. */
class Writer {
  readonly #random: Random;
  readonly #sheet = new Sheet(SIZE);
  readonly #points = new Float64Array(2 * MOST_POINTS);
  readonly #chain = new Float64Array(6 * MOST_POINTS);
  readonly #grain: Float32Array;

  constructor(random: Random) {
    this.#random = random;
    // One long strip of grain, of which each picture gets a random stretch: fresh draws would cost more than the rest.
    this.#grain = Float32Array.from({ length: GRAIN_LENGTH + PIXELS }, () => HAND.grain * random.normal());
  }

  /** Writes `digit` into 784 bytes. */
  write(digit: number, into: Uint8ClampedArray): void {
    const random = this.#random;
    const ways = WAYS[digit]!;
    const way = ways[random.integer(ways.length)]!;
    const half = (HAND.line / 2) * Math.exp(HAND.lineSpread * random.normal());
    const soft = between(random, HAND.soft);
    this.#trace(way, half + soft / 2);
    const full = 255 * between(random, HAND.ink);
    const stretch = random.integer(GRAIN_LENGTH);
    this.#sheet.print(into, half, soft, full, this.#grain.subarray(stretch, stretch + PIXELS));
  }

  #trace(way: Way, reach: number): void {
    const map = drawMap(this.#random);
    const points = this.#points;
    let count = 0;
    for (const piece of way) for (const [x, y] of piece) map(x, y, points, 2 * count++);
    keepOnSheet(points, count, 0);
    keepOnSheet(points, count, 1);
    this.#sheet.clear();
    let start = 0;
    for (const { length } of way) {
      const written = flatten(points.subarray(2 * start, 2 * (start + length)), length, this.#chain);
      this.#sheet.draw(this.#chain, written, reach);
      start += length;
    }
  }
}

/** Moves the points along one axis so that they stay on the sheet, a margin away from its edge. */
function keepOnSheet(points: Float64Array, count: number, axis: 0 | 1): void {
  let low = SIZE;
  let high = 0;
  for (let i = axis; i < 2 * count; i += 2) {
    low = Math.min(low, points[i]!);
    high = Math.max(high, points[i]!);
  }
  const last = SIZE - 1 - HAND.margin;
  const move =
    high - low > last - HAND.margin
      ? (SIZE - 1 - low - high) / 2
      : Math.max(0, HAND.margin - low) - Math.max(0, high - last);
  for (let i = axis; i < 2 * count; i += 2) points[i]! += move;
}

/**
 * Built-in handwritten digits, 28×28, grey, drawn from our own strokes (`strokes.ts`). Picture i of a seed
 * and a split is the same whatever the number of pictures. Train and test come from streams of their own.
 */
export async function drawDigits(
  seed: number,
  split: 'train' | 'test',
  count: number,
  context: Pick<LoadContext, 'signal' | 'onProgress' | 'breathe'>,
): Promise<Pictures> {
  const labels = balancedLabels(createRandom(seed, `digits/${split}/labels`), count, 10);
  const writer = new Writer(createRandom(seed, `digits/${split}`));
  const task = `Drawing ${split === 'train' ? 'training' : 'test'} digits`;
  return drawPictures(task, labels, PIXELS, (label, into) => writer.write(label, into), context);
}

/** The built-in digits as a data set. @throws DataError where more are asked for than there are. */
export async function loadDigits({ data, seed }: DataSettings, context: LoadContext): Promise<Dataset> {
  if (data.train > MOST_TRAIN || data.test > MOST_TEST)
    throw new DataError(
      `The built-in digits are at most ${MOST_TRAIN.toLocaleString('en')} pictures to train on and ${MOST_TEST.toLocaleString('en')} to test on: choose smaller numbers, or MNIST.`,
    );
  return {
    name: 'Built-in digits',
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    shape: [SIZE, SIZE, 1],
    train: await drawDigits(seed, 'train', data.train, context),
    test: await drawDigits(seed, 'test', data.test, context),
    note: null,
  };
}
