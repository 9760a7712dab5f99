import type { UpdateRule } from '../../program/program';
import { CALL, type Kernel, KernelBuilder } from './shader';

/** Parameters whose gradient lies in parts: `splits` times `size` floats, `length` apart, from `base` on. */
export interface Parts {
  /** Of the parameter, in floats. */
  offset: number;
  size: number;
  base: number;
  splits: number;
  length: number;
}

/**
 * The optimiser's step on all trained parameters in one pass, four floats an invocation, parts added up. What
 * changes from one update to the next comes with the call.
 */
export function updateKernel(rule: UpdateRule, trainedSize: number, parts: readonly Parts[]): Kernel {
  const builder = new KernelBuilder();
  const p = builder.bind('parameters', 'read_write', 'vec4f');
  const g = builder.bind('gradients', 'read', 'vec4f');
  const m = builder.bind('first', 'read_write', 'vec4f');
  const v = rule.kind === 'adamw' ? builder.bind('second', 'read_write', 'vec4f') : '';
  const s = parts.length ? builder.bind('partials', 'read', 'vec4f') : '';
  const sums = parts.map(
    ({ offset, size, base, splits, length }) => `
  if (index >= ${offset / 4}u && index < ${(offset + Math.ceil(size / 4) * 4) / 4}u) {
    gradient = vec4f(0);
    for (var part = 0u; part < ${splits}u; part++) {
      gradient += ${s}[${base / 4}u + part * ${length / 4}u + index - ${offset / 4}u];
    }
  }`,
  );
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
  var gradient = ${g}[index];${sums.join('')}
  let theta = ${p}[index];${step}`;
  return builder.finish(body, () => trainedSize / 4);
}
