import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend } from '@tensorflow/tfjs-core';
import fmaUrl from '../../../src/engine/kernels/wasm/generated/kernels-fma.wasm?url';
import type { Command } from '../../../src/workers/protocol';
import { TrainingHost } from '../../../src/workers/training';

/** What a test does to a training worker beside commanding it. */
export type Harm = { type: 'destroy' } | { type: 'exhaust' } | { type: 'throw' } | { type: 'hang' };

// A machine whose GPU does not come back.
if (self.name === 'no-adapter') navigator.gpu.requestAdapter = async () => null;

/** The largest buffer that may be asked for is more than SwiftShader has: it answers with a GPUOutOfMemoryError. */
const tooMuch = (device: GPUDevice) => device.limits.maxBufferSize;

// A machine whose GPU has no memory left, whatever is asked for.
if (self.name === 'no-memory') {
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, { ...descriptor, size: tooMuch(this) });
    return Object.defineProperty(buffer, 'size', { value: descriptor.size });
  };
}

// A machine whose GPU is lost before there is a run.
if (self.name === 'lost-early') {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    setTimeout(() => device.destroy(), 500);
    return device;
  };
}

const tfjsDevice = () => (backend() as WebGPUBackend).device;

const host = new TrainingHost(
  event => postMessage(event),
  async () => (await fetch(fmaUrl)).arrayBuffer(),
);

self.addEventListener('message', ({ data }: MessageEvent<Command | Harm>) => {
  switch (data.type) {
    case 'destroy':
      tfjsDevice().destroy();
      break;
    case 'exhaust':
      tfjsDevice().createBuffer({ size: tooMuch(tfjsDevice()), usage: GPUBufferUsage.STORAGE });
      break;
    case 'throw':
      setTimeout(() => {
        throw new Error('a fault in the worker');
      });
      break;
    case 'hang':
      for (;;);
    default:
      host.handle(data);
  }
});
