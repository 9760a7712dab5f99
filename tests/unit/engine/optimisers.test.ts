import { memory, setBackend, tensor1d, tidy, variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device';
import { createOptimiser } from '../../../src/engine/optimisers';
import { settingsSchema } from '../../../src/experiment/schema';
import { nodeDevice } from './devices';

let device: Device;
beforeAll(async () => {
  device = await nodeDevice('wasm');
});

const start = [1, -2, 0.5, 3, -0.25];
const gradients = [
  [0.1, -0.2, 0, 4, -1e-6],
  [-0.3, 0.2, 1, 2, 1e-6],
  [0.5, 0, -1, 1, 0],
];

/** The update rules in float64, as their papers and PyTorch's documentation state them. */
function byHand(optimiser: 'sgd' | 'adamw', weightDecay: number): number[] {
  const [rate, momentum, beta1, beta2] = [0.05, 0.9, 0.9, 0.999];
  return start.map((theta, i) => {
    let [value, m, v] = [theta, 0, 0];
    gradients.forEach((row, t) => {
      const g = row[i]!;
      if (optimiser === 'sgd') {
        v = momentum * v + g + weightDecay * value;
        value -= rate * v;
        return;
      }
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      const [mHat, vHat] = [m / (1 - beta1 ** (t + 1)), v / (1 - beta2 ** (t + 1))];
      value = value * (1 - rate * weightDecay) - (rate * mHat) / (Math.sqrt(vHat) + 1e-8);
    });
    return value;
  });
}

describe.each(['wasm', 'cpu'] as const)('optimisers on %s', backend => {
  it.each([
    ['sgd', 0],
    ['sgd', 0.1],
    ['adamw', 0],
    ['adamw', 0.3],
  ] as const)(
    '%s with weight decay %d follows its rule and frees its state',
    async (optimiser, weightDecay) => {
      await setBackend(backend);
      const before = memory().numTensors;
      const theta = tidy(() => variable(tensor1d(start)));
      const { training } = settingsSchema.parse({ training: { optimiser, weightDecay, learningRate: 0.05 } });
      const update = createOptimiser([theta], training, backend === 'wasm' ? device.kernels : null);
      for (const row of gradients) {
        const gradient = tensor1d(row);
        update.apply([gradient]);
        gradient.dispose();
      }
      const values = Array.from(await theta.data());
      byHand(optimiser, weightDecay).forEach((expected, i) => {
        expect(values[i]).toBeCloseTo(expected, 5);
      });
      update.dispose();
      theta.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );
});
