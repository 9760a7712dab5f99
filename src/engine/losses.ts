import type { LossName } from './program/program';

/**
 * Sum of the losses of some samples, and the derivative of the batch's mean loss.
 * Squared error: ½ Σ_c (f_c − y_c)². Cross-entropy: −Σ_c y_c ln softmax(f)_c; a sample's targets need not add
 * up to 1.
 * @param outputs (samples, C), row-major
 * @param targets (n, C), of which row samples[i] belongs to row i of `outputs`
 * @param batchSize samples of the whole batch, over which the mean is taken
 * @param derivative (samples, C), overwritten with ∂(mean loss)/∂outputs; none: only the loss is wanted
 */
export function batchLoss(
  loss: LossName,
  outputs: Float32Array,
  targets: Float32Array,
  samples: Int32Array,
  batchSize: number,
  derivative: Float32Array | null,
): number {
  const classes = outputs.length / samples.length;
  const add = loss === 'mse' ? squaredError : crossEntropy;
  let total = 0;
  for (let i = 0; i < samples.length; i++)
    total += add(outputs, i * classes, targets, samples[i]! * classes, classes, batchSize, derivative);
  return total;
}

function squaredError(
  outputs: Float32Array,
  row: number,
  targets: Float32Array,
  target: number,
  classes: number,
  batchSize: number,
  derivative: Float32Array | null,
): number {
  let total = 0;
  for (let c = 0; c < classes; c++) {
    const error = outputs[row + c]! - targets[target + c]!;
    total += (error * error) / 2;
    if (derivative) derivative[row + c] = error / batchSize;
  }
  return total;
}

function crossEntropy(
  outputs: Float32Array,
  row: number,
  targets: Float32Array,
  target: number,
  classes: number,
  batchSize: number,
  derivative: Float32Array | null,
): number {
  let largest = outputs[row]!;
  for (let c = 1; c < classes; c++) largest = Math.max(largest, outputs[row + c]!);
  let normaliser = 0;
  let weight = 0;
  for (let c = 0; c < classes; c++) {
    normaliser += Math.exp(outputs[row + c]! - largest);
    weight += targets[target + c]!;
  }
  const shift = largest + Math.log(normaliser);
  let total = 0;
  for (let c = 0; c < classes; c++) {
    const logit = outputs[row + c]! - shift;
    total -= targets[target + c]! * logit;
    if (derivative) derivative[row + c] = (Math.exp(logit) * weight - targets[target + c]!) / batchSize;
  }
  return total;
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
  let right = 0;
  for (let i = 0; i < samples; i++) {
    let best = 0;
    const row = i * classes;
    for (let c = 1; c < classes; c++) if (outputs[row + c]! > outputs[row + best]!) best = c;
    if (best === labels[i]) right++;
  }
  const all = Int32Array.from({ length: samples }, (_, i) => i);
  return { loss: batchLoss(loss, outputs, targets, all, samples, null) / samples, accuracy: right / samples };
}
