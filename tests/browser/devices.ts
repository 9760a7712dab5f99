import { type Device, type DeviceChoice, type KernelFile, startDevice } from '../../src/engine/device';
import kernelsUrl from '../../src/engine/kernels/wasm/generated/kernels.wasm?url';
import fmaUrl from '../../src/engine/kernels/wasm/generated/kernels-fma.wasm?url';

/** Starts a device in the page for tests; "webgpu" is the software adapter where there is no GPU. */
export function pageDevice(choice: DeviceChoice): Promise<Device> {
  const urls: Record<KernelFile, string> = { kernels: kernelsUrl, 'kernels-fma': fmaUrl };
  return startDevice(choice, { kernels: async file => (await fetch(urls[file])).arrayBuffer() });
}
