import { framesToCsv, lossesToCsv } from '../../recording/csv';
import { recordingToJson } from '../../recording/write';
import { say } from '../say';
import type { Session } from '../session';
import { download } from './download';
import { fileStem } from './file-stem';

/** Hands the recording to the reader, or its measures or losses as a table. */
export async function exportRecording(session: Session, format: 'json' | 'csv' | 'losses'): Promise<void> {
  const { recording } = session.store.getState();
  const name = fileStem(recording.experiment);
  if (format === 'json') {
    download(`${name}.json`, JSON.stringify(recordingToJson(recording)), 'application/json');
    say(session, 'Recording saved');
  } else {
    const text = format === 'csv' ? framesToCsv(recording) : lossesToCsv(recording);
    download(`${name}-${format === 'csv' ? 'measures' : 'losses'}.csv`, text, 'text/csv');
    say(session, format === 'csv' ? 'Measures saved' : 'Losses saved');
  }
}
