import { createRandom, type Random } from '../experiment/random';
import { balancedLabels, between } from './balanced';
import { COLOUR_CLASSES, type ColourClass } from './colour-classes';
import { drawPictures } from './drawn';
import { DataError, type DataSettings, type Dataset, type LoadContext, type Pictures } from './types';
import { countWords } from './words';

const SIZE = 32;
const PIXELS = SIZE * SIZE;
const BYTES = 3 * PIXELS;
export const MOST_TRAIN = 10_000;
export const MOST_TEST = 2_000;

/**
 * How far pictures vary. Lengths are in pixels, colours in units of a byte. Test accuracy of a linear model on the
 * mean colour 9 %, on responses of random 5 × 5 filters 54 % (1,500 training pictures); of a small convolutional
 * net with 4,000 training pictures, after 700 steps, 95 %.
 */
const LOOK = {
  /** Distance from the figure's middle to its tips, and standard deviation of its middle from that of the picture. */
  radius: [8, 13],
  shift: 2.2,
  /** Length of a period of the texture, and how much its ink is lighter and darker. */
  period: [4, 6],
  ink: [30, 55],
  /** How much warmer or cooler than the ground a figure is, and how far it may be lighter and greener. */
  warmth: [35, 75],
  light: [-50, 50],
  green: [-30, 30],
  /** Waves of the ground: cycles over the picture, height in brightness and in warmth. */
  cycles: [0.4, 1.6],
  wave: [8, 26],
  /** Mean of each channel, drawn apart from all else, so that it says nothing about the class. */
  mean: [100, 156],
  /** Standard deviation of the grain. */
  grain: 9,
} as const;

/** Axes of colour: red less blue, brightness, green less the other two. */
const WARM = [1, 0, -1] as const;
const LIGHT = [1, 1, 1] as const;
const GREEN = [-0.5, 1, -0.5] as const;

const GRAIN_LENGTH = 1 << 16;
/** Pixels over which a figure's edge is soft. */
const SOFT = 1.2;

/** A plane wave over the picture, row by row from tables of its sines along both axes. */
class Wave {
  readonly #across = new Float64Array(2 * SIZE);
  readonly #down = new Float64Array(2 * SIZE);

  draw(random: Random): void {
    const heading = 2 * Math.PI * random.uniform();
    const number = (2 * Math.PI * between(random, LOOK.cycles)) / SIZE;
    const phase = 2 * Math.PI * random.uniform();
    for (let i = 0; i < SIZE; i++) {
      this.#across[2 * i] = Math.sin(number * Math.cos(heading) * i);
      this.#across[2 * i + 1] = Math.cos(number * Math.cos(heading) * i);
      this.#down[2 * i] = Math.sin(number * Math.sin(heading) * i + phase);
      this.#down[2 * i + 1] = Math.cos(number * Math.sin(heading) * i + phase);
    }
  }

  at(x: number, y: number): number {
    return this.#across[2 * x]! * this.#down[2 * y + 1]! + this.#across[2 * x + 1]! * this.#down[2 * y]!;
  }
}

/** A turn and a stretch of the plane: (x, y) from the picture's corner → (u, v) from a middle of its own. */
function turned(random: Random, scale: number, left: number, top: number) {
  const angle = 2 * Math.PI * random.uniform();
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  return { cos, sin, u: -cos * left - sin * top, v: sin * left - cos * top };
}

/** Paints pictures one after the other from one stream of random numbers. */
class Painter {
  readonly #random: Random;
  readonly #light = new Wave();
  readonly #warm = new Wave();
  readonly #canvas = new Float64Array(BYTES);
  readonly #grain: Float32Array;

  constructor(random: Random) {
    this.#random = random;
    // One long strip of grain, of which each picture gets a random stretch: fresh draws would cost more than the rest.
    this.#grain = Float32Array.from({ length: GRAIN_LENGTH + BYTES }, () => LOOK.grain * random.normal());
  }

  /** Paints a picture of the class into 32 × 32 × 3 bytes. */
  paint(kind: ColourClass, into: Uint8ClampedArray): void {
    this.#paintGround();
    this.#paintFigure(kind);
    this.#print(into);
  }

