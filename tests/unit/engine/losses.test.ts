import { setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate, lossSum, outputGradient } from '../../../src/engine/losses';
import { nodeDevice } from './devices';

beforeAll(async () => {
  await nodeDevice('wasm');
});

const outputs = [
  [2, -1, 0.5],
  [-30, 40, 1],
  [0, 0, 0],
];
const targets = [
  [1, 0, 0],
  [0, 0, 1],
  [0.25, 0.5, 0.25],
];
const flat = (rows: number[][]) => Float32Array.from(rows.flat());

/** In float64, as the formulas stand. */
function byHand(loss: 'mse' | 'cross-entropy'): number[] {
  return outputs.map((row, i) => {
    if (loss === 'mse') return row.reduce((sum, f, c) => sum + (f - targets[i]![c]!) ** 2 / 2, 0);
    const most = Math.max(...row);
    const normaliser = most + Math.log(row.reduce((sum, f) => sum + Math.exp(f - most), 0));
    return row.reduce((sum, f, c) => sum - targets[i]![c]! * (f - normaliser), 0);
  });
}

describe.each(['mse', 'cross-entropy'] as const)('%s', loss => {
  it.each(['wasm', 'cpu'])('is its formula, on %s and read back', async backend => {
    await setBackend(backend);
    const total = byHand(loss).reduce((a, b) => a + b, 0);
    const value = tidy(() => lossSum(loss, tensor2d(outputs), tensor2d(targets)).dataSync()[0]!);
    expect(value).toBeCloseTo(total, 3);
    const labels = Int32Array.from([0, 2, 0]);
    const read = evaluate(loss, flat(outputs), flat(targets), labels);
    expect(read.loss).toBeCloseTo(total / 3, 4);
    expect(read.accuracy).toBeCloseTo(2 / 3, 10);
  });

  it('has the gradient that central differences give', async () => {
    await setBackend('cpu');
    const gradient = tidy(() => outputGradient(loss, tensor2d(outputs), tensor2d(targets), 3).arraySync());
    const labels = new Int32Array(3);
    outputs.forEach((row, i) => {
      row.forEach((_, c) => {
        const moved = (by: number) => {
          const copy = flat(outputs);
          copy[i * 3 + c]! += by;
          return evaluate(loss, copy, flat(targets), labels).loss;
        };
        expect(gradient[i]![c]).toBeCloseTo((moved(2 ** -5) - moved(-(2 ** -5))) / 2 ** -4, 3);
      });
    });
  });
});
