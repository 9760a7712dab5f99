import kernelsUrl from '../engine/kernels/wasm/generated/kernels.wasm?url';
import type { Command } from './protocol';
import { TrainingHost } from './training';

async function kernels(): Promise<ArrayBuffer> {
  const response = await fetch(kernelsUrl);
  if (!response.ok) throw new Error(`The file ${kernelsUrl} is missing on this server (${response.status}).`);
  return response.arrayBuffer();
}

const host = new TrainingHost(event => postMessage(event), kernels);
self.addEventListener('message', (message: MessageEvent<Command>) => host.handle(message.data));
