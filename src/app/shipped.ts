import { presetById } from '../experiment/presets';
import { RecordingError, readRecording } from '../recording/read';
import type { Recording } from '../recording/recording';
import { hasGoneOn } from './gone-on';
import { isShipped, markShipped } from './recorded';
import type { Session } from './session';

/** Why a recording that should have come with the page cannot be shown, as one sentence. */
export class ShippedError extends Error {
  override name = 'ShippedError';
}

/** Beside the page, under whatever path that is. */
const addressOf = (preset: string) => new URL(`recordings/${preset}.json`, document.baseURI);

async function fetchFile(preset: string, title: string): Promise<Blob> {
  let answer: Response;
  let file: Blob;
  try {
    answer = await fetch(addressOf(preset));
    file = await answer.blob();
  } catch {
    throw new ShippedError(
      `The recorded run of “${title}” cannot be fetched: check your connection, or press Play to make your own.`,
    );
  }
  if (answer.ok) return file;
  throw new ShippedError(
    `The recorded run of “${title}” is not on this server: press Play to make your own.`,
  );
}

/** @throws ShippedError */
async function loadShipped(preset: string): Promise<Recording> {
  const { title } = presetById(preset);
  const file = await fetchFile(preset, title);
  const damaged = new ShippedError(
    `The recorded run of “${title}” is damaged: reload the page, or press Play to make your own.`,
  );
  const recording = await readRecording(file).catch((error: unknown) => {
    throw error instanceof RecordingError ? damaged : error;
  });
  if (recording.experiment.preset !== preset) throw damaged;
  markShipped(recording);
  return recording;
}

/**
 * Shows the recording that comes with a preset, unless it is there already or the reader goes on to something else
 * while it is loading.
 * @throws ShippedError, and ExperimentError for a preset that does not exist
 */
export async function showShipped(session: Session, preset: string): Promise<void> {
  const { store } = session;
  const before = store.getState();
  if (isShipped(before.recording) && before.experiment.preset === preset) return;
  const recording = await loadShipped(preset);
  if (hasGoneOn(before, store.getState())) return;
  session.show(recording, 'the recorded run');
}
