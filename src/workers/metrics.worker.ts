import { MetricsHost } from './metrics';
import type { MetricsCommand, ProbeMessage } from './protocol';

const host = new MetricsHost(event => postMessage(event));
self.addEventListener('message', ({ data }: MessageEvent<MetricsCommand>) => {
  if (data.type === 'detail') host.want(data.runId, data.split, data.wanted);
  else data.port.onmessage = (message: MessageEvent<ProbeMessage>) => host.offer(message.data);
});
