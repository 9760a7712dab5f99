import { createRandom } from '../../src/experiment/random';
import { type InputShape, sizeOf } from '../../src/models/spec';

const CLASSES = 10;
/** A class is a bright field of this grid. */
const GRID = { rows: 2, columns: 5 };

interface Samples {
  inputs: Float32Array<ArrayBuffer>;
  targets: Float32Array<ArrayBuffer>;
}

/** Made-up pictures, noise that is brighter where the class says, and one-hot targets. */
export function pictures(shape: InputShape, samples: number): Samples {
  const [height, width, channels] = shape;
  const random = createRandom(3, 'bench pictures');
  const inputs = new Float32Array(samples * sizeOf(shape));
  const targets = new Float32Array(samples * CLASSES);
  let next = 0;
  for (let i = 0; i < samples; i++) {
    const label = random.integer(CLASSES);
    targets[i * CLASSES + label] = 1;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const row = Math.floor((y * GRID.rows) / height);
        const column = Math.floor((x * GRID.columns) / width);
        const bright = row * GRID.columns + column === label;
        for (let c = 0; c < channels; c++) inputs[next++] = 0.5 * random.uniform() + (bright ? 0.5 : 0);
      }
  }
  return { inputs, targets };
}

/** Pairs (a, b), each number one-hot, drawn from all of them, and (a + b) mod p one-hot. */
export function pairs(modulus: number, samples: number): Samples {
  const drawn = createRandom(3, 'bench pairs').permutation(modulus ** 2);
  const inputs = new Float32Array(samples * 2 * modulus);
  const targets = new Float32Array(samples * modulus);
  for (let i = 0; i < samples; i++) {
    const a = Math.floor(drawn[i]! / modulus);
    const b = drawn[i]! % modulus;
    inputs[i * 2 * modulus + a] = 1;
    inputs[i * 2 * modulus + modulus + b] = 1;
    targets[i * modulus + ((a + b) % modulus)] = 1;
  }
  return { inputs, targets };
}
