import type { KernelBuilder } from './shader';

/** Parameters whose gradient lies in parts: `splits` times `size` floats, `length` apart, from `base` on. */
export interface Parts {
  /** Of the parameter, in floats. */
  offset: number;
  size: number;
  base: number;
  splits: number;
  length: number;
}

/** Code that makes `gradient` the four floats at `at` of the batch's gradient, parts added up. */
export function summedGradient(
  builder: KernelBuilder,
  gradients: string,
  parts: readonly Parts[],
  at: string,
) {
  const s = parts.length ? builder.bind('partials', 'read', 'vec4f') : '';
  const sums = parts.map(
    ({ offset, size, base, splits, length }) => `
  if (${at} >= ${offset / 4}u && ${at} < ${(offset + Math.ceil(size / 4) * 4) / 4}u) {
    gradient = vec4f(0);
    for (var part = 0u; part < ${splits}u; part++) {
      gradient += ${s}[${base / 4}u + part * ${length / 4}u + ${at} - ${offset / 4}u];
    }
  }`,
  );
  return `var gradient = ${gradients}[${at}];${sums.join('')}`;
}
