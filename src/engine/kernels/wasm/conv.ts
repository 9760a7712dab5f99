import type { Place, Window } from '../../program/ops';
import { type Context, type OpOf, placing, type Work } from './context';
import { dense, denseGradient, denseInputGradient } from './dense';

/** Sizes of the product that a 1×1 convolution without borders is; null for any other. */
function pointwise({ height, width, stride }: Window, x: Place, z: Place) {
  if (height * width * stride > 1 || x.border || z.border) return null;
  return { inputs: x.shape[2], outputs: z.shape[2], positions: x.shape[0] * x.shape[1] };
}

const scratchOf = (
  { kernels }: Context,
  { height, width }: Window,
  inChannels: number,
  outChannels: number,
) => kernels.exports.convScratchBytes(height, width, inChannels, outChannels);

export function conv(context: Context, op: OpOf<'conv'>): Work {
  const { x, weights, bias, epilogue, y, window } = op;
  const product = pointwise(window, x, y);
  if (product) return dense(context, op, product);
  const { kernels } = context;
  const [height, width, inChannels] = x.shape;
  const [outHeight, outWidth, outChannels] = y.shape;
  const input = [context.place(x), height, width, inChannels, x.border] as const;
  const filter = [context.parameter(weights), ...placing(window)] as const;
  const end = [context.parameter(bias), epilogue === 'relu' ? 1 : 0] as const;
  const output = [context.place(y), outHeight, outWidth, outChannels, y.border] as const;
  const bytes = scratchOf(context, window, inChannels, outChannels);
  const work: Work = rows =>
    kernels.exports.conv(...input, ...filter, ...end, ...output, rows, kernels.scratch(bytes));
  return epilogue === 'tanh' ? context.thenTanh(work, y) : work;
}

export function convGradient(context: Context, op: OpOf<'convGradient'>): Work {
  const { x, dz, weights, bias, window } = op;
  const product = pointwise(window, x, dz);
  if (product) return denseGradient(context, op, product);
  const { exports } = context.kernels;
  const [height, width, inChannels] = x.shape;
  const [outHeight, outWidth, outChannels] = dz.shape;
  const input = [context.place(x), height, width, inChannels, x.border] as const;
  const output = [context.place(dz), outHeight, outWidth, outChannels, dz.border] as const;
  const filter = [context.gradient(weights), ...placing(window)] as const;
  const biasTo = context.gradient(bias);
  // The border is zero, so it adds nothing to the sums.
  const positions = context.size(dz) / outChannels;
  return rows => {
    exports.convGradientAdd(...input, ...output, ...filter, rows);
    if (biasTo) exports.columnSumsAdd(output[0], biasTo, rows * positions, outChannels, outChannels);
  };
}

export function convInputGradient(context: Context, op: OpOf<'convInputGradient'>): Work {
  const { dz, weights, through, dx, window } = op;
  const product = pointwise(window, dx, dz);
  if (product) return denseInputGradient(context, op, product);
  const { kernels } = context;
  const [height, width, inChannels] = dx.shape;
  const [outHeight, outWidth, outChannels] = dz.shape;
  const filter = context.parameter(weights);
  const [from, to, size] = [context.place(dz), context.place(dx), context.size(dx)];
  const { height: fh, width: fw, stride, padTop, padLeft } = window;
  const bytes = scratchOf(context, window, inChannels, outChannels);
  const work: Work =
    stride === 1
      ? rows =>
          kernels.exports.convInputGradient(
            ...([from, height, width, outChannels, dz.border, filter, fh, fw, padTop, padLeft] as const),
            ...([to, inChannels, dx.border, rows, kernels.scratch(bytes)] as const),
          )
      : rows => {
          kernels.floats(to, rows * size).fill(0);
          kernels.exports.convStridedInputGradientAdd(
            ...([from, outHeight, outWidth, outChannels, dz.border, filter, ...placing(window)] as const),
            ...([to, height, width, inChannels, dx.border, rows] as const),
          );
        };
  return context.thenDerivative(work, dx, through);
}
