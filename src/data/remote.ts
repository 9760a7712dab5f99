import type { AsyncBuffer } from 'hyparquet';
import { DataError, type LoadContext } from './types';

/** Counts what has come over the network and reports it. */
export class ByteTally {
  readonly #report: (done: number, total: number | null) => void;
  #done = 0;
  #total: number | null = null;

  constructor(report: (done: number, total: number | null) => void) {
    this.#report = report;
  }

  add(bytes: number): void {
    this.#done += bytes;
    this.#report(this.#done, this.#total);
  }

  /** Says how many more bytes are to come. */
  expect(bytes: number): void {
    this.#total = this.#done + bytes;
  }
}

/** A connection that failed; worth a second try. `reached` tells whether an answer had begun. */
class BrokenConnection extends Error {
  readonly reached: boolean;
  constructor(reached: boolean, cause: unknown) {
    super('The connection broke.', { cause });
    this.reached = reached;
  }
}

const hostOf = (url: string) => new URL(url).host;

const webPage = (url: string) =>
  new DataError(
    `${hostOf(url)} answered with a web page instead of data: if your network asks for a sign-in, sign in and load again, or choose the built-in digits.`,
  );

/** Tries once more where the connection broke. @throws DataError when it breaks again. */
async function twice<T>(url: string, context: LoadContext, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof BrokenConnection)) throw error;
      if (tries < 2) continue;
      throw new DataError(
        error.reached
          ? `The connection to ${hostOf(url)} broke off half-way, twice: load again, or choose the built-in digits.`
          : `${hostOf(url)} cannot be reached: check your connection and load again, or choose the built-in digits, which need none.`,
        { cause: error.cause },
      );
    }
  }
}

async function request(url: string, context: LoadContext, init: RequestInit): Promise<Response> {
  context.signal.throwIfAborted();
  try {
    return await (context.fetch ?? fetch)(url, { ...init, signal: context.signal });
  } catch (error) {
    throw new BrokenConnection(false, error);
  }
}

/** How long a server asks to wait, in words. */
function waitWords(response: Response): string {
  const seconds = Number(response.headers.get('retry-after'));
  if (!(seconds > 0)) return 'in a few minutes';
  return seconds < 90 ? `in ${Math.ceil(seconds)} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}

/** @throws DataError for an answer that says no, or is a web page. */
function checkAnswer(url: string, response: Response): void {
  if (response.status === 429)
    throw new DataError(
      `${hostOf(url)} has had too many requests from here: load again ${waitWords(response)}, or choose the built-in digits.`,
    );
  if (!response.ok)
    throw new DataError(
      `${hostOf(url)} answered with error ${response.status}: load again later, or choose the built-in digits.`,
    );
  if (response.headers.get('content-type')?.includes('text/html')) throw webPage(url);
}

/** The whole body, counted as it comes. @throws BrokenConnection where it ends early or is not `expected` bytes long. */
async function readBody(
  response: Response,
  tally: ByteTally | null,
  expected: number | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      chunks.push(part.value);
      length += part.value.length;
      tally?.add(part.value.length);
    }
    if (expected !== null && length !== expected) throw new Error(`${length} of ${expected} bytes came.`);
  } catch (error) {
    tally?.add(-length);
    throw new BrokenConnection(true, error);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

/** Statuses of what is not there, or not for everybody. */
const MISSING = [401, 403, 404];

/** Gets and parses JSON. @param missing the sentence where the server has no such thing @throws DataError */
export function fetchJson(url: string, context: LoadContext, missing: string): Promise<unknown> {
  return twice(url, context, async () => {
    const response = await request(url, context, {});
    if (MISSING.includes(response.status)) throw new DataError(missing);
    checkAnswer(url, response);
    const text = new TextDecoder().decode(await readBody(response, null, null));
    if (text.trimStart().startsWith('<')) throw webPage(url);
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new DataError(
        `${hostOf(url)} answered with something that is not the list of files asked for: load again later, or choose the built-in digits.`,
        { cause: error },
      );
    }
  });
}

const LESS_THAN = '<'.charCodeAt(0);

/** Gets the whole file. @throws DataError */
function fetchWhole(
  url: string,
  context: LoadContext,
  tally: ByteTally,
  first: Response | null,
  length: number | null,
): Promise<ArrayBuffer> {
  let answer = first;
  return twice(url, context, async () => {
    const response = answer ?? (await request(url, context, {}));
    answer = null;
    checkAnswer(url, response);
    if (length !== null) tally.expect(length);
    const body = await readBody(response, tally, length);
    if (body[0] === LESS_THAN) throw webPage(url);
    return body.buffer;
  });
}

/** Length of the file; null where the server does not tell it to a HEAD request. @throws DataError */
async function fetchLength(url: string, context: LoadContext): Promise<number | null> {
  const response = await twice(url, context, () => request(url, context, { method: 'HEAD' }));
  const refusesHead = response.status === 403 || response.status === 405 || response.status === 501;
  if (refusesHead) return null;
  checkAnswer(url, response);
  const length = Number(response.headers.get('content-length'));
  return length > 0 ? length : null;
}

/** A file on a server. `isWhole` tells whether all of it is here already. */
export interface RemoteFile extends AsyncBuffer {
  isWhole(): boolean;
}

/**
 * Opens a file on a server, read in pieces by HTTP range requests. Where the server does not serve ranges, the
 * whole file is read once and kept. A broken connection is tried once more.
 * @throws DataError with one sentence, here and from `slice`.
 */
export async function openRemoteFile(
  url: string,
  context: LoadContext,
  tally: ByteTally,
): Promise<RemoteFile> {
  const length = await fetchLength(url, context);
  let whole = length === null ? await fetchWhole(url, context, tally, null, null) : null;
  const byteLength = whole?.byteLength ?? length!;

  const fetchRange = (start: number, end: number) =>
    twice(url, context, async () => {
      const response = await request(url, context, { headers: { Range: `bytes=${start}-${end - 1}` } });
      checkAnswer(url, response);
      if (response.status === 206) return (await readBody(response, tally, end - start)).buffer;
      whole = await fetchWhole(url, context, tally, response, byteLength);
      return whole.slice(start, end);
    });

  return {
    byteLength,
    isWhole: () => whole !== null,
    slice: async (start, end = byteLength) => whole?.slice(start, end) ?? fetchRange(start, end),
  };
}
