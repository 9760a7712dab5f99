import { sizeOf } from '../../../models/spec';
import type { Context, OpOf, Work } from './context';

/** Products with a matrix; a sample may have several rows of its own, as a 1×1 convolution's positions are. */
interface Sizes {
  inputs: number;
  outputs: number;
  /** Rows of one sample. */
  positions: number;
}

const sizesOf = (x: { shape: readonly [number, number, number] }, outputs: number): Sizes => ({
  inputs: sizeOf(x.shape),
  outputs,
  positions: 1,
});

/** y = epilogue(x · W + b) */
export function dense(
  context: Context,
  { x, weights, bias, epilogue, y }: Omit<OpOf<'dense'>, 'kind'>,
  { inputs, outputs, positions } = sizesOf(x, y.shape[2]),
): Work {
  const { kernels } = context;
  const { exports } = kernels;
  const [from, by] = [context.place(x), context.parameter(weights)];
  const [to, biasAt] = [context.place(y), context.parameter(bias)];
  const [relu, bytes] = [epilogue === 'relu' ? 1 : 0, exports.gemmScratchBytes(outputs)];
  const product: Work = rows =>
    exports.gemm(rows * positions, outputs, inputs, from, by, 0, to, biasAt, relu, kernels.scratch(bytes));
  return epilogue === 'tanh' ? context.thenTanh(product, y) : product;
}

export function denseGradient(
  context: Context,
  { x, dz, weights, bias }: Omit<OpOf<'denseGradient'>, 'kind'>,
  { inputs, outputs, positions } = sizesOf(x, dz.shape[2]),
): Work {
  const { kernels } = context;
  const { exports } = kernels;
  const [from, by, to] = [context.place(x), context.place(dz), context.gradient(weights)];
  const bytes = exports.gemmScratchBytes(outputs);
  const biasTo = context.gradient(bias);
  return rows => {
    const count = rows * positions;
    exports.gemmTransposedAdd(inputs, outputs, count, from, by, to, kernels.scratch(bytes));
    if (biasTo) exports.columnSumsAdd(by, biasTo, count, outputs, outputs);
  };
}

export function denseInputGradient(
  context: Context,
  { dz, weights, through, dx }: Omit<OpOf<'denseInputGradient'>, 'kind'>,
  { inputs, outputs, positions } = sizesOf(dx, dz.shape[2]),
): Work {
  const { kernels } = context;
  const { exports } = kernels;
  const [from, by, to] = [context.place(dz), context.parameter(weights), context.place(dx)];
  const bytes = exports.gemmScratchBytes(inputs);
  const product: Work = rows =>
    exports.gemm(rows * positions, inputs, outputs, from, by, 1, to, 0, 0, kernels.scratch(bytes));
  return context.thenDerivative(product, dx, through);
}
