import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Device, type DeviceName, startDevice } from '../../../src/engine/device';

const tfjsWasm = `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`;
const kernels = join(import.meta.dirname, '../../../src/engine/kernels/wasm/generated/kernels.wasm');

/** Starts a device in Node for tests. */
export function nodeDevice(name: DeviceName): Promise<Device> {
  return startDevice(name, { tfjsWasm, kernels: async () => new Uint8Array(await readFile(kernels)) });
}
