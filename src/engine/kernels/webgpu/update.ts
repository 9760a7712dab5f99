import type { UpdateRule } from '../../program/program';
import type { RateGroup } from '../../program/rate';
import { CLIP_FACTOR } from './clip';
import { type Parts, summedGradient } from './parts';
import { CALL, type Kernel, KernelBuilder } from './shader';

/** What the update does: parts that are not summed up yet, and whether the gradient comes with a factor. */
export interface UpdateOptions {
  rule: UpdateRule;
  trainedSize: number;
  parts: readonly Parts[];
  clipped: boolean;
  rates: readonly RateGroup[];
}

/**
 * The optimiser's step on all trained parameters in one pass, four floats an invocation, parts added up. What
 * changes from one update to the next comes with the call.
 */
export function updateKernel({ rule, trainedSize, parts, clipped, rates }: UpdateOptions): Kernel {
  const builder = new KernelBuilder();
  const p = builder.bind('parameters', 'read_write', 'vec4f');
  const g = builder.bind('gradients', 'read', 'vec4f');
  const m = builder.bind('first', 'read_write', 'vec4f');
  const v = rule.kind === 'adamw' ? builder.bind('second', 'read_write', 'vec4f') : '';
  const sums = summedGradient(builder, g, parts, 'index');
  const shortened = clipped ? `gradient *= ${builder.bind('clip')}[${CLIP_FACTOR}];` : '';
  const others = rates
    .filter(group => group.factor !== 1)
    .map(
      ({ offset, size, factor }) => `
  if (index >= ${offset / 4}u && index < ${(offset + size) / 4}u) { times = f32(${factor}); }`,
    );
  const word = (at: number) => `bitcast<f32>(call[${at}])`;
  const own = others.length > 0;
  const rate = own ? `(${word(CALL.rate)} * times)` : word(CALL.rate);
  const shrink = own ? `(1 - (1 - ${word(CALL.shrink)}) * times)` : word(CALL.shrink);
  const step =
    rule.kind === 'sgd'
      ? `
  let velocity = ${m}[index] * ${rule.momentum} + gradient + theta * ${rule.weightDecay};
  ${m}[index] = velocity;
  ${p}[index] = theta - velocity * ${rate};`
      : `
  let mean = ${m}[index] * ${rule.beta1} + gradient * ${1 - rule.beta1};
  let square = ${v}[index] * ${rule.beta2} + gradient * gradient * ${1 - rule.beta2};
  ${m}[index] = mean;
  ${v}[index] = square;
  let root = sqrt(square) * ${word(CALL.correction)} + ${rule.epsilon};
  ${p}[index] = theta * ${shrink} - mean * ${rate} / root;`;
  const body = `
  if (index >= ${trainedSize / 4}u) { return; }
  ${sums}
  ${shortened}
  ${others.length ? `var times = 1.0;${others.join('')}` : ''}
  let theta = ${p}[index];${step}`;
  return builder.finish(body, () => trainedSize / 4);
}
