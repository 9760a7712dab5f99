import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RowReply } from '../row';
import type { RowName } from '../rows';
import { LIMIT_MS } from '../runner';

/** A row to measure, or only the question on which adapter it would run. */
export type ProcessRequest = RowName | 'adapter';
export type AdapterReply = { adapter: string } | { error: string };

const program = fileURLToPath(new URL('./row-process.js', import.meta.url));

/**
 * Puts a request to a process of its own and ends the process, so that neither what a GPU still holds nor how a
 * driver ends can touch the next. Does not reject.
 */
function ask<Reply>(request: ProcessRequest, failed: (error: string) => Reply): Promise<Reply> {
  // An engine's words, and Dawn's, must not get between the JSON.
  const child = fork(program, { stdio: ['ignore', 2, 2, 'ipc'] });
  return new Promise<Reply>(resolve => {
    const limit = setTimeout(() => resolve(failed(`There was no answer in ${LIMIT_MS / 1000} s.`)), LIMIT_MS);
    const end = (reply: Reply) => {
      clearTimeout(limit);
      resolve(reply);
    };
    child.on('message', message => end(message as Reply));
    child.on('error', error => end(failed(error.message)));
    child.on('exit', (code, signal) =>
      end(failed(`The process ended without an answer (${signal ?? code}).`)),
    );
    child.send(request);
  }).finally(() => child.kill('SIGKILL'));
}

/** Measures a row. Does not reject. */
export const runInProcess = (row: RowName): Promise<RowReply> => ask<RowReply>(row, error => ({ error }));

/**
 * The adapter that rows would run on.
 * @throws Error one sentence that says what to do, where Dawn is not installed or finds none
 */
export async function findAdapter(): Promise<string> {
  const reply = await ask<AdapterReply>('adapter', error => ({ error }));
  if ('error' in reply) throw new Error(reply.error);
  return reply.adapter;
}
