import type { KernelFile } from '../engine/device';
import kernelsUrl from '../engine/kernels/wasm/generated/kernels.wasm?url';
import fmaUrl from '../engine/kernels/wasm/generated/kernels-fma.wasm?url';
import type { Command } from './protocol';
import { TrainingHost } from './training';

async function kernels(file: KernelFile): Promise<ArrayBuffer> {
  const url = file === 'kernels' ? kernelsUrl : fmaUrl;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The file ${url} is missing on this server (${response.status}).`);
  return response.arrayBuffer();
}

const host = new TrainingHost(event => postMessage(event), kernels);
self.addEventListener('message', (message: MessageEvent<Command>) => host.handle(message.data));
