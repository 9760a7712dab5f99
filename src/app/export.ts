import { framesToCsv, lossesToCsv } from '../recording/csv';
import { recordingToJson } from '../recording/write';
import { say } from './say';
import type { Session } from './session';

/** Hands a text to the reader as a file. */
function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Hands the recording to the reader, or its measures or losses as a table. */
export async function exportRecording(session: Session, format: 'json' | 'csv' | 'losses'): Promise<void> {
  const { recording } = session.store.getState();
  const name = `richscope-${recording.experiment.preset ?? 'experiment'}-seed-${recording.experiment.seed}`;
  if (format === 'json') {
    download(`${name}.json`, JSON.stringify(recordingToJson(recording)), 'application/json');
    say(session, 'Recording saved');
  } else {
    const text = format === 'csv' ? framesToCsv(recording) : lossesToCsv(recording);
    download(`${name}-${format === 'csv' ? 'measures' : 'losses'}.csv`, text, 'text/csv');
    say(session, format === 'csv' ? 'Measures saved' : 'Losses saved');
  }
}
