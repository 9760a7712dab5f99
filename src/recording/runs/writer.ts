import type { RecordingFile } from '../format';
import type { Recording } from '../recording';
import { recordingToJson } from '../write';
import { curvesOf, outcomesOf } from './curves';
import { bytesOf, withRuns } from './database';
import type { KeptCheckpoint, RunHead } from './types';

/** Pieces after which they are written anew as one for each arm; of a run at rest, which is quick then. */
const MOST_PIECES = { training: 60, resting: 8 };
/** Milliseconds between two curves for overlays, of which each replaces the last. */
const CURVES_EVERY = 5_000;
/** Bytes of checkpoints that are written a second on average; a run at rest does not wait. */
const CHECKPOINT_RATE = 1_000_000;
/** Seconds that count as training between two writes at most: a machine may have slept. */
const LONGEST_GAP = 5;

/** Where a run that was kept goes on being written. */
export interface Continued {
  head: RunHead;
  /** Pieces that there are. */
  pieces: number;
  curvesBytes: number;
  checkpointBytes: number;
}

const isAtRest = ({ status }: Recording) => status !== 'running' && status !== 'compiling';

/** Keeps one run as it goes: each write adds what was recorded since the last one. One write at a time. */
export class RunWriter {
  readonly id: string;
  readonly recording: Recording;
  private head: RunHead;
  /** What could not be written yet, or is being written. */
  private piece: RecordingFile | null = null;
  private isWhole: boolean;
  /** Version of the recording up to which everything has been taken. */
  private taken = 0;
  /** Pieces in the database. */
  private stored: number;
  private checkpoint: KeptCheckpoint | null = null;
  private pieceBytes: number;
  private curvesBytes: number;
  private checkpointBytes: number;
  private nextCheckpoint = 0;
  private nextCurves = 0;
  private lastWrite = 0;
  private wasTraining = false;
  private writing: Promise<void> | null = null;

  /** @param continued what is kept of the run already */
  constructor(id: string, recording: Recording, now: number, continued?: Continued) {
    this.id = id;
    this.recording = recording;
    this.isWhole = !continued;
    if (continued) recording.takeNews();
    this.head = continued?.head ?? this.freshHead(now);
    this.stored = continued?.pieces ?? 0;
    this.curvesBytes = continued?.curvesBytes ?? 0;
    this.checkpointBytes = continued?.checkpointBytes ?? 0;
    this.pieceBytes = Math.max(0, this.head.bytes - this.curvesBytes - this.checkpointBytes);
  }

  private freshHead(now: number): RunHead {
    const { experiment, step } = this.recording;
    return {
      ...{ id: this.id, experiment, name: '', pinned: false, status: 'paused', step },
      ...{ begun: now, changed: now, seconds: 0, device: null, arms: [], bytes: 0, pieces: 0, deleted: null },
    };
  }

  /** The run can go on from here; written with one of the next pieces. */
  keepCheckpoint(checkpoint: KeptCheckpoint): void {
    this.checkpoint = checkpoint;
  }

