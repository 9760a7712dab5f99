import { type Device, type DeviceChoice, DeviceError, startDevice } from '../engine/device';
import { offerDawn } from './dawn';
import { UsageError } from './errors';
import { deviceFiles } from './files';

/** A device, and what ends it. */
export interface CommandDevice extends Device {
  close(): void;
}

/**
 * Starts the device that was asked for; WebGPU through Dawn.
 * @throws UsageError where it is not to be had on this machine
 */
export async function startCommandDevice(choice: DeviceChoice): Promise<CommandDevice> {
  const close = choice === 'webgpu' ? await offerDawn() : () => {};
  try {
    return { ...(await startDevice(choice, deviceFiles())), close };
  } catch (error) {
    close();
    if (choice === 'webgpu' && error instanceof DeviceError)
      throw new UsageError('WebGPU could not be started on this machine: use --device wasm.');
    throw error;
  }
}
