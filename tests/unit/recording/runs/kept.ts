import { deleteDB } from 'idb';
import { afterEach } from 'vitest';
import type { Recording } from '../../../../src/recording/recording';
import { closeRuns, DATABASE } from '../../../../src/recording/runs/database';
import { loadRun } from '../../../../src/recording/runs/load';
import { RunWriter } from '../../../../src/recording/runs/writer';
import { recordingToJson } from '../../../../src/recording/write';
import { makeFrame, makeRecording } from '../make';

/** Every test begins with an empty database. */
export function emptyAfterEach(): void {
  afterEach(async () => {
    await closeRuns();
    await deleteDB(DATABASE);
  });
}

/** Makes a step of both arms: a loss each, and a probe where asked for. */
export function makeStep(recording: Recording, step: number, probed = false): void {
  for (const arm of [0, 1]) {
    recording.addLosses(arm, Float64Array.of(step), Float64Array.of(1 / step + arm));
    if (probed) recording.addFrame(makeFrame(arm, step, Math.min(1, step / 100), 1 / (step + 1)));
  }
}

export function beginRun(): Recording {
  const recording = makeRecording();
  for (const arm of [0, 1]) recording.addFrame(makeFrame(arm, 0));
  recording.setStatus('running', 0);
  return recording;
}

/** A run of some steps that was written once. */
export async function keepRun(id: string, steps = 3, now = 1_000): Promise<RunWriter> {
  const recording = beginRun();
  const writer = new RunWriter(id, recording, now);
  for (let step = 1; step <= steps; step++) makeStep(recording, step, step === steps);
  recording.setStatus('paused', steps);
  await writer.write(now);
  return writer;
}

/** All that a recording and the one that is kept of it hold, for comparison. */
export async function both(writer: RunWriter): Promise<[unknown, unknown]> {
  const { recording } = await loadRun(writer.id);
  return [recordingToJson(writer.recording), recordingToJson(recording)];
}
