import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { closeRuns, DATABASE, withRuns } from '../../../../src/recording/runs/database';
import {
  forgetRuns,
  listRuns,
  loadCurves,
  MOST_BYTES,
  MOST_RUNS,
  markRuns,
  pruneRuns,
  surplus,
} from '../../../../src/recording/runs/library';
import { loadRun } from '../../../../src/recording/runs/load';
import { recordingToJson } from '../../../../src/recording/write';
import { emptyAfterEach, keepRun } from './kept';

emptyAfterEach();

const NONE = new Set<string>();
const ids = async () => (await listRuns()).runs.map(({ id }) => id);

describe('the runs that are kept', () => {
  it('are listed with where they stand, the newest first', async () => {
    await keepRun('a', 3, 1_000);
    await keepRun('b', 5, 2_000);
    const { runs, damaged } = await listRuns();
    expect(damaged).toEqual([]);
    expect(runs).toMatchObject([
      { id: 'b', step: 5, begun: 2_000, status: 'paused', name: '', pinned: false },
      { id: 'a', step: 3, arms: [{ id: 'A', dlr: { train: 0.25 }, accuracy: { train: 0.03 } }, { id: 'B' }] },
    ]);
    expect(runs[0]!.bytes).toBeGreaterThan(500);
  });

  it('are named, pinned, deleted and brought back', async () => {
    await keepRun('a');
    await keepRun('b');
    await markRuns(['a'], { name: 'Mine', pinned: true });
    await markRuns(['b'], { deleted: 5 });
    expect((await listRuns()).runs).toMatchObject([{ id: 'a', name: 'Mine', pinned: true }]);
    await markRuns(['b', 'gone'], { deleted: null });
    expect((await ids()).sort()).toEqual(['a', 'b']);
  });

  it('leave nothing behind once they are forgotten, and the others stay whole', async () => {
    await keepRun('a');
    const other = await keepRun('b');
    await forgetRuns(['a']);
    expect(await ids()).toEqual(['b']);
    await expect(loadRun('a')).rejects.toThrow('This run is not kept any more');
    expect(await withRuns(database => database.getAllKeys('pieces'))).toEqual([['b', 0]]);
    expect((await loadCurves(['a', 'b'])).map(({ id }) => id)).toEqual(['b']);
    expect(recordingToJson((await loadRun('b')).recording)).toEqual(recordingToJson(other.recording));
  });
});

describe('the bound', () => {
  const head = async (id: string, changed: number, more = {}) => {
    await keepRun(id, 1, changed);
    const [found] = (await listRuns()).runs.filter(run => run.id === id);
    return { ...found!, ...more };
  };

  it('lets the oldest go first, and never a pinned one or one on a page', async () => {
    const one = await head('x', 0);
    const many = Array.from({ length: MOST_RUNS + 3 }, (_, i) => ({ ...one, id: `r${i}`, changed: i }));
    expect(surplus(many, NONE, 0)).toEqual(['r2', 'r1', 'r0']);
    expect(surplus(many, new Set(['r1']), 0)).toEqual(['r2', 'r0']);
    const pinned = many.map(run => ({ ...run, pinned: run.id === 'r0' }));
    expect(surplus(pinned, NONE, 0)).toEqual(['r2', 'r1']);
  });

  it('counts bytes as well', async () => {
    const one = await head('x', 0);
    const large = [3, 2, 1].map(changed => ({ ...one, id: `r${changed}`, changed, bytes: 0.4 * MOST_BYTES }));
    expect(surplus(large, NONE, 0)).toEqual(['r1']);
  });

  it('forgets what was deleted an hour ago', async () => {
    await keepRun('a');
    await keepRun('b');
    await markRuns(['a'], { deleted: 0 });
    expect(await pruneRuns(NONE, 1_000)).toBe(0);
    expect(await pruneRuns(NONE, 3_700_000)).toBe(1);
    expect(await withRuns(database => database.getAllKeys('heads'))).toEqual(['b']);
  });
});

describe('a database of version 1', () => {
  it('is taken over: its runs are listed and open', async () => {
    const { recording } = await keepRun('a');
    const [{ name: _, pinned: __, deleted: ___, ...head }] = (await listRuns()).runs as [
      Awaited<ReturnType<typeof listRuns>>['runs'][number],
    ];
    await closeRuns();
    indexedDB.deleteDatabase(DATABASE);
    const old = await openDB(DATABASE, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('heads', { keyPath: 'id' });
        fresh.createObjectStore('pieces');
        fresh.createObjectStore('checkpoints');
      },
    });
    await old.put('heads', head);
    await old.put('pieces', recordingToJson(recording), ['a', 0]);
    await old.put('checkpoints', { step: 2 }, 'a');
    old.close();
    expect((await listRuns()).runs).toEqual([{ ...head, name: '', pinned: false, deleted: null }]);
    const kept = await loadRun('a');
    expect(recordingToJson(kept.recording)).toEqual(recordingToJson(recording));
    expect(kept.checkpoint).toEqual({ step: 2 });
    expect(await loadCurves(['a'])).toEqual([]);
  });

  it('of a newer version is left alone, with a sentence', async () => {
    const newer = await openDB(DATABASE, 99);
    newer.close();
    await expect(listRuns()).rejects.toThrow('kept by a newer Richscope: reload the page to get it.');
  });
});

describe('what is damaged', () => {
  // biome-ignore lint/suspicious/noExplicitAny: damage is what the types forbid.
  const damage = (store: 'heads' | 'pieces', key: any, change: (value: any) => void) =>
    withRuns(async database => {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      const value: any = await database.get(store, key);
      change(value);
      await (store === 'heads' ? database.put('heads', value) : database.put('pieces', value, key));
    });

  it('in a head is counted, and all other runs are listed', async () => {
    await keepRun('a');
    await keepRun('b');
    await damage('heads', 'a', head => {
      head.step = 'many';
    });
    const { runs, damaged } = await listRuns();
    expect(damaged).toEqual(['a']);
    expect(runs.map(({ id }) => id)).toEqual(['b']);
    await expect(loadRun('a')).rejects.toThrow(
      'what was kept of it is damaged; the other runs are as they were.',
    );
  });

  it('in a piece is left out with a sentence, and the rest of the run is shown', async () => {
    const writer = await keepRun('a');
    for (const arm of [0, 1]) writer.recording.addLosses(arm, Float64Array.of(4), Float64Array.of(0.1));
    await writer.write(2_000);
    await damage('pieces', ['a', 1], piece => {
      piece.arms = null;
    });
    const { recording, fault } = await loadRun('a');
    expect(fault).toMatch(/^Part of what was kept of this run is damaged and left out; /);
    expect([...recording.arms[0]!.losses.steps]).toEqual([1, 2, 3]);
  });

  it('in every piece gives one sentence', async () => {
    await keepRun('a');
    await damage('pieces', ['a', 0], piece => {
      piece.format = 'x';
    });
    await expect(loadRun('a')).rejects.toThrow('This run cannot be read');
  });
});