  /**
   * Writes what has come since the last time, unless nothing has, or no step has been made yet.
   * @param now milliseconds since 1970
   * @param hurry the page may be gone in a moment: the checkpoint does not wait for its turn
   * @throws RunsError; what was not written comes with the next write
   */
  write(now: number, hurry = false): Promise<void> {
    if (hurry) this.nextCheckpoint = 0;
    this.writing ??= this.writeNews(now).finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  private async writeNews(now: number): Promise<void> {
    const { recording } = this;
    if (recording.step < 1) return;
    const elapsed = Math.min(LONGEST_GAP, (now - this.lastWrite) / 1_000);
    const seconds = this.head.seconds + (this.wasTraining ? elapsed : 0);
    const piece = this.nextPiece();
    const resting = isAtRest(recording);
    const finished = recording.status === 'finished';
    const checkpoint = finished || (!resting && now < this.nextCheckpoint) ? null : this.checkpoint;
    if (!piece && !checkpoint) return;
    const curves = resting || now >= this.nextCurves ? curvesOf(this.id, recording) : null;
    const pieceBytes = this.pieceBytes + (piece ? bytesOf(piece) : 0);
    const curvesBytes = curves ? bytesOf(curves) : this.curvesBytes;
    const checkpointBytes = finished ? 0 : checkpoint ? bytesOf(checkpoint) : this.checkpointBytes;
    const head: RunHead = {
      ...this.head,
      ...{
        experiment: recording.experiment,
        step: recording.step,
        changed: now,
        seconds,
        arms: outcomesOf(recording),
      },
      status: finished || recording.status === 'failed' ? recording.status : 'paused',
      device: recording.device?.device ?? null,
      bytes: pieceBytes + curvesBytes + checkpointBytes,
      pieces: this.head.pieces + (piece ? 1 : 0),
    };
    this.head = await withRuns(async database => {
      const transaction = database.transaction(['heads', 'pieces', 'checkpoints', 'curves'], 'readwrite');
      const heads = transaction.objectStore('heads');
      // The table may have given it a name, pinned it or deleted it meanwhile.
      const { name, pinned, deleted } = (await heads.get(this.id)) ?? head;
      const next = { ...head, name, pinned, deleted };
      const done = [heads.put(next)] as Promise<unknown>[];
      if (piece) done.push(transaction.objectStore('pieces').put(piece, [this.id, this.head.pieces]));
      if (curves) done.push(transaction.objectStore('curves').put(curves));
      if (finished) done.push(transaction.objectStore('checkpoints').delete(this.id));
      else if (checkpoint) done.push(transaction.objectStore('checkpoints').put(checkpoint, this.id));
      await Promise.all([...done, transaction.done]);
      return next;
    });
    this.piece = null;
    if (piece) this.stored++;
    Object.assign(this, { pieceBytes, curvesBytes, checkpointBytes });
    if (curves) this.nextCurves = now + CURVES_EVERY;
    if (checkpoint) {
      this.nextCheckpoint = now + (1_000 * checkpointBytes) / CHECKPOINT_RATE;
      if (this.checkpoint === checkpoint) this.checkpoint = null;
    }
    this.lastWrite = now;
    this.wasTraining = !resting;
  }

  private nextPiece(): RecordingFile | null {
    if (this.piece) return this.piece;
    this.taken = this.recording.version;
    const news = this.recording.takeNews();
    const isFirst = this.isWhole;
    this.isWhole = false;
    if (isFirst) this.piece = recordingToJson(this.recording);
    else if (news && news.version > 0) this.piece = recordingToJson(news);
    return this.piece;
  }

  /** Something was recorded that has not been written. */
  get isBehind(): boolean {
    return this.piece !== null || this.taken !== this.recording.version;
  }

  /** Many pieces, or a few of a run at rest, are to be written anew as one for each arm. */
  get isScattered(): boolean {
    return this.stored > MOST_PIECES[isAtRest(this.recording) ? 'resting' : 'training'];
  }

  /**
   * Replaces all pieces by one for each arm, thinned as the recording on the page is.
   * @param breathe waits for the page's next idle moment
   * @throws RunsError; the pieces are then as they were
   */
  async gather(breathe: () => Promise<void>): Promise<void> {
    await this.writing;
    const old = this.head.pieces;
    const whole: RecordingFile[] = [];
    for (const { index } of this.recording.arms) {
      await breathe();
      whole.push(recordingToJson(this.recording, index));
    }
    await this.writing;
    // What was written meanwhile stands behind: of two values for a step, the later one counts.
    this.writing = this.replacePieces(old, whole).finally(() => {
      this.writing = null;
    });
    await this.writing;
    this.stored = whole.length + this.head.pieces - old;
  }

  private async replacePieces(old: number, whole: readonly RecordingFile[]): Promise<void> {
    const pieceBytes = whole.reduce((sum, piece) => sum + bytesOf(piece), 0);
    const bytes = pieceBytes + this.curvesBytes + this.checkpointBytes;
    await withRuns(async database => {
      const transaction = database.transaction(['heads', 'pieces'], 'readwrite');
      const pieces = transaction.objectStore('pieces');
      const heads = transaction.objectStore('heads');
      const kept = await heads.get(this.id);
      await pieces.delete(IDBKeyRange.bound([this.id, 0], [this.id, old - 1]));
      for (const [number, piece] of whole.entries()) await pieces.put(piece, [this.id, number]);
      if (kept) await heads.put({ ...kept, bytes });
      await transaction.done;
    });
    this.pieceBytes = pieceBytes;
    this.head = { ...this.head, bytes };
  }
}