  #paintGround(): void {
    const random = this.#random;
    const canvas = this.#canvas;
    this.#light.draw(random);
    this.#warm.draw(random);
    const light = between(random, LOOK.wave);
    const warm = between(random, LOOK.wave);
    for (let y = 0, at = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++, at += 3) {
        const brightness = light * this.#light.at(x, y);
        const warmth = warm * this.#warm.at(x, y);
        canvas[at] = brightness + warmth;
        canvas[at + 1] = brightness;
        canvas[at + 2] = brightness - warmth;
      }
    }
  }

  #paintFigure({ figure, texture, warmth }: ColourClass): void {
    const random = this.#random;
    const canvas = this.#canvas;
    const middle = (SIZE - 1) / 2;
    const left = middle + LOOK.shift * random.normal();
    const top = middle + LOOK.shift * random.normal();
    const radius = between(random, LOOK.radius);
    const place = turned(random, radius, left, top);
    const weave = turned(
      random,
      between(random, LOOK.period),
      SIZE * random.uniform(),
      SIZE * random.uniform(),
    );
    const ink = between(random, LOOK.ink);
    const axes = [
      warmth * between(random, LOOK.warmth),
      between(random, LOOK.light),
      between(random, LOOK.green),
    ];
    const colour = [0, 1, 2].map(
      channel => axes[0]! * WARM[channel]! + axes[1]! * LIGHT[channel]! + axes[2]! * GREEN[channel]!,
    );
    const [red, green, blue] = colour as [number, number, number];
    const reach = radius + SOFT;
    const [firstX, lastX] = [
      Math.max(0, Math.ceil(left - reach)),
      Math.min(SIZE - 1, Math.floor(left + reach)),
    ];
    const [firstY, lastY] = [
      Math.max(0, Math.ceil(top - reach)),
      Math.min(SIZE - 1, Math.floor(top + reach)),
    ];
    for (let y = firstY; y <= lastY; y++) {
      for (let x = firstX; x <= lastX; x++) {
        const u = place.u + place.cos * x + place.sin * y;
        const v = place.v - place.sin * x + place.cos * y;
        const inside = 0.5 - (figure(u, v) * radius) / SOFT;
        if (inside <= 0) continue;
        const cover = Math.min(1, inside);
        const shade =
          ink * texture(weave.u + weave.cos * x + weave.sin * y, weave.v - weave.sin * x + weave.cos * y);
        const at = 3 * (y * SIZE + x);
        // The ground shines through, so that its waves disturb colours inside the figure as well.
        canvas[at]! += cover * (red + shade);
        canvas[at + 1]! += cover * (green + shade);
        canvas[at + 2]! += cover * (blue + shade);
      }
    }
  }

  /** Moves each channel to a mean of its own, adds grain, and rounds to bytes. */
  #print(into: Uint8ClampedArray): void {
    const random = this.#random;
    const canvas = this.#canvas;
    const stretch = random.integer(GRAIN_LENGTH);
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let at = channel; at < BYTES; at += 3) sum += canvas[at]!;
      const move = between(random, LOOK.mean) - sum / PIXELS;
      for (let at = channel; at < BYTES; at += 3) into[at] = canvas[at]! + move + this.#grain[stretch + at]!;
    }
  }
}

/**
 * Built-in colour pictures, 32 × 32 × 3: a figure with a texture, warmer or cooler than the ground. Picture i of
 * a seed and a split is the same whatever the number of pictures. Train and test come from streams of their own.
 */
export async function paintColours(
  seed: number,
  split: 'train' | 'test',
  count: number,
  context: Pick<LoadContext, 'signal' | 'onProgress' | 'breathe'>,
): Promise<Pictures> {
  const labels = balancedLabels(createRandom(seed, `colours/${split}/labels`), count, COLOUR_CLASSES.length);
  const painter = new Painter(createRandom(seed, `colours/${split}`));
  const task = `Painting ${split === 'train' ? 'training' : 'test'} pictures`;
  const paint = (label: number, into: Uint8ClampedArray) => painter.paint(COLOUR_CLASSES[label]!, into);
  return drawPictures(task, labels, BYTES, paint, context);
}

/** The built-in colour pictures as a data set. @throws DataError where more are asked for than there are. */
export async function loadColours({ data, seed }: DataSettings, context: LoadContext): Promise<Dataset> {
  if (data.train > MOST_TRAIN || data.test > MOST_TEST)
    throw new DataError(
      `The built-in colour pictures are at most ${countWords(MOST_TRAIN)} to train on and ${countWords(MOST_TEST)} to test on: choose smaller numbers, or CIFAR-10.`,
    );
  return {
    name: 'Built-in colour pictures',
    classes: COLOUR_CLASSES.map(({ name }) => name),
    shape: [SIZE, SIZE, 3],
    train: await paintColours(seed, 'train', data.train, context),
    test: await paintColours(seed, 'test', data.test, context),
    note: null,
  };
}
