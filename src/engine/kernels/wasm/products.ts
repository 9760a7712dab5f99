import {
  _FusedMatMul,
  type _FusedMatMulAttrs,
  BatchMatMul,
  type BatchMatMulAttrs,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { WasmKernels } from './module';
import { type KernelCall, replaceKernel } from './replace';

function isOneMatrix(tensor: TensorInfo): boolean {
  return tensor.dtype === 'float32' && tensor.shape.slice(0, -2).every(size => size === 1);
}

function product(
  kernels: WasmKernels,
  { inputs, backend }: KernelCall,
  { transposeA, transposeB }: BatchMatMulAttrs,
  relu: boolean,
): TensorInfo | null {
  const { a, b, bias } = inputs as { a: TensorInfo; b: TensorInfo; bias?: TensorInfo };
  if (!isOneMatrix(a) || !isOneMatrix(b)) return null;
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const n = transposeB ? bRows : bColumns;
  if (bias && (bias.shape.at(-1) !== n || bias.shape.slice(0, -1).some(size => size !== 1))) return null;
  const rank = Math.max(a.shape.length, b.shape.length);
  const out = backend.makeOutput([...Array<number>(rank - 2).fill(1), m, n], 'float32');
  const scratch = kernels.scratch(kernels.exports.gemmScratchBytes(n));
  const [aRow, aColumn] = transposeA ? [1, aColumns] : [aColumns, 1];
  const [bRow, bColumn] = transposeB ? [1, bColumns] : [bColumns, 1];
  const [from, by, to] = [kernels.address(a), kernels.address(b), kernels.address(out)];
  const biasAt = bias ? kernels.address(bias) : 0;
  const flags = [biasAt, relu ? 1 : 0, 0] as const;
  kernels.exports.gemm(m, n, k, from, aRow, aColumn, by, bRow, bColumn, to, ...flags, scratch);
  return out;
}

/** Products of two matrices, transposed or not, with bias and ReLU. Batches of matrices stay with tfjs. */
export function registerProducts(kernels: WasmKernels): void {
  replaceKernel(BatchMatMul, call => product(kernels, call, call.attrs as BatchMatMulAttrs, false));
  replaceKernel(_FusedMatMul, call => {
    const attributes = call.attrs as _FusedMatMulAttrs;
    if (attributes.activation !== 'linear' && attributes.activation !== 'relu') return null;
    return product(kernels, call, attributes, attributes.activation === 'relu');
  });
}
