import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  BatchMatMul,
  type BatchMatMulAttrs,
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  getKernel,
  type KernelFunc,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { WasmKernels } from './module';

type Tensors<Name extends string> = Record<Name, TensorInfo>;
type KernelArguments = Parameters<KernelFunc>[0];
type Shape4D = [number, number, number, number];

function replaceKernel(kernelName: string, kernelFunc: KernelFunc): void {
  if (getKernel(kernelName, 'wasm')) unregisterKernel(kernelName, 'wasm');
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

function geometry(info: backend_util.Conv2DInfo): number[] {
  return [
    ...[info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth, info.outChannels],
    ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    ...[info.padInfo.top, info.padInfo.left],
  ];
}

function convScratch(kernels: WasmKernels, info: backend_util.Conv2DInfo): number {
  const { outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels } = info;
  const sizes = [outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels] as const;
  return kernels.scratch(kernels.exports.conv2dScratchBytes(...sizes));
}

function requireChannelsLast(dataFormat: string, kernel: string): void {
  if (dataFormat !== 'NHWC') throw new Error(`${kernel} on wasm knows NHWC only, not ${dataFormat}.`);
}

/**
 * Puts our kernels in the place of tfjs's on its wasm backend: the filter gradient, which tfjs lacks, and the
 * ones that are slow there (products of transposed matrices, input gradient, max-pool gradient).
 */
export function registerWasmKernels(kernels: WasmKernels): void {
  const stockMatMul = getKernel(BatchMatMul, 'wasm').kernelFunc;

  replaceKernel(BatchMatMul, ((args: KernelArguments) => {
    const { a, b } = args.inputs as Tensors<'a' | 'b'>;
    const { transposeA, transposeB } = args.attrs as unknown as BatchMatMulAttrs;
    const backend = args.backend as BackendWasm;
    const batch = [...a.shape.slice(0, -2), ...b.shape.slice(0, -2)].reduce((x, y) => x * y, 1);
    if (batch !== 1 || a.dtype !== 'float32' || b.dtype !== 'float32') return stockMatMul(args);
    const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
    const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
    const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
    const n = transposeB ? bRows : bColumns;
    const outRank = Math.max(a.shape.length, b.shape.length);
    const out = backend.makeOutput([...Array<number>(outRank - 2).fill(1), m, n], 'float32');
    const { gemm, gemmScratchBytes } = kernels.exports;
    const scratch = kernels.scratch(gemmScratchBytes(n));
    const [aRow, aColumn] = transposeA ? [1, aColumns] : [aColumns, 1];
    const [bRow, bColumn] = transposeB ? [1, bColumns] : [bColumns, 1];
    const [aAt, bAt, to] = [kernels.address(a), kernels.address(b), kernels.address(out)];
    gemm(m, n, k, aAt, aRow, aColumn, bAt, bRow, bColumn, to, 0, 0, 0, scratch);
    return out;
  }) as KernelFunc);

  replaceKernel(Conv2DBackpropFilter, (({ inputs, attrs, backend }: KernelArguments) => {
    const { x, dy } = inputs as Tensors<'x' | 'dy'>;
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
      attrs as unknown as Conv2DBackpropFilterAttrs;
    requireChannelsLast(dataFormat, Conv2DBackpropFilter);
    const info = backend_util.computeConv2DInfo(
      x.shape as Shape4D,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const out = (backend as BackendWasm).makeOutput(info.filterShape, 'float32');
    const scratch = convScratch(kernels, info);
    const [from, gradient, to] = [kernels.address(x), kernels.address(dy), kernels.address(out)];
    kernels.exports.conv2dFilterGradient(from, gradient, to, info.batchSize, ...geometry(info), scratch);
    return out;
  }) as KernelFunc);

  replaceKernel(Conv2DBackpropInput, (({ inputs, attrs, backend }: KernelArguments) => {
    const { dy, filter } = inputs as Tensors<'dy' | 'filter'>;
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } =
      attrs as unknown as Conv2DBackpropInputAttrs;
    requireChannelsLast(dataFormat, Conv2DBackpropInput);
    const shape = filter.shape as Shape4D;
    const info = backend_util.computeConv2DInfo(inputShape, shape, strides, 1, pad, dimRoundingMode);
    const out = (backend as BackendWasm).makeOutput(info.inShape, 'float32');
    const scratch = convScratch(kernels, info);
    const [gradient, weights, to] = [kernels.address(dy), kernels.address(filter), kernels.address(out)];
    kernels.exports.conv2dInputGradient(gradient, weights, to, info.batchSize, ...geometry(info), scratch);
    return out;
  }) as KernelFunc);

  replaceKernel(MaxPoolGrad, (({ inputs, attrs, backend }: KernelArguments) => {
    const { dy, input } = inputs as Tensors<'dy' | 'input'>;
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as MaxPoolGradAttrs;
    const info = backend_util.computePool2DInfo(
      input.shape as Shape4D,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const out = (backend as BackendWasm).makeOutput(input.shape, 'float32');
    kernels.exports.maxPoolGradient(
      ...([kernels.address(input), kernels.address(dy), kernels.address(out)] as const),
      ...([
        info.batchSize,
        info.inChannels,
        info.inHeight,
        info.inWidth,
        info.outHeight,
        info.outWidth,
      ] as const),
      ...([info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth] as const),
      ...([info.padInfo.top, info.padInfo.left] as const),
    );
    return out;
  }) as KernelFunc);

  replaceKernel('ColumnSums', (({ inputs, backend }: KernelArguments) => {
    const { x } = inputs as Tensors<'x'>;
    const columns = x.shape.at(-1)!;
    const rows = x.shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const out = (backend as BackendWasm).makeOutput([columns], 'float32');
    kernels.exports.columnSums(kernels.address(x), kernels.address(out), rows, columns);
    return out;
  }) as KernelFunc);

  replaceKernel('ReluGradient', (({ inputs, backend }: KernelArguments) => {
    const { y, dy } = inputs as Tensors<'y' | 'dy'>;
    const out = (backend as BackendWasm).makeOutput(y.shape, 'float32');
    const count = y.shape.reduce((product, size) => product * size, 1);
    kernels.exports.reluGradient(kernels.address(y), kernels.address(dy), kernels.address(out), count);
    return out;
  }) as KernelFunc);
}
