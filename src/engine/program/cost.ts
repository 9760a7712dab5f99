import { type InputShape, sizeOf } from '../../models/spec';
import type { Op, Window } from './ops';
import { type Plan, placeSize } from './plan';

const convolution = (window: Window, output: InputShape, inChannels: number) =>
  2 * window.height * window.width * inChannels * sizeOf(output);

/**
 * Floating-point operations of one op on one sample, where they are a product's; 0 for what goes over its values
 * a few times at the most.
 */
export function productFlops(op: Op): number {
  switch (op.kind) {
    case 'dense':
      return 2 * sizeOf(op.x.shape) * sizeOf(op.y.shape);
    case 'denseGradient':
      return 2 * sizeOf(op.x.shape) * sizeOf(op.dz.shape);
    case 'denseInputGradient':
      return 2 * sizeOf(op.dx.shape) * sizeOf(op.dz.shape);
    case 'conv':
      return convolution(op.window, op.y.shape, op.x.shape[2]);
    case 'convGradient':
      return convolution(op.window, op.dz.shape, op.x.shape[2]);
    case 'convInputGradient':
      return convolution(op.window, op.dz.shape, op.dx.shape[2]);
    default:
      return 0;
  }
}

/** Floating-point operations of products on one sample: in training, forward and backward, and in a probe. */
export function planFlops({ forward, backward, inference }: Plan): { training: number; probe: number } {
  const sum = (ops: readonly Op[]) => ops.reduce((flops, op) => flops + productFlops(op), 0);
  return { training: sum(forward) + sum(backward), probe: sum(inference) };
}

/**
 * Bytes that a plan takes on its device: all its places, its parameters, and of those that are trained a gradient, the
 * starting values and the optimiser's values.
 * @param slots values that the optimiser keeps for each parameter
 */
export function planBytes({ places, parameterSize, trainedSize }: Plan, slots: number): number {
  const inPlaces = places.reduce((sum, place) => sum + placeSize(place), 0);
  return Float32Array.BYTES_PER_ELEMENT * (inPlaces + parameterSize + (2 + slots) * trainedSize);
}
