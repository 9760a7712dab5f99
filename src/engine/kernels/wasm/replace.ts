import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type backend_util,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { WasmKernels } from './module';

/** What tfjs gives a kernel. The attributes' types are those that tfjs documents beside each kernel's name. */
export interface KernelCall {
  inputs: Record<string, TensorInfo | undefined>;
  attrs: unknown;
  backend: BackendWasm;
}

export type Shape4D = [number, number, number, number];

/**
 * Puts a kernel in the place of tfjs's on wasm.
 * @param kernel returns null for a case that it leaves to tfjs's own
 */
export function replaceKernel(kernelName: string, kernel: (call: KernelCall) => TensorInfo | null): void {
  const stock = (getKernel(kernelName, 'wasm') as KernelConfig | undefined)?.kernelFunc;
  if (stock) unregisterKernel(kernelName, 'wasm');
  const kernelFunc = (call: KernelCall) => {
    const result = kernel(call);
    if (result) return result;
    if (!stock) throw new Error(`tfjs has no ${kernelName} on wasm, and ours does not cover this case.`);
    return stock(call as unknown as Parameters<KernelFunc>[0]);
  };
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunc as unknown as KernelFunc });
}

/** The numbers that every convolution kernel takes, in their order. */
export function geometry(info: backend_util.Conv2DInfo): number[] {
  return [
    ...[info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth, info.outChannels],
    ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    ...[info.padInfo.top, info.padInfo.left],
  ];
}

/** Scratch space for a convolution or one of its gradients. */
export function convScratch(kernels: WasmKernels, info: backend_util.Conv2DInfo): number {
  const { outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels } = info;
  const sizes = [outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels] as const;
  return kernels.scratch(kernels.exports.conv2dScratchBytes(...sizes));
}
