import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmKernels } from './module';
import { replaceKernel } from './replace';

/** Kernels without a twin in tfjs; `models/ops.ts` calls them, and composes them elsewhere. */
export function registerElementwise(kernels: WasmKernels): void {
  replaceKernel('ColumnSums', ({ inputs, backend }) => {
    const { x } = inputs as { x: TensorInfo };
    const columns = x.shape.at(-1)!;
    const out = backend.makeOutput([columns], 'float32');
    const rows = util.sizeFromShape(x.shape) / columns;
    kernels.exports.columnSums(kernels.address(x), kernels.address(out), rows, columns);
    return out;
  });

  replaceKernel('ReluGradient', ({ inputs, backend }) => {
    const { y, dy } = inputs as { y: TensorInfo; dy: TensorInfo };
    const out = backend.makeOutput(y.shape, 'float32');
    const count = util.sizeFromShape(y.shape);
    kernels.exports.reluGradient(kernels.address(y), kernels.address(dy), kernels.address(out), count);
    return out;
  });
}
