import { type Move, packMove } from '../../../src/engine/program/moves';
import { createPlan } from '../../../src/engine/program/plan';
import type { Runtime } from '../../../src/engine/program/program';
import { createRandom } from '../../../src/experiment/random';
import type { InputShape, LayerSpec, NetworkSpec } from '../../../src/models/spec';
import { GRADIENT_RULE } from './networks';

const still = () => {};
const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Pictures into a convolution, whose border is 1, or straight into a dense layer. */
function network(input: InputShape, convolution: boolean): NetworkSpec {
  const random = createRandom(3, 'moved');
  const draw = (shape: number[]) => ({
    ...{ name: `weights ${shape}`, shape },
    start: Float32Array.from({ length: sizeOf(shape) }, () => 0.1 * random.normal()),
  });
  const [height, width, channels] = input;
  const dense: LayerSpec = { kind: 'dense', weights: convolution ? 1 : 0, bias: null, activation: null };
  const shared = { input, taps: [] };
  if (!convolution) return { ...shared, layers: [dense], parameters: [draw([sizeOf(input), 2])] };
  const conv: LayerSpec = { kind: 'conv', weights: 0, bias: null, stride: 1, activation: 'tanh' };
  const parameters = [draw([3, 3, channels, 4]), draw([height * width * 4, 2])];
  return { ...shared, layers: [conv, dense], parameters };
}

/** One picture flipped, then shifted, as the words say. */
function movedPicture(picture: Float32Array, [height, width, channels]: InputShape, { dx, dy, flip }: Move) {
  const flipped = picture.slice();
  if (flip)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < channels; c++)
          flipped[(y * width + x) * channels + c] = picture[(y * width + (width - 1 - x)) * channels + c]!;
  const shifted = new Float32Array(picture.length);
  for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++)
    for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x++)
      for (let c = 0; c < channels; c++)
        shifted[((y + dy) * width + x + dx) * channels + c] = flipped[(y * width + x) * channels + c]!;
  return shifted;
}

/** Odd and even sizes, channels that can be read in fours and others, one pixel. */
export const MOVED: [shape: InputShape, convolution: boolean][] = [
  [[5, 4, 1], false],
  [[5, 4, 1], true],
  [[4, 7, 3], true],
  [[3, 6, 4], true],
  [[1, 1, 2], false],
];

/** Each kind of move: none, a flip, shifts to all sides and beyond the picture, both. */
const MOVES: Move[] = [
  { dx: 0, dy: 0, flip: false },
  { dx: 0, dy: 0, flip: true },
  { dx: 2, dy: -1, flip: false },
  { dx: -1, dy: 2, flip: true },
  { dx: 1, dy: 1, flip: true },
  { dx: -3, dy: 0, flip: false },
  { dx: 40, dy: 0, flip: true },
  { dx: -40, dy: 2, flip: false },
  { dx: 1, dy: -127, flip: false },
];

/** Losses and weights after two steps in pieces: with moves, and on pictures that were moved before. */
export async function movedSteps(runtime: Runtime, shape: InputShape, convolution: boolean) {
  const count = MOVES.length;
  const random = createRandom(4, 'moved pictures');
  const size = sizeOf(shape);
  const pictures = Float32Array.from({ length: count * size }, () => random.normal());
  const targets = Float32Array.from({ length: count * 2 }, () => random.normal());
  const batch = Int32Array.from({ length: count }, (_, i) => (4 * i + 2) % count);
  const before = pictures.slice();
  // Move i belongs to place i of the batch, not to picture i.
  for (const [i, sample] of batch.entries()) {
    const at = sample * size;
    before.set(movedPicture(pictures.subarray(at, at + size), shape, MOVES[i]!), at);
  }
  const run = async (values: Float32Array, moved: boolean) => {
    const inputs = await runtime.upload(values, count, still);
    const options = { batch: count, probe: count, headOnly: false, pieceFlops: 4_000, moved };
    const plan = createPlan(network(shape, convolution), options);
    const program = await runtime.createProgram({ plan, loss: 'mse', rule: GRADIENT_RULE, inputs, targets });
    const moves = moved ? Int32Array.from(MOVES, packMove) : null;
    for (let step = 0; step < 2; step++) await program.step(batch, still, moves);
    const { outputs } = await program.probe(inputs, count, still);
    const result = { losses: await program.losses(), ...(await program.save()), outputs };
    program.dispose();
    inputs.dispose();
    return result;
  };
  return { moved: await run(pictures, true), expected: await run(before, false) };
}
