import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Device, type DeviceName, type KernelFile, startDevice } from '../../../src/engine/device';
import { WasmKernels } from '../../../src/engine/kernels/wasm/module';

const folder = join(import.meta.dirname, '../../../src/engine/kernels/wasm/generated');
const kernelFile = async (file: KernelFile) => new Uint8Array(await readFile(join(folder, `${file}.wasm`)));

/** Starts a device in Node for tests. */
export function nodeDevice(name: DeviceName): Promise<Device> {
  return startDevice(name, { kernels: kernelFile });
}

/** Our kernels in Node for tests. */
export async function nodeKernels(): Promise<WasmKernels> {
  return WasmKernels.create(await kernelFile('kernels'));
}
