import type { ReferenceEvent } from './reference';

/** Measures the reference cases in a worker of their own. Returns what ends it. */
export function startReference(onEvent: (event: ReferenceEvent) => void): () => void {
  const worker = new Worker(new URL('./reference.worker.ts', import.meta.url), {
    type: 'module',
    name: 'reference',
  });
  worker.onmessage = ({ data }: MessageEvent<ReferenceEvent>) => onEvent(data);
  worker.onerror = event =>
    onEvent({ type: 'error', message: `the worker stopped (${event.message || 'no reason given'})` });
  return () => worker.terminate();
}
