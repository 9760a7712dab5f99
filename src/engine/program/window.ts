import type { InputShape } from '../../models/spec';
import type { Window } from './ops';

/** As TensorFlow's "same": the padding is split evenly, and an odd one goes below and to the right. */
export function windowOf(shape: readonly number[], stride: number, [rows, columns]: InputShape): Window {
  const [height, width] = shape as [number, number];
  const before = (size: number, filter: number) =>
    Math.max((Math.ceil(size / stride) - 1) * stride + filter - size, 0) >> 1;
  return { height, width, stride, padTop: before(rows, height), padLeft: before(columns, width) };
}

/** Zeros that an input needs around itself for the window to stay inside, and a gradient for the way back. */
export const borderOf = ({ height, width }: Window): number =>
  Math.max(height, width) - 1 - ((Math.max(height, width) - 1) >> 1);
