import { MetricsHost } from './metrics';
import { loadNumericsHere } from './numerics-files';
import type { MetricsCommand, ProbeMessage } from './protocol';

const loading = loadNumericsHere().then(
  ({ numerics }) => new MetricsHost(event => postMessage(event), numerics),
);
loading.catch(error => {
  // Thrown outside of the promise, so that the page is told.
  setTimeout(() => {
    throw error;
  });
});

self.addEventListener('message', async ({ data }: MessageEvent<MetricsCommand>) => {
  const host = await loading;
  if (data.type === 'detail') host.want(data.runId, data.split, data.wanted);
  else if (data.type === 'activations') host.tellActivations(data.runId, data.arm, data.split);
  else data.port.onmessage = (message: MessageEvent<ProbeMessage>) => host.offer(message.data);
});
