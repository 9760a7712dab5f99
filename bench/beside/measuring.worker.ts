import { MetricsHost } from '../../src/workers/metrics';
import { loadNumericsHere } from '../../src/workers/numerics-files';
import type { ProbeMessage } from '../../src/workers/protocol';

/** Measures one probe again and again while it is told to, as the app's metrics worker would, and counts. */
async function start(probe: ProbeMessage): Promise<void> {
  const { numerics } = await loadNumericsHere();
  let busy = false;
  let measured = 0;
  const host = new MetricsHost(() => {
    measured++;
    if (busy) host.offer(probe);
  }, numerics);
  self.addEventListener('message', ({ data }: MessageEvent<boolean>) => {
    if (data && !busy) host.offer(probe);
    busy = data;
    postMessage(measured);
  });
  postMessage('ready');
}

self.addEventListener('message', ({ data }) => void start(data), { once: true });
