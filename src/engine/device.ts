import '@tensorflow/tfjs-backend-cpu';
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { backend, env, ready, setBackend } from '@tensorflow/tfjs-core';
import { WasmKernels } from './kernels/wasm/module';
import { registerWasmKernels } from './kernels/wasm/register';

export type DeviceName = 'webgpu' | 'wasm' | 'cpu';
export type DeviceChoice = 'auto' | DeviceName;

/** Where training runs, in words for people. */
export interface Device {
  device: DeviceName;
  adapter: string;
  software: boolean;
  /** One sentence: why this one and not a better one; null where it is the best or was asked for. */
  reason: string | null;
  /** Our wasm kernels; null on other devices. */
  kernels: WasmKernels | null;
}

/** Where the files are that a device needs; differs between page and command line. */
export interface DeviceFiles {
  /** URL or path of the folder with tfjs's wasm binaries, ending in a slash. */
  tfjsWasm: string;
  /** Our compiled kernels. */
  kernels(): Promise<BufferSource>;
}

/** No device, or not the one that was asked for, as one sentence for people. */
export class DeviceError extends Error {
  override name = 'DeviceError';
}

interface AdapterState {
  adapter: GPUAdapter | null;
  name: string;
  software: boolean;
}

/** tfjs throws where there is no adapter, so we ask first. */
async function findAdapter(): Promise<AdapterState> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  const adapter = gpu ? await gpu.requestAdapter({ powerPreference: 'high-performance' }) : null;
  if (!adapter) return { adapter: null, name: '', software: false };
  const { vendor, architecture, device, description } = adapter.info;
  const software =
    adapter.info.isFallbackAdapter ||
    /swiftshader|llvmpipe|basic render|software/i.test(`${architecture} ${description}`);
  const words = [vendor, description || device || architecture].filter(Boolean).join(' ');
  return { adapter, name: words || 'unnamed adapter', software };
}

async function startWebgpu(found: AdapterState, reason: string | null): Promise<Device> {
  await import('@tensorflow/tfjs-backend-webgpu');
  // Small inputs would otherwise be computed in JavaScript, with other rounding.
  env().set('WEBGPU_CPU_FORWARD', false);
  if (!(await setBackend('webgpu')))
    throw new DeviceError('WebGPU could not be started on this machine: try ?device=wasm.');
  await ready();
  return { device: 'webgpu', adapter: found.name, software: found.software, reason, kernels: null };
}

async function startWasm(files: DeviceFiles, reason: string | null): Promise<Device> {
  if (!(await env().getAsync('WASM_HAS_SIMD_SUPPORT')))
    throw new DeviceError(
      'This browser has no WebAssembly SIMD: update it, or add ?device=cpu, which is slow.',
    );
  // One thread on every page, whatever headers its host sends, so that the same seed gives the same bits.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(files.tfjsWasm);
  if (!(await setBackend('wasm')))
    throw new DeviceError('WebAssembly could not be started: reload the page, or add ?device=cpu.');
  await ready();
  const kernels = await WasmKernels.create(backend() as BackendWasm, await files.kernels());
  registerWasmKernels(kernels);
  return { device: 'wasm', adapter: 'SIMD, one thread', software: false, reason, kernels };
}

async function startCpu(reason: string | null): Promise<Device> {
  await setBackend('cpu');
  await ready();
  return { device: 'cpu', adapter: 'plain JavaScript', software: false, reason, kernels: null };
}

/**
 * Picks and starts a device: WebGPU on a real GPU, else WebAssembly, else plain JavaScript; or the one asked for.
 * @throws DeviceError where the one asked for is not to be had
 */
export async function startDevice(choice: DeviceChoice, files: DeviceFiles): Promise<Device> {
  if (choice === 'cpu') return startCpu(null);
  if (choice === 'wasm') return startWasm(files, null);
  const found = await findAdapter();
  if (choice === 'webgpu') {
    if (!found.adapter)
      throw new DeviceError(
        'WebGPU was asked for, but this browser offers no GPU adapter: remove ?device=webgpu.',
      );
    return startWebgpu(
      found,
      found.software ? 'This adapter is a software one, slower than WebAssembly.' : null,
    );
  }
  if (found.adapter && !found.software) return startWebgpu(found, null);
  const reason = found.adapter
    ? `WebGPU is there, but only in software (${found.name}): WebAssembly is faster.`
    : 'This browser offers no GPU to web pages, so the processor does the work.';
  try {
    return await startWasm(files, reason);
  } catch (error) {
    return startCpu(`${reason} WebAssembly did not start either (${(error as Error).message})`);
  }
}
