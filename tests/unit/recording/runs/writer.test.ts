import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { withRuns } from '../../../../src/recording/runs/database';
import { listRuns } from '../../../../src/recording/runs/library';
import { loadRun } from '../../../../src/recording/runs/load';
import { RunWriter } from '../../../../src/recording/runs/writer';
import { recordingToJson } from '../../../../src/recording/write';
import { beginRun, both, emptyAfterEach, keepRun, makeStep } from './kept';

emptyAfterEach();

const pieces = () => withRuns(database => database.getAllKeys('pieces'));

describe('a run that is kept as it goes', () => {
  it('is not kept before its first step', async () => {
    const writer = new RunWriter('a', beginRun(), 0);
    await writer.write(0);
    expect((await listRuns()).runs).toEqual([]);
  });

  it('comes back as it was, piece by piece', async () => {
    const recording = beginRun();
    const writer = new RunWriter('a', recording, 0);
    for (let step = 1; step <= 40; step++) {
      makeStep(recording, step, step % 3 === 0);
      if (step % 7 === 0) await writer.write(step * 100);
    }
    recording.markDiverged(1, 40);
    recording.setStatus('paused', 40);
    await writer.write(5_000);
    expect(await pieces()).toHaveLength(6);
    const [made, kept] = await both(writer);
    expect(kept).toEqual(made);
  });

  it('writes only what is new, and nothing where nothing is', async () => {
    const recording = beginRun();
    const kept = new RunWriter('a', recording, 0);
    makeStep(recording, 1);
    await kept.write(0);
    await kept.write(500);
    expect(await pieces()).toEqual([['a', 0]]);
    makeStep(recording, 2);
    await kept.write(1_000);
    const second = await withRuns(database => database.get('pieces', ['a', 1]));
    expect(second!.arms[0]!.losses).toEqual({ steps: [2], values: [0.5] });
    expect(second!.arms[0]!.initial).toBeNull();
  });

  it('goes on with the same numbers behind its checkpoint, which replace those of before', async () => {
    const first = await keepRun('a', 5);
    first.keepCheckpoint({ step: 3 });
    makeStep(first.recording, 6);
    await first.write(2_000);
    const { recording, checkpoint, continued } = await loadRun('a');
    expect(checkpoint).toEqual({ step: 3 });
    const second = new RunWriter('a', recording, 3_000, continued);
    for (let step = 4; step <= 8; step++) makeStep(recording, step, step === 8);
    await second.write(3_000);
    for (let step = 7; step <= 8; step++) makeStep(first.recording, step, step === 8);
    expect((await both(second))[1]).toEqual(recordingToJson(first.recording));
    expect((await listRuns()).runs).toMatchObject([{ id: 'a', step: 8, begun: 1_000, changed: 3_000 }]);
  });

  it('is over without a checkpoint once it is finished', async () => {
    const writer = await keepRun('a');
    writer.keepCheckpoint({ step: 3 });
    writer.recording.setStatus('paused', 3);
    await writer.write(1_500);
    expect((await loadRun('a')).checkpoint).toEqual({ step: 3 });
    writer.recording.setStatus('finished', 3);
    await writer.write(2_000);
    expect((await loadRun('a')).checkpoint).toBeNull();
    expect((await listRuns()).runs[0]!.status).toBe('finished');
  });

  it('counts the seconds in which it trains, and not a night in which the machine slept', async () => {
    const recording = beginRun();
    const writer = new RunWriter('a', recording, 0);
    for (const [step, now] of [
      [1, 1_000],
      [2, 2_000],
      [3, 4_000],
      [4, 40_000_000],
    ] as const) {
      makeStep(recording, step);
      await writer.write(now);
    }
    expect((await listRuns()).runs[0]!.seconds).toBe(1 + 2 + 5);
  });

  it('writes large checkpoints less often than small ones, and at once before the page may be gone', async () => {
    const recording = beginRun();
    const writer = new RunWriter('a', recording, 0);
    const keep = async (step: number, now: number, hurry = false) => {
      makeStep(recording, step);
      writer.keepCheckpoint({ step, weights: new Float32Array(1_000_000) } as { step: number });
      await writer.write(now, hurry);
      return (await loadRun('a')).checkpoint!.step;
    };
    expect(await keep(1, 0)).toBe(1);
    expect(await keep(2, 3_000)).toBe(1);
    expect(await keep(3, 4_001)).toBe(3);
    expect(await keep(4, 4_500, true)).toBe(4);
  });

  it('keeps the name, the pin and the deletion that the table gave it meanwhile', async () => {
    const writer = await keepRun('a');
    await withRuns(async database => {
      const head = (await database.get('heads', 'a'))!;
      await database.put('heads', { ...head, name: 'Mine', pinned: true });
    });
    makeStep(writer.recording, 4);
    await writer.write(2_000);
    expect((await listRuns()).runs).toMatchObject([{ name: 'Mine', pinned: true, step: 4 }]);
  });
});

describe('pieces', () => {
  it('are gathered into one for each arm, and what comes later stands behind', async () => {
    const writer = await keepRun('a');
    for (let step = 4; step <= 12; step++) {
      makeStep(writer.recording, step, true);
      await writer.write(step * 1_000);
    }
    expect(writer.isScattered).toBe(true);
    const gathering = writer.gather(async () => {
      makeStep(writer.recording, writer.recording.step + 1);
      await writer.write(20_000);
    });
    await gathering;
    expect(writer.isScattered).toBe(false);
    makeStep(writer.recording, 50, true);
    await writer.write(50_000);
    expect(await pieces()).toHaveLength(2 + 2 + 1);
    const [made, kept] = await both(writer);
    expect(kept).toEqual(made);
  });
});

describe('a write that fails', () => {
  it('says that the storage is full, and loses nothing once there is room', async () => {
    const writer = await keepRun('a');
    makeStep(writer.recording, 4, true);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await expect(writer.write(2_000)).rejects.toThrow(
      'The storage of this browser is full, so this run is not kept any further: delete some under “Runs”.',
    );
    makeStep(writer.recording, 5, true);
    put.mockRestore();
    await writer.write(3_000);
    await writer.write(4_000);
    const [made, kept] = await both(writer);
    expect(kept).toEqual(made);
  });

  it('says that nothing can be kept where the browser allows no database', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('not here', 'SecurityError');
    });
    await expect(keepRun('a')).rejects.toThrow(
      'This browser does not let the page keep runs (a private window, perhaps): they last until the page is closed.',
    );
    open.mockRestore();
    await keepRun('a');
    expect((await listRuns()).runs).toHaveLength(1);
  });
});
