import { offerDawn } from '../../../src/cli/dawn';
import { describeAdapter } from '../machine';
import { measureRow, type RowReply } from '../row';
import type { AdapterReply, ProcessRequest } from './in-process';

/** Answers the request that it is sent, and is then ended by its parent. */
process.on('message', async (request: ProcessRequest) => {
  let reply: RowReply | AdapterReply;
  try {
    await offerDawn();
    reply =
      request === 'adapter'
        ? { adapter: await describeAdapter() }
        : await measureRow({ row: request, tfjsWasm: '' });
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  process.send!(reply);
});
