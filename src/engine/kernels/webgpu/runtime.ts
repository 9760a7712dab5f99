import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, env, ready, setBackend } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../program/program';
import { Gpu } from './gpu';
import { PIECE_FLOPS } from './groups';
import { GpuInputs } from './inputs';
import { GpuProgram } from './program';

/** Dawn's messages go on with where in its own code something happened. */
const firstLine = (message: string) => message.trim().split('\n', 1)[0]!.trim();

/** What makes the results of a device worthless, as a clause: "the GPU ran out of memory". */
function failureOf(error: GPUError): string {
  if (error instanceof GPUOutOfMemoryError) return 'the GPU ran out of memory';
  return `the GPU reported an error (${firstLine(error.message)})`;
}

/** Resolves with the reason once the device is lost, or has failed in a way that makes its results worthless. */
function lossOf(device: GPUDevice): Promise<string> {
  const failed = new Promise<string>(resolve => {
    device.addEventListener('uncapturederror', event => resolve(failureOf(event.error)));
  });
  const lost = device.lost.then(
    ({ message, reason }) => `the GPU was lost (${firstLine(message) || reason || 'no reason given'})`,
  );
  return Promise.race([lost, failed]);
}

/** Starts tfjs's WebGPU backend, whose device, queue and buffers ours are. @returns null where it does not start */
export async function createWebgpuRuntime(
  software: boolean,
): Promise<{ runtime: Runtime; lost: Promise<string> } | null> {
  await import('@tensorflow/tfjs-backend-webgpu');
  env().set('WEBGPU_CPU_FORWARD', false);
  if (!(await setBackend('webgpu'))) return null;
  await ready();
  const gpu = new Gpu(backend() as WebGPUBackend, software ? 8 : 4);
  const runtime: Runtime = {
    pieceFlops: PIECE_FLOPS,
    queued: true,
    upload: (values, count, breathe) => GpuInputs.create(gpu, values, count, breathe),
    createProgram: options => GpuProgram.create(gpu, options),
    allocatedBytes: () => gpu.allocatedBytes,
  };
  return { runtime, lost: lossOf(gpu.device) };
}
