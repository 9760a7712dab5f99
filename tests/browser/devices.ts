import { type Device, type DeviceChoice, startDevice } from '../../src/engine/device';
import kernelsUrl from '../../src/engine/kernels/wasm/generated/kernels.wasm?url';

/** Starts a device in the page for tests; "webgpu" is the software adapter where there is no GPU. */
export function pageDevice(choice: DeviceChoice): Promise<Device> {
  return startDevice(choice, {
    tfjsWasm: new URL('/assets/tfjs/', location.origin).href,
    kernels: async () => (await fetch(kernelsUrl)).arrayBuffer(),
  });
}
