import type { Eigen } from '../numerics';
import { type KernelModule, strideOf } from './blocks';
import { checkEigen, exponentOf, inOrder, largestOf, notConverged, powerOfTwo } from './shared';

/** Carried rows side by side in `assembly/panels.ts`. */
const PANEL = 8;
/** Rotations that wait until they are applied take at most this much, which a cache holds. */
const ROTATION_BYTES = 2 ** 18;

/** `Numerics.eigen`. */
export function eigen(
  module: KernelModule,
  square: Float64Array,
  size: number,
  carried: Float64Array,
): Eigen {
  checkEigen(square, size, carried);
  const count = carried.length / size;
  const panels = Math.ceil(count / PANEL);
  const stride = strideOf(size);
  const room = Math.max(1, Math.floor(ROTATION_BYTES / (16 * size)));
  const at = module.memory.lay({
    matrix: size * stride,
    diagonal: size * 8,
    beside: size * 8,
    factors: size * 8,
    work: 2 * stride,
    table: room * 8,
    rotations: room * size * 16,
    panels: panels * PANEL * size * 8,
  });
  const exponent = copyScaled(module, square, size, at.matrix, stride);
  const carriedExponent = copyPanels(module, carried, size, at.panels, panels);
  const { matrix, diagonal, beside, factors } = at;
  module.kernels.tridiagonalise(size, matrix, stride, diagonal, beside, factors, at.work);
  module.kernels.reflectPanels(size, matrix, stride, factors, at.panels, panels);
  if (!module.kernels.diagonalise(size, diagonal, beside, at.panels, panels, room, at.table, at.rotations))
    throw notConverged(size);
  const rotated = module.memory.floats(at.panels, panels * PANEL * size);
  return inOrder(
    module.memory.floats(diagonal, size),
    exponent,
    count,
    carriedExponent,
    (row, k) => rotated[((row >> 3) * size + k) * PANEL + (row & 7)]!,
  );
}

/** Copies the lower triangle with its largest number near 1; returns the power of two that was taken out. */
function copyScaled(
  module: KernelModule,
  square: Float64Array,
  size: number,
  to: number,
  stride: number,
): number {
  const step = stride / 8;
  const matrix = module.memory.floats(to, size * step);
  for (let i = 0; i < size; i++) matrix.set(square.subarray(i * size, i * size + i + 1), i * step);
  const exponent = exponentOf(module.kernels.largest(size, to, stride));
  for (const factor of powerOfTwo(-exponent))
    if (factor !== 1) for (let i = 0; i < size; i++) module.kernels.scaleAll(i + 1, to + i * stride, factor);
  return exponent;
}

/** Copies rows into panels likewise; what fills up the last panel is zero. */
function copyPanels(
  module: KernelModule,
  carried: Float64Array,
  size: number,
  to: number,
  panels: number,
): number {
  const exponent = exponentOf(largestOf(carried));
  const [low, high] = powerOfTwo(-exponent);
  const target = module.memory.floats(to, panels * PANEL * size).fill(0);
  for (let row = 0; row < carried.length / size; row++) {
    const start = (row >> 3) * size * PANEL + (row & 7);
    for (let j = 0; j < size; j++) target[start + j * PANEL] = carried[row * size + j]! * low * high;
  }
  return exponent;
}
