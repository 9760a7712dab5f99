import { MetricsHost } from '../../src/workers/metrics';
import { loadNumericsHere } from '../../src/workers/numerics-files';
import type { ProbeMessage } from '../../src/workers/protocol';

/** The app's metrics worker, which measures the probes that come over `port`, or drops them; it counts those measured. */
async function start(port: MessagePort): Promise<void> {
  const { numerics } = await loadNumericsHere();
  let isMeasuring = false;
  let measured = 0;
  const host = new MetricsHost(() => {
    measured++;
  }, numerics);
  port.onmessage = ({ data }: MessageEvent<ProbeMessage>) => {
    if (isMeasuring) host.offer(data);
  };
  self.addEventListener('message', ({ data }: MessageEvent<boolean>) => {
    isMeasuring = data;
    postMessage(measured);
  });
  postMessage('ready');
}

self.addEventListener('message', ({ data }) => void start(data), { once: true });
