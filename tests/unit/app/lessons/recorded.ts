import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecording } from '../../../../src/recording/read';
import type { Recording } from '../../../../src/recording/recording';

const FOLDER = join(import.meta.dirname, '../../../../public/recordings');
const read = new Map<string, Promise<Recording>>();

/** The recorded run that comes with a preset, read once. */
export function recordedRun(preset: string): Promise<Recording> {
  const known = read.get(preset) ?? readRecording(new Blob([readFileSync(join(FOLDER, `${preset}.json`))]));
  read.set(preset, known);
  return known;
}
