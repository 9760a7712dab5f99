import {
  div,
  exp,
  log,
  max,
  mul,
  neg,
  type Scalar,
  softmax,
  sub,
  sum,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Settings } from '../experiment/schema';

export type LossName = Settings['training']['loss'];

/** ∂(sum of the losses of these samples / batchSize) / ∂outputs, (n, C). Call inside `tidy`. */
export function outputGradient(
  loss: LossName,
  outputs: Tensor2D,
  targets: Tensor2D,
  batchSize: number,
): Tensor2D {
  const error = loss === 'mse' ? sub(outputs, targets) : crossEntropyError(outputs, targets);
  return div(error, batchSize);
}

/** softmax(outputs)·Σ targets − targets; the targets of a sample need not add up to 1. */
function crossEntropyError(outputs: Tensor2D, targets: Tensor2D): Tensor2D {
  return sub(mul(softmax(outputs), sum(targets, 1, true)), targets);
}

/**
 * Sum over samples of the loss, as a scalar tensor; call inside `tidy`.
 * Squared error: ½ Σ_c (f_c − y_c)². Cross-entropy: −Σ_c y_c ln softmax(f)_c.
 */
export function lossSum(loss: LossName, outputs: Tensor2D, targets: Tensor2D): Scalar {
  if (loss === 'mse') {
    const error = sub(outputs, targets);
    return div(sum(mul(error, error)), 2);
  }
  const shifted = sub(outputs, max(outputs, 1, true));
  const logNormaliser = log(sum(exp(shifted), 1, true));
  return neg(sum(mul(targets, sub(shifted, logNormaliser))));
}

/** Mean loss and share of right answers of outputs that were read back: (n, C), row-major. */
export function evaluate(
  loss: LossName,
  outputs: Float32Array,
  targets: Float32Array,
  labels: Int32Array,
): { loss: number; accuracy: number } {
  const samples = labels.length;
  const classes = outputs.length / samples;
  let total = 0;
  let right = 0;
  for (let i = 0; i < samples; i++) {
    let best = 0;
    const row = i * classes;
    for (let c = 1; c < classes; c++) if (outputs[row + c]! > outputs[row + best]!) best = c;
    if (best === labels[i]) right++;
    total += sampleLoss(loss, outputs, targets, row, classes, outputs[row + best]!);
  }
  return { loss: total / samples, accuracy: right / samples };
}

function sampleLoss(
  loss: LossName,
  outputs: Float32Array,
  targets: Float32Array,
  row: number,
  classes: number,
  largest: number,
): number {
  let total = 0;
  if (loss === 'mse') {
    for (let c = 0; c < classes; c++) total += (outputs[row + c]! - targets[row + c]!) ** 2 / 2;
    return total;
  }
  let normaliser = 0;
  for (let c = 0; c < classes; c++) normaliser += Math.exp(outputs[row + c]! - largest);
  const shift = largest + Math.log(normaliser);
  for (let c = 0; c < classes; c++) total -= targets[row + c]! * (outputs[row + c]! - shift);
  return total;
}
