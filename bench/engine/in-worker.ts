import type { RowReply, RowRequest } from './row';
import type { RowName } from './rows';
import { LIMIT_MS } from './runner';

/** Runs a row in a worker of its own, and ends the worker. Does not reject. */
export function runInWorker(row: RowName): Promise<RowReply> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const request: RowRequest = { row, tfjsWasm: new URL('assets/tfjs/', document.baseURI).href };
  return new Promise<RowReply>(resolve => {
    const limit = setTimeout(
      () => resolve({ error: `The row took longer than ${LIMIT_MS / 1000} s.` }),
      LIMIT_MS,
    );
    const end = (reply: RowReply) => {
      clearTimeout(limit);
      resolve(reply);
    };
    worker.addEventListener('message', (event: MessageEvent<RowReply>) => end(event.data));
    worker.addEventListener('error', event => end({ error: event.message || 'The worker did not start.' }));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
