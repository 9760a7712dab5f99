import type { UpdateRule } from '../../program/program';
import { CLIP_FACTOR } from './clip';
import { type Parts, summedGradient } from './parts';
import { CALL, type Kernel, KernelBuilder } from './shader';

/** What the update does: parts that are not summed up yet, and whether the gradient comes with a factor. */
export interface UpdateOptions {
  rule: UpdateRule;
  trainedSize: number;
  parts: readonly Parts[];
  clipped: boolean;
}

/**
 * The optimiser's step on all trained parameters in one pass, four floats an invocation, parts added up. What
 * changes from one update to the next comes with the call.
 */
export function updateKernel({ rule, trainedSize, parts, clipped }: UpdateOptions): Kernel {
  const builder = new KernelBuilder();
  const p = builder.bind('parameters', 'read_write', 'vec4f');
  const g = builder.bind('gradients', 'read', 'vec4f');
  const m = builder.bind('first', 'read_write', 'vec4f');
  const v = rule.kind === 'adamw' ? builder.bind('second', 'read_write', 'vec4f') : '';
  const sums = summedGradient(builder, g, parts, 'index');
  const factor = clipped ? `gradient *= ${builder.bind('clip')}[${CLIP_FACTOR}];` : '';
  const word = (at: number) => `bitcast<f32>(call[${at}])`;
  const step =
    rule.kind === 'sgd'
      ? `
  let velocity = ${m}[index] * ${rule.momentum} + gradient + theta * ${rule.weightDecay};
  ${m}[index] = velocity;
  ${p}[index] = theta - velocity * ${word(CALL.rate)};`
      : `
  let mean = ${m}[index] * ${rule.beta1} + gradient * ${1 - rule.beta1};
  let square = ${v}[index] * ${rule.beta2} + gradient * gradient * ${1 - rule.beta2};
  ${m}[index] = mean;
  ${v}[index] = square;
  let root = sqrt(square) * ${word(CALL.correction)} + ${rule.epsilon};
  ${p}[index] = theta * ${word(CALL.shrink)} - mean * ${word(CALL.rate)} / root;`;
  const body = `
  if (index >= ${trainedSize / 4}u) { return; }
  ${sums}
  ${factor}
  let theta = ${p}[index];${step}`;
  return builder.finish(body, () => trainedSize / 4);
}
