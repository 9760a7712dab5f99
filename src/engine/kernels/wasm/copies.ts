import {
  GatherV2,
  type GatherV2Attrs,
  Slice,
  type SliceAttrs,
  slice_util,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { WasmKernels } from './module';
import { type KernelCall, replaceKernel } from './replace';

function rowBytes(shape: number[]): number {
  return util.sizeFromShape(shape.slice(1)) * 4;
}

function gatherRows(kernels: WasmKernels, { inputs, attrs, backend }: KernelCall): TensorInfo | null {
  const { x, indices } = inputs as { x: TensorInfo; indices: TensorInfo };
  const { axis, batchDims } = attrs as GatherV2Attrs;
  if (axis !== 0 || batchDims || indices.dtype !== 'int32' || indices.shape.length !== 1) return null;
  const rows = backend.readSync(indices.dataId) as Int32Array;
  const count = x.shape[0]!;
  if (rows.some(row => row < 0 || row >= count))
    throw new RangeError(`gather: each index must lie in 0 … ${count - 1}.`);
  const out = backend.makeOutput([rows.length, ...x.shape.slice(1)], x.dtype);
  const bytes = rowBytes(x.shape);
  const from = kernels.address(x);
  const to = kernels.address(out);
  rows.forEach((row, i) => {
    kernels.copy(from + row * bytes, to + i * bytes, bytes);
  });
  return out;
}

function sliceRows(kernels: WasmKernels, { inputs, attrs, backend }: KernelCall): TensorInfo | null {
  const { x } = inputs as { x: TensorInfo };
  const { begin, size } = attrs as SliceAttrs;
  const parsed = slice_util.parseSliceParams(x as never, begin as number[], size as number[]);
  const [start, sizes] = parsed as [number[], number[]];
  if (sizes.slice(1).some((length, i) => length !== x.shape[i + 1])) return null;
  slice_util.assertParamsValid(x as never, start, sizes);
  const out = backend.makeOutput(sizes, x.dtype);
  const bytes = rowBytes(x.shape);
  kernels.copy(kernels.address(x) + start[0]! * bytes, kernels.address(out), sizes[0]! * bytes);
  return out;
}

function isFourBytes({ inputs }: KernelCall): boolean {
  const { dtype, shape } = inputs['x'] as TensorInfo;
  return (dtype === 'float32' || dtype === 'int32') && shape.length > 0;
}

/** Whole rows taken out of a tensor, by index or by range, as plain copies. */
export function registerCopies(kernels: WasmKernels): void {
  replaceKernel(GatherV2, call => (isFourBytes(call) ? gatherRows(kernels, call) : null));
  replaceKernel(Slice, call => (isFourBytes(call) ? sliceRows(kernels, call) : null));
}
