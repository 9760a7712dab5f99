import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RowReply } from '../row';
import type { RowName } from '../rows';
import { LIMIT_MS } from '../runner';

export type ProcessReply = RowReply & { adapter: string | null };

const program = fileURLToPath(new URL('./row-process.js', import.meta.url));

/**
 * Runs a row in a process of its own and ends the process, so that neither what a GPU still holds nor how a
 * driver ends can touch the next. Does not reject.
 */
export function runInProcess(row: RowName): Promise<ProcessReply> {
  // An engine's words, and Dawn's, must not get between the JSON.
  const child = fork(program, { stdio: ['ignore', 2, 2, 'ipc'] });
  const failed = (error: string): ProcessReply => ({ adapter: null, error });
  return new Promise<ProcessReply>(resolve => {
    const limit = setTimeout(
      () => resolve(failed(`The row took longer than ${LIMIT_MS / 1000} s.`)),
      LIMIT_MS,
    );
    const end = (reply: ProcessReply) => {
      clearTimeout(limit);
      resolve(reply);
    };
    child.on('message', message => end(message as ProcessReply));
    child.on('error', error => end(failed(error.message)));
    child.on('exit', (code, signal) =>
      end(failed(`The process ended without an answer (${signal ?? code}).`)),
    );
    child.send(row);
  }).finally(() => child.kill('SIGKILL'));
}
