import { GROUP, type Kernel, KernelBuilder } from './shader';

/** Workgroups that sum up parameters; each leaves four floats. */
const GROUPS = 128;

/** Floats that `sizesKernel` leaves: for each workgroup ‖θ‖² and ‖θ − θ_0‖² of its share, and two zeros. */
export const SIZE_FLOATS = 4 * GROUPS;

/**
 * Sums of squares of the trained parameters and of their way from the start. Each invocation sums a few hundred
 * values at the most, so that float32 keeps the sum to some 1e-6 of itself; the rest is added in float64.
 */
export function sizesKernel(trainedSize: number): Kernel {
  const builder = new KernelBuilder();
  const p = builder.bind('parameters', 'read', 'vec4f');
  const s = builder.bind('start', 'read', 'vec4f');
  const to = builder.bind('sizes', 'read_write', 'vec4f');
  const body = `
  var sum = vec2f(0);
  for (var i = index; i < ${trainedSize / 4}u; i += ${GROUPS * GROUP}u) {
    let theta = ${p}[i];
    let moved = theta - ${s}[i];
    sum += vec2f(dot(theta, theta), dot(moved, moved));
  }
  sums[local] = sum;
  workgroupBarrier();
  for (var half = ${GROUP / 2}u; half > 0u; half /= 2u) {
    if (local < half) { sums[local] += sums[local + half]; }
    workgroupBarrier();
  }
  if (local == 0u) { ${to}[group.x] = vec4f(sums[0], 0, 0); }`;
  return builder.finish(body, () => GROUPS * GROUP, `var<workgroup> sums: array<vec2f, ${GROUP}>;`);
}
