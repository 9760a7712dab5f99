import {
  backend_util,
  Conv2D,
  type Conv2DAttrs,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  FusedConv2D,
  type FusedConv2DAttrs,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { WasmKernels } from './module';
import { convScratch, geometry, type KernelCall, replaceKernel, type Shape4D } from './replace';

function isUndilated(dilations: number | number[]): boolean {
  return [dilations].flat().every(dilation => dilation === 1);
}

function convolution(
  kernels: WasmKernels,
  call: KernelCall,
  attrs: Conv2DAttrs,
  relu: boolean,
): TensorInfo | null {
  const { x, filter, bias } = call.inputs as { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo };
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
  if (dataFormat !== 'NHWC' || !isUndilated(dilations)) return null;
  const [xShape, filterShape] = [x.shape as Shape4D, filter.shape as Shape4D];
  const info = backend_util.computeConv2DInfo(xShape, filterShape, strides, 1, pad, dimRoundingMode);
  if (filterShape[2] !== info.inChannels || (bias && bias.shape.at(-1) !== info.outChannels)) return null;
  const out = call.backend.makeOutput(info.outShape, 'float32');
  const scratch = convScratch(kernels, info);
  const biasAt = bias ? kernels.address(bias) : 0;
  const [from, by, to] = [kernels.address(x), kernels.address(filter), kernels.address(out)];
  kernels.exports.conv2d(from, by, biasAt, relu ? 1 : 0, to, info.batchSize, ...geometry(info), scratch);
  return out;
}

function filterGradient(kernels: WasmKernels, { inputs, attrs, backend }: KernelCall): TensorInfo | null {
  const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as Conv2DBackpropFilterAttrs;
  if (dataFormat !== 'NHWC') return null;
  const shape = x.shape as Shape4D;
  const info = backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
  const out = backend.makeOutput(info.filterShape, 'float32');
  const scratch = convScratch(kernels, info);
  const [from, gradient, to] = [kernels.address(x), kernels.address(dy), kernels.address(out)];
  kernels.exports.conv2dFilterGradient(from, gradient, to, info.batchSize, ...geometry(info), scratch);
  return out;
}

function inputGradient(kernels: WasmKernels, { inputs, attrs, backend }: KernelCall): TensorInfo | null {
  const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
  const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attrs as Conv2DBackpropInputAttrs;
  if (dataFormat !== 'NHWC') return null;
  const shape = filter.shape as Shape4D;
  const info = backend_util.computeConv2DInfo(inputShape, shape, strides, 1, pad, dimRoundingMode);
  const out = backend.makeOutput(info.inShape, 'float32');
  const scratch = convScratch(kernels, info);
  const [gradient, weights, to] = [kernels.address(dy), kernels.address(filter), kernels.address(out)];
  kernels.exports.conv2dInputGradient(gradient, weights, to, info.batchSize, ...geometry(info), scratch);
  return out;
}

function maxPoolGradient(kernels: WasmKernels, { inputs, attrs, backend }: KernelCall): TensorInfo {
  const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as MaxPoolGradAttrs;
  const shape = input.shape as Shape4D;
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const out = backend.makeOutput(input.shape, 'float32');
  const [from, gradient, to] = [kernels.address(input), kernels.address(dy), kernels.address(out)];
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, padInfo } = info;
  const sizes = [inHeight, inWidth, outHeight, outWidth, info.filterHeight, info.filterWidth];
  const placing = [info.strideHeight, info.strideWidth, padInfo.top, padInfo.left];
  kernels.exports.maxPoolGradient(from, gradient, to, batchSize, inChannels, ...sizes, ...placing);
  return out;
}

/**
 * Convolution with bias and ReLU, its gradients (tfjs has none for the filter on wasm), and that of max
 * pooling; channels last.
 */
export function registerConvolutions(kernels: WasmKernels): void {
  replaceKernel(Conv2D, call => convolution(kernels, call, call.attrs as Conv2DAttrs, false));
  replaceKernel(FusedConv2D, call => {
    const attributes = call.attrs as FusedConv2DAttrs & Conv2DAttrs;
    if (attributes.activation !== 'linear' && attributes.activation !== 'relu') return null;
    return convolution(kernels, call, attributes, attributes.activation === 'relu');
  });
  replaceKernel(Conv2DBackpropFilter, call => filterGradient(kernels, call));
  replaceKernel(Conv2DBackpropInput, call => inputGradient(kernels, call));
  replaceKernel(MaxPoolGrad, call => maxPoolGradient(kernels, call));
}
