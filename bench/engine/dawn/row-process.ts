import { offerDawn } from '../../../src/cli/dawn';
import { describeAdapter } from '../machine';
import { measureRow } from '../row';
import type { RowName } from '../rows';
import type { ProcessReply } from './in-process';

/** Measures the row that it is sent, and is then ended by its parent. */
process.on('message', async (row: RowName) => {
  let reply: ProcessReply;
  try {
    await offerDawn();
    reply = { adapter: await describeAdapter(), ...(await measureRow({ row, tfjsWasm: '' })) };
  } catch (error) {
    reply = { adapter: null, error: error instanceof Error ? error.message : String(error) };
  }
  process.send!(reply);
});
