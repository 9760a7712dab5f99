import { framesToCsv, lossesToCsv } from '../recording/csv';
import type { Recording } from '../recording/recording';
import { recordingToJson } from '../recording/write';

/** Hands a text to the reader as a file. */
export function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Hands a recording to the reader as a file. @returns what was done, in words */
export function saveRecording(recording: Recording, format: 'json' | 'csv' | 'losses'): string {
  const { preset, seed } = recording.experiment;
  const name = `richscope-${preset ?? 'experiment'}-seed-${seed}`;
  switch (format) {
    case 'json':
      download(`${name}.json`, JSON.stringify(recordingToJson(recording)), 'application/json');
      return 'Recording saved';
    case 'csv':
      download(`${name}-measures.csv`, framesToCsv(recording), 'text/csv');
      return 'Measures saved';
    case 'losses':
      download(`${name}-losses.csv`, lossesToCsv(recording), 'text/csv');
      return 'Losses saved';
  }
}
