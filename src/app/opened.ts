import { readRecording } from '../recording/read';
import type { Session } from './session';
import { addNotice, dismissNotices } from './store';

/** Shows a recording from a file, or says why it cannot be shown. */
export async function openRecording(session: Session, file: File): Promise<void> {
  try {
    session.show(await readRecording(file));
    dismissNotices(session.store, 'file');
  } catch (error) {
    const { message } = error as Error;
    const reason = message.charAt(0).toLowerCase() + message.slice(1);
    addNotice(session.store, 'file', `${file.name} cannot be shown as a recording: ${reason}`);
  }
}
