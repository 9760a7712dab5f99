import { describe, expect, it } from 'vitest';
import { batchLoss, evaluate } from '../../../src/engine/losses';

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
const all = Int32Array.of(0, 1, 2);

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
  it('is its formula, and counts what is right', () => {
    const total = byHand(loss).reduce((a, b) => a + b, 0);
    expect(batchLoss(loss, flat(outputs), flat(targets), all, 3, null)).toBeCloseTo(total, 4);
    const read = evaluate(loss, flat(outputs), flat(targets), Int32Array.from([0, 2, 0]));
    expect(read.loss).toBeCloseTo(total / 3, 4);
    expect(read.accuracy).toBeCloseTo(2 / 3, 10);
  });

  it('takes the targets of the samples that the rows belong to', () => {
    const sample = Int32Array.of(2, 0);
    const rows = flat([outputs[2]!, outputs[0]!]);
    const expected = byHand(loss)[2]! + byHand(loss)[0]!;
    expect(batchLoss(loss, rows, flat(targets), sample, 2, null)).toBeCloseTo(expected, 5);
  });

  it('has the gradient that central differences give', () => {
    const gradient = new Float32Array(9);
    batchLoss(loss, flat(outputs), flat(targets), all, 3, gradient);
    gradient.forEach((value, i) => {
      const moved = (by: number) => {
        const copy = flat(outputs);
        copy[i]! += by;
        return batchLoss(loss, copy, flat(targets), all, 3, null) / 3;
      };
      expect(value).toBeCloseTo((moved(2 ** -5) - moved(-(2 ** -5))) / 2 ** -4, 3);
    });
  });

  it('keeps a NaN', () => {
    expect(
      batchLoss(loss, Float32Array.of(Number.NaN, 0, 0), flat(targets), Int32Array.of(0), 1, null),
    ).toBeNaN();
  });
});
