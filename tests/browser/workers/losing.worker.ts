import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend } from '@tensorflow/tfjs-core';
import fmaUrl from '../../../src/engine/kernels/wasm/generated/kernels-fma.wasm?url';
import type { Command } from '../../../src/workers/protocol';
import { TrainingHost } from '../../../src/workers/training';

/** What a test does to a training worker beside commanding it. */
export type Harm = { type: 'destroy' } | { type: 'throw' } | { type: 'hang' };

// A machine whose GPU does not come back.
if (self.name === 'no-adapter') navigator.gpu.requestAdapter = async () => null;

const host = new TrainingHost(
  event => postMessage(event),
  async () => (await fetch(fmaUrl)).arrayBuffer(),
);

self.addEventListener('message', ({ data }: MessageEvent<Command | Harm>) => {
  switch (data.type) {
    case 'destroy':
      (backend() as WebGPUBackend).device.destroy();
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
