import { type Parts, summedGradient } from './parts';
import { GROUP, type Kernel, KernelBuilder } from './shader';

/** Workgroups that sum up squares; each leaves one float. */
const GROUPS = 128;

/** Where the factor lies in the `clip` buffer, behind the sums; and the buffer's floats. */
export const CLIP_FACTOR = GROUPS;
export const CLIP_FLOATS = GROUPS + 4;

/** Adds up `sums` of one workgroup into its first element. */
const REDUCE = `
  workgroupBarrier();
  for (var half = ${GROUP / 2}u; half > 0u; half /= 2u) {
    if (local < half) { sums[local] += sums[local + half]; }
    workgroupBarrier();
  }`;
const SUMS = `var<workgroup> sums: array<f32, ${GROUP}>;`;

/**
 * The two passes before a clipped update: the gradient with its parts added up and the sums of its squares, and
 * min(1, clipNorm / ‖g‖). In float32, always in the same order; a gradient longer than 1e19 counts as endless.
 */
export function clipKernels(clipNorm: number, trainedSize: number, parts: readonly Parts[]): Kernel[] {
  return [squares(trainedSize, parts), factor(clipNorm)];
}

function squares(trainedSize: number, parts: readonly Parts[]): Kernel {
  const builder = new KernelBuilder();
  const g = builder.bind('gradients', 'read_write', 'vec4f');
  const to = builder.bind('clip', 'read_write');
  const gradient = summedGradient(builder, g, parts, 'i');
  const body = `
  var sum = 0.0;
  for (var i = index; i < ${trainedSize / 4}u; i += ${GROUPS * GROUP}u) {
    ${gradient}
    ${g}[i] = gradient;
    sum += dot(gradient, gradient);
  }
  sums[local] = sum;${REDUCE}
  if (local == 0u) { ${to}[group.x] = sums[0]; }`;
  return builder.finish(body, () => GROUPS * GROUP, SUMS);
}

function factor(clipNorm: number): Kernel {
  const builder = new KernelBuilder();
  const clip = builder.bind('clip', 'read_write');
  const body = `
  sums[local] = 0.0;
  for (var i = local; i < ${GROUPS}u; i += ${GROUP}u) { sums[local] += ${clip}[i]; }${REDUCE}
  if (local == 0u) {
    let norm = sqrt(sums[0]);
    ${clip}[${CLIP_FACTOR}] = select(1.0, f32(${clipNorm}) / norm, norm > f32(${clipNorm}));
  }`;
  return builder.finish(body, () => GROUP, SUMS);
}
