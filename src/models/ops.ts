import {
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  engine,
  getBackend,
  getKernel,
  MaxPoolGrad,
  mul,
  type NamedAttrMap,
  type NamedTensorMap,
  step,
  sum,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

// tfjs has kernels for these gradients but no public function, since it reaches them through its tape.

function run(kernel: string, inputs: Record<string, Tensor>, attributes: object = {}): Tensor {
  return engine().runKernel(kernel, inputs as NamedTensorMap, attributes as NamedAttrMap) as Tensor;
}

/** Gradient of a stride-1 "same" convolution with respect to its filter: (fh, fw, ci, co). */
export function filterGradient(x: Tensor4D, dy: Tensor4D, filterShape: number[]): Tensor4D {
  const attributes = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape };
  return run(Conv2DBackpropFilter, { x, dy }, attributes) as Tensor4D;
}

/** Gradient of a stride-1 "same" convolution with respect to its input. */
export function inputGradient(dy: Tensor4D, filter: Tensor4D, inputShape: number[]): Tensor4D {
  const attributes = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', inputShape };
  return run(Conv2DBackpropInput, { dy, filter }, attributes) as Tensor4D;
}

/** Gradient of 2×2 max pooling with stride 2 and no padding. */
export function poolGradient(dy: Tensor4D, input: Tensor4D, output: Tensor4D): Tensor4D {
  return run(MaxPoolGrad, { dy, input, output }, { filterSize: 2, strides: 2, pad: 'valid' }) as Tensor4D;
}

/** Σ over all axes but the last: the gradient of a bias. One pass where the device has our kernel for it. */
export function columnSums(x: Tensor): Tensor {
  if (getKernel('ColumnSums', getBackend())) return run('ColumnSums', { x });
  return sum(x, [...x.shape.keys()].slice(0, -1));
}

/** dy where the ReLU's output y is positive, else 0. */
export function reluGradient(y: Tensor, dy: Tensor): Tensor {
  if (getKernel('ReluGradient', getBackend())) return run('ReluGradient', { y, dy });
  return mul(dy, step(y));
}
