import { checkedFile, recordingFromPieces } from '../read';
import type { Recording } from '../recording';
import { bytesOf, piecesOf, withRuns } from './database';
import { headSchema } from './head';
import { type KeptCheckpoint, RunsError } from './types';
import type { Continued } from './writer';

/** A run as it was kept. */
export interface KeptRun {
  recording: Recording;
  /** Where it goes on; null where it is over, or none was kept. */
  checkpoint: KeptCheckpoint | null;
  continued: Continued;
  /** What could not be read, as one sentence; null where nothing is missing. */
  fault: string | null;
}

const GONE = 'This run is not kept any more: it was deleted, or made way for newer ones.';
const DAMAGED =
  'This run cannot be read, since what was kept of it is damaged; the other runs are as they were.';
const PART =
  'Part of what was kept of this run is damaged and left out; the rest is shown, and the other runs are as they were.';

/** Reads a run with all that was recorded. @throws RunsError with one sentence. */
export async function loadRun(id: string): Promise<KeptRun> {
  const kept = await withRuns(async database => {
    const transaction = database.transaction(['heads', 'pieces', 'checkpoints', 'curves']);
    const [head, pieces, checkpoint, curves] = await Promise.all([
      transaction.objectStore('heads').get(id),
      transaction.objectStore('pieces').getAll(piecesOf(id)),
      transaction.objectStore('checkpoints').get(id),
      transaction.objectStore('curves').get(id),
    ]);
    return { head, pieces, checkpoint, curves };
  });
  if (!kept.head) throw new RunsError(GONE);
  const head = headSchema.safeParse(kept.head);
  const readable = kept.pieces.flatMap(piece => {
    try {
      return [checkedFile(piece)];
    } catch {
      return [];
    }
  });
  if (!head.success || !readable.length) throw new RunsError(DAMAGED);
  const recording = recordingFromPieces(readable);
  const checkpoint =
    kept.checkpoint && recording.status !== 'finished' ? (kept.checkpoint as KeptCheckpoint) : null;
  return {
    recording,
    checkpoint,
    continued: {
      head: head.data,
      pieces: kept.pieces.length,
      curvesBytes: bytesOf(kept.curves),
      checkpointBytes: bytesOf(kept.checkpoint),
    },
    fault: readable.length < kept.pieces.length ? PART : null,
  };
}
