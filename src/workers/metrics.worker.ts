import numericsUrl from '../metrics/kernels/generated/numerics.wasm?url';
import fmaUrl from '../metrics/kernels/generated/numerics-fma.wasm?url';
import { loadNumerics } from '../metrics/kernels/load';
import { MetricsHost } from './metrics';
import type { MetricsCommand, ProbeMessage } from './protocol';

const loading = loadNumerics(async file => {
  const url = file === 'numerics' ? numericsUrl : fmaUrl;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The file ${url} is missing on this server (${response.status}).`);
  return response.arrayBuffer();
}).then(({ numerics }) => new MetricsHost(event => postMessage(event), numerics));
loading.catch(error => {
  // Thrown outside of the promise, so that the page is told.
  setTimeout(() => {
    throw error;
  });
});

self.addEventListener('message', async ({ data }: MessageEvent<MetricsCommand>) => {
  const host = await loading;
  if (data.type === 'detail') host.want(data.runId, data.split, data.wanted);
  else data.port.onmessage = (message: MessageEvent<ProbeMessage>) => host.offer(message.data);
});
