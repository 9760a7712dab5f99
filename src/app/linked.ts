import { RECORDING_BYTES, RecordingError, readRecording } from '../recording/read';
import { hasGoneOn } from './gone-on';
import type { Session } from './session';
import { addNotice, dismissNotices } from './store';

/** Why a linked recording cannot be shown, as one sentence. */
class LinkedError extends Error {
  override name = 'LinkedError';
}

/** Milliseconds after which, and then how often, it is told how far a transfer is. */
const TOLD_EVERY = 700;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** "the site example.org", "this site". */
const siteOf = (url: URL) => (url.origin === location.origin ? 'this site' : url.host);

/** @throws LinkedError */
async function transfer(url: URL, tell: (bytes: number) => void): Promise<Blob> {
  const site = siteOf(url);
  let answer: Response;
  try {
    answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch {
    throw new LinkedError(
      `The recording cannot be fetched from ${site}: it does not answer, or does not let other pages read it, or this page may not ask it.`,
    );
  }
  if (!answer.ok || !answer.body) {
    throw new LinkedError(
      `There is no recording at that address: ${site} answered with code ${answer.status}.`,
    );
  }
  const pieces: BlobPart[] = [];
  let bytes = 0;
  let told = performance.now();
  const reader = answer.body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      pieces.push(next.value);
      bytes += next.value.length;
      if (bytes > RECORDING_BYTES) {
        await reader.cancel();
        break;
      }
      if (performance.now() - told < TOLD_EVERY) continue;
      told = performance.now();
      tell(bytes);
    }
  } catch {
    throw new LinkedError(`The transfer from ${site} broke off after ${megabytes(bytes)}: try it again.`);
  }
  return new Blob(pieces);
}

/** Takes the recording out of the address as soon as something else is shown, so that a copied link is of that. */
function keepAddressTrue({ store }: Session): void {
  const shown = store.getState().recording;
  const unsubscribe = store.subscribe(({ recording }) => {
    if (recording === shown) return;
    unsubscribe();
    const url = new URL(location.href);
    url.searchParams.delete('recording');
    history.replaceState(history.state, '', url);
  });
}

/**
 * Fetches the recording that the address points to, and shows it unless the reader has gone on to something else. What
 * goes wrong is a notice.
 */
export async function showLinked(session: Session): Promise<void> {
  const { store } = session;
  const { linked } = store.getState();
  if (linked === null) return;
  const url = new URL(linked);
  const before = store.getState();
  const tell = (bytes: number) =>
    addNotice(store, 'recording', `Fetching it from ${siteOf(url)}: ${megabytes(bytes)} so far.`);
  try {
    const recording = await readRecording(await transfer(url, tell));
    if (hasGoneOn(before, store.getState())) {
      addNotice(store, 'recording', 'It is there, and waits, since you went on to something else.');
      return;
    }
    store.setState({ linked: null });
    dismissNotices(store, 'recording');
    session.show(recording, 'the linked recording');
    keepAddressTrue(session);
  } catch (error) {
    if (!(error instanceof LinkedError || error instanceof RecordingError)) throw error;
    addNotice(store, 'recording', error.message);
  }
}

/** Shows what the address points to where this site has it; of another site, the reader is asked first. */
export async function offerLinked(session: Session): Promise<void> {
  const { linked } = session.store.getState();
  if (linked === null) return;
  const url = new URL(linked);
  if (url.origin === location.origin) await showLinked(session);
  else
    addNotice(
      session.store,
      'recording',
      `This link shows one from ${siteOf(url)}. Nothing is fetched from there unless you say so.`,
    );
}
