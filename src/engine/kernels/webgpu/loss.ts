import type { Op } from '../../program/ops';
import type { LossName } from '../../program/program';
import { CALL, GROUP, type Kernel, KernelBuilder } from './shader';

/**
 * ∂(mean loss of the batch)/∂outputs, and the mean loss added up in its slot, by one workgroup: the samples are
 * few, and their losses must be summed in the same order every time. Formulas as in `losses.ts` and
 * `output-scale.ts`.
 */
export function lossKernel(
  op: Extract<Op, { kind: 'loss' }>,
  loss: LossName,
  classes: number,
  batch: number,
  outputScale = 1,
): Kernel {
  const builder = new KernelBuilder();
  const f = builder.bind(op.outputs);
  const targets = builder.bind('targets');
  const base = outputScale === 1 ? '' : builder.bind('base');
  const alpha = `f32(${outputScale})`;
  const output = base ? `(${alpha} * (${f}[row + c] - ${base}[sample + c]))` : `${f}[row + c]`;
  const factor = base ? ` * ${alpha}` : '';
  const gradient = builder.bind(op.gradient, 'read_write');
  const losses = builder.bind('losses', 'read_write');
  const squared = `
    for (var c = 0u; c < ${classes}u; c++) {
      let error = ${output} - ${targets}[sample + c];
      total += error * error / 2;
      ${gradient}[row + c] = error / ${batch}.0${factor};
    }`;
  const entropy = `
    var largest = -3.4e38;
    for (var c = 0u; c < ${classes}u; c++) { largest = max(largest, ${output}); }
    var normaliser = 0.0;
    var weight = 0.0;
    for (var c = 0u; c < ${classes}u; c++) {
      normaliser += exp(${output} - largest);
      weight += ${targets}[sample + c];
    }
    let shift = largest + log(normaliser);
    for (var c = 0u; c < ${classes}u; c++) {
      let logit = ${output} - shift;
      total -= ${targets}[sample + c] * logit;
      ${gradient}[row + c] = (exp(logit) * weight - ${targets}[sample + c]) / ${batch}.0${factor};
    }`;
  const body = `
  var total = 0.0;
  for (var r = local; r < rows(); r += ${GROUP}u) {
    let row = r * ${classes}u;
    let sample = call[${CALL.words}u + r] * ${classes}u;
    ${loss === 'mse' ? squared : entropy}
  }
  sums[local] = total;
  workgroupBarrier();
  if (index == 0u) {
    var sum = 0.0;
    for (var i = 0u; i < ${GROUP}u; i++) { sum += sums[i]; }
    let slot = call[${CALL.slot}];
    ${losses}[slot] = select(${losses}[slot], 0.0, isFirst()) + sum / ${batch}.0;
  }`;
  return builder.finish(body, () => GROUP, `var<workgroup> sums: array<f32, ${GROUP}>;`);
}
