import type { Runtime, TangentRuntime } from './program/program';

export type DeviceName = 'webgpu' | 'wasm' | 'cpu';
export type DeviceChoice = 'auto' | DeviceName;

/** Where training runs, in words for people. */
export interface Device {
  device: DeviceName;
  adapter: string;
  software: boolean;
  /** One sentence: why this one and not a better one; null where it is the best or was asked for. */
  reason: string | null;
  runtime: Runtime;
  /**
   * What makes tangent kernels: our WebAssembly kernels where this browser has SIMD, whatever the device is.
   * @throws DeviceError
   */
  tangents(): Promise<TangentRuntime>;
  /** Resolves once the device is gone, which only a GPU can be, with the reason as a clause. */
  lost: Promise<string>;
}

/** For devices that stay. */
const NEVER = new Promise<never>(() => {});

/** Our compiled kernels: for every browser with SIMD, and for those that multiply and add in one instruction. */
export type KernelFile = 'kernels' | 'kernels-fma';

/** Where the files are that a device needs; differs between page and command line. */
export interface DeviceFiles {
  kernels(file: KernelFile): Promise<BufferSource>;
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

/** The same promise at every call, made at the first. */
function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

async function startWebgpu(files: DeviceFiles, found: AdapterState, reason: string | null): Promise<Device> {
  const { createWebgpuRuntime } = await import('./kernels/webgpu/runtime');
  const started = await createWebgpuRuntime(found.software);
  if (!started) throw new DeviceError('WebGPU could not be started on this machine: try ?device=wasm.');
  const tangents = once(async () => (await startKernels(files)).runtime);
  return { device: 'webgpu', adapter: found.name, software: found.software, reason, tangents, ...started };
}

/** The smallest module with one v128 instruction, and with one of relaxed SIMD: valid where the engine has it. */
const SIMD = [1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
const RELAXED_SIMD = [
  ...[1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 1, 253, 15, 65, 2, 253, 15, 65, 3, 253, 15],
  ...[253, 133, 2, 11],
];
const valid = (body: number[]) =>
  WebAssembly.validate(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, ...body]));

const hasSimd = () => typeof WebAssembly === 'object' && valid(SIMD);

async function startKernels(
  files: DeviceFiles,
): Promise<{ runtime: Runtime & TangentRuntime; fma: boolean }> {
  if (!hasSimd())
    throw new DeviceError(
      'This browser has no WebAssembly SIMD: update it, or add ?device=cpu, which is slow.',
    );
  const fma = valid(RELAXED_SIMD);
  const { WasmKernels } = await import('./kernels/wasm/module');
  const { createWasmRuntime } = await import('./kernels/wasm/runtime');
  const kernels = await WasmKernels.create(await files.kernels(fma ? 'kernels-fma' : 'kernels'));
  return { runtime: createWasmRuntime(kernels), fma };
}

async function startWasm(files: DeviceFiles, reason: string | null): Promise<Device> {
  const { runtime, fma } = await startKernels(files);
  const adapter = fma ? 'relaxed SIMD, one thread' : 'SIMD, one thread';
  const tangents = async () => runtime;
  return { device: 'wasm', adapter, software: false, reason, runtime, tangents, lost: NEVER };
}

async function startCpu(files: DeviceFiles, reason: string | null): Promise<Device> {
  await import('@tensorflow/tfjs-backend-cpu');
  const { ready, setBackend } = await import('@tensorflow/tfjs-core');
  const { createTfjsRuntime } = await import('./kernels/tfjs/runtime');
  await setBackend('cpu');
  await ready();
  const runtime = createTfjsRuntime();
  const tangents = once(async () => (hasSimd() ? (await startKernels(files)).runtime : runtime));
  return {
    device: 'cpu',
    adapter: 'plain JavaScript',
    software: false,
    reason,
    runtime,
    tangents,
    lost: NEVER,
  };
}

/**
 * Picks and starts a device: WebGPU on a real GPU, else WebAssembly, else plain JavaScript; or the one asked for.
 * @throws DeviceError where the one asked for is not to be had
 */
export async function startDevice(choice: DeviceChoice, files: DeviceFiles): Promise<Device> {
  if (choice === 'cpu') return startCpu(files, null);
  if (choice === 'wasm') return startWasm(files, null);
  const found = await findAdapter();
  if (choice === 'webgpu') {
    if (!found.adapter)
      throw new DeviceError(
        'WebGPU was asked for, but this browser offers no GPU adapter: remove ?device=webgpu.',
      );
    return startWebgpu(
      files,
      found,
      found.software ? 'This adapter is a software one, slower than WebAssembly.' : null,
    );
  }
  if (found.adapter && !found.software) return startWebgpu(files, found, null);
  const reason = found.adapter
    ? `WebGPU is there, but only in software (${found.name}): WebAssembly is faster.`
    : 'This browser offers no GPU to web pages, so the processor does the work.';
  try {
    return await startWasm(files, reason);
  } catch (error) {
    const fault = (error as Error).message.replace(/\.$/, '');
    const why = hasSimd()
      ? `WebAssembly did not start either (${fault})`
      : 'It has no WebAssembly SIMD either';
    return startCpu(files, `${reason} ${why}: training is slow, in plain JavaScript. Update the browser.`);
  }
}
