import { type InputShape, sizeOf } from '../../models/spec';
import type { Op, Window } from './ops';

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
