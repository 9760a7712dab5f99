import { readRecording } from '../recording/read';
import type { PickerPurpose } from './commands';
import { type Drop, droppedFiles, namedByPath } from './dropped';
import type { Session } from './session';
import { addNotice, dismissNotices } from './store';

async function openRecording(session: Session, file: File): Promise<void> {
  try {
    session.show(await readRecording(file));
    dismissNotices(session.store, 'file');
  } catch (error) {
    const { message } = error as Error;
    const reason = message.charAt(0).toLowerCase() + message.slice(1);
    addNotice(session.store, 'file', `${file.name} cannot be shown as a recording: ${reason}`);
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
  if (isRecording) await openRecording(session, first);
  else session.openFiles(purpose === 'folder' ? files.map(file => namedByPath(file)) : files);
}

/** Takes what was dropped on the page: files, or folders with all that is in them. */
export async function takeDrop(session: Session, dropped: Drop): Promise<void> {
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
