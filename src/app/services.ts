import { shownAddress } from './address';
import type { PickerPurpose, Services } from './commands';
import { droppedFiles, namedByPath } from './dropped';
import type { Session } from './session';
import { addNotice, dismissNotices } from './store';

/** Milliseconds for which a short confirmation stays. */
const SAID = 2_500;

function say(session: Session, said: string): void {
  session.store.setState({ said });
  setTimeout(() => {
    if (session.store.getState().said === said) session.store.setState({ said: '' });
  }, SAID);
}

async function exportRecording(session: Session, format: 'json' | 'csv' | 'losses'): Promise<void> {
  const { saveRecording } = await import('./save');
  say(session, saveRecording(session.store.getState().recording, format));
}

async function showRecorded(session: Session, preset: string): Promise<void> {
  try {
    const { showShipped } = await import('./shipped');
    await showShipped(session, preset);
    dismissNotices(session.store, 'file');
  } catch (error) {
    addNotice(session.store, 'file', (error as Error).message);
  }
}

/**
 * Takes files from a picker or a drop: a recording, or pictures and labels to train on.
 * @param purpose of the picker that they were chosen with; absent for a drop, where the name decides
 */
export async function takeFiles(
  session: Session,
  files: readonly File[],
  purpose?: PickerPurpose,
): Promise<void> {
  const [first] = files;
  if (!first) {
    if (purpose !== 'recording')
      addNotice(session.store, 'file', 'There are no files in there: choose a folder that has some.');
    return;
  }
  const isRecording = purpose === 'recording' || (files.length === 1 && /\.json$/i.test(first.name));
  if (isRecording) await (await import('./opened')).openRecording(session, first);
  else session.openFiles(purpose === 'folder' ? files.map(file => namedByPath(file)) : files);
}

/** Takes what was dropped on the page: files, or folders with all that is in them. */
export async function takeDrop(session: Session, dropped: DataTransfer): Promise<void> {
  let files: File[];
  try {
    files = await droppedFiles(dropped);
  } catch {
    addNotice(
      session.store,
      'file',
      'What was dropped cannot be read: drop it again, or open it with “Open a folder of pictures”.',
    );
    return;
  }
  await takeFiles(session, files);
}

function pickFiles(purpose: PickerPurpose): void {
  const input = document.querySelector<HTMLInputElement>(`input[type="file"][data-purpose="${purpose}"]`);
  if (!input) throw new Error(`The page has no file picker for ${purpose}.`);
  // The same file again must count as a change.
  input.value = '';
  input.click();
}

async function copyLink(session: Session): Promise<void> {
  try {
    await navigator.clipboard.writeText(shownAddress(session));
    say(session, 'Link copied');
  } catch {
    addNotice(
      session.store,
      'link',
      'The browser does not let this page copy: take the link from the address bar.',
    );
  }
}

/** What commands do with the browser. */
export function createServices(session: Session, isDark: () => boolean): Services {
  return {
    isDark,
    drawSeed: () => crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000,
    copyLink: () => copyLink(session),
    pickFiles,
    showRecorded: preset => showRecorded(session, preset),
    exportRecording: format => exportRecording(session, format),
  };
}
