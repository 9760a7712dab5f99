import '../styles/runs.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { runsError } from '../../recording/runs/database';
import { forgetRuns, MOST_BYTES, MOST_RUNS, markRuns } from '../../recording/runs/library';
import type { RunHead } from '../../recording/runs/types';
import { Dialog } from '../components/Dialog';
import { useApp, useAppState } from '../context';
import { formatBytes, formatCount } from '../format';
import { announceRuns } from './channel';
import { keepingOf } from './keeping';
import { OverlayChoice } from './OverlayChoice';
import type { RowActions } from './RunRow';
import { RunsTable } from './RunsTable';
import {
  columnsOf,
  filteredRuns,
  MOST_SETTINGS,
  type Order,
  settingsThatDiffer,
  sortedRuns,
  storageWords,
  titleOf,
} from './table';
import { type KeptRuns, useRuns } from './useRuns';

/** What is kept, how much room it takes, and what goes when. */
function Storage({ kept }: { kept: KeptRuns }) {
  const { storage, runs } = kept;
  return (
    <p className="dialog-lead">
      {storageWords(runs)}
      {storage &&
        ` (all that this site keeps: ${formatBytes(storage.used)} of ${formatBytes(storage.most)} allowed)`}
      . Runs are kept on this machine as they go. Pinned ones stay; of the others, the {MOST_RUNS} newest and
      at most {formatBytes(MOST_BYTES)}: the oldest go first.
    </p>
  );
}

interface Deleted {
  ids: string[];
  bytes: number;
}

/** Runs that were deleted here, until they are brought back or the dialog closes, which forgets them for good. */
function useDeleted(refresh: () => void, onFault: (message: string) => void) {
  const [deleted, setDeleted] = useState<Deleted>({ ids: [], bytes: 0 });
  const newest = useRef(deleted);
  newest.current = deleted;
  useEffect(
    () => () => {
      void forgetRuns(newest.current.ids)
        .then(announceRuns)
        .catch(() => {
          // They are marked as deleted, and go when the next page opens.
        });
    },
    [],
  );
  const mark = async (ids: string[], when: number | null) => {
    try {
      await markRuns(ids, { deleted: when });
    } catch (error) {
      onFault(runsError(error).message);
    }
    announceRuns();
    refresh();
  };
  return {
    deleted,
    remove(runs: readonly RunHead[]) {
      const ids = runs.map(({ id }) => id);
      const bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
      setDeleted(now => ({ ids: [...now.ids, ...ids], bytes: now.bytes + bytes }));
      void mark(ids, Date.now());
    },
    undo() {
      setDeleted({ ids: [], bytes: 0 });
      void mark(deleted.ids, null);
    },
  };
}

function DeletedBar({ deleted, undo }: { deleted: Deleted; undo(): void }) {
  const count = deleted.ids.length;
  return (
    <div role="status">
      {count > 0 && (
        <p className="runs-news">
          <span>
            {count === 1 ? '1 run deleted' : `${formatCount(count)} runs deleted`}: about{' '}
            {formatBytes(deleted.bytes)} are free once you close this.
          </span>
          <button type="button" className="pill" onClick={undo}>
            Undo
          </button>
        </p>
      )}
    </div>
  );
}

function Damaged({ ids, onForget }: { ids: readonly string[]; onForget(): void }) {
  if (!ids.length) return null;
  return (
    <p className="runs-news fault">
      <span>
        {ids.length === 1 ? '1 run cannot' : `${ids.length} runs cannot`} be read, since what was kept is
        damaged; all others are as they were.
      </span>
      <button type="button" className="pill" onClick={onForget}>
        Delete what is damaged
      </button>
    </p>
  );
}

/** The runs that are kept on this machine, to be compared, brought back, named and deleted. */
export default function RunsDialog() {
  const { session } = useApp();
  const probe = useAppState(state => state.view.probe);
  const { kept, fault, refresh } = useRuns();
  const [order, setOrder] = useState<Order>({ column: 'changed', descending: true });
  const [filter, setFilter] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [trouble, setTrouble] = useState<string | null>(null);
  const { deleted, remove, undo } = useDeleted(refresh, setTrouble);
  const keeping = keepingOf(session);
  const runs = kept?.runs;
  const { columns, listed, hidden } = useMemo(() => {
    const found = filteredRuns(runs ?? [], columnsOf(runs ?? [], probe), filter);
    const shown = columnsOf(found, probe);
    const more = Math.max(0, settingsThatDiffer(found).length - MOST_SETTINGS);
    return { columns: shown, listed: sortedRuns(found, shown, order), hidden: more };
  }, [runs, filter, order, probe]);
  const chosen = listed.filter(({ id }) => selected.has(id));
  const placeOf = ({ id }: RunHead) =>
    id === keeping.shownId ? 'On this page' : kept?.owned.has(id) ? 'In another tab' : null;
  const close = () => session.store.setState({ dialog: null });
  const tell = (work: Promise<unknown>) =>
    work.then(refresh, (error: unknown) => setTrouble(runsError(error).message));
  const change = (run: RunHead, marks: Parameters<typeof markRuns>[1]) =>
    void tell(markRuns([run.id], marks).then(announceRuns));
  const actions: RowActions = {
    open: run => {
      if (run.id === keeping.shownId) close();
      else
        void keeping
          .open(run.id, `opening “${titleOf(run)}”`)
          .then(close, error => setTrouble(runsError(error).message));
    },
    select: ({ id }, isSelected) =>
      setSelected(now => {
        const next = new Set(now);
        if (isSelected) next.add(id);
        else next.delete(id);
        return next;
      }),
    rename: (run, name) => change(run, { name }),
    pin: run => change(run, { pinned: !run.pinned }),
    remove: run => remove([run]),
  };
  const message = fault ?? trouble;
  return (
    <Dialog name="runs" title="Runs" className="runs whole">
      {kept && kept.runs.length > 0 && <Storage kept={kept} />}
      <div role="alert">{message && <p className="fault">{message}</p>}</div>
      <DeletedBar deleted={deleted} undo={undo} />
      {kept && (
        <Damaged ids={kept.damaged} onForget={() => void tell(forgetRuns(kept.damaged).then(announceRuns))} />
      )}
      {!kept && !fault && <p className="runs-empty">Reading what is kept…</p>}
      {runs?.length === 0 && (
        <p className="runs-empty">
          No run is kept yet. Press Play: from its first step on, each run is kept here by itself.
        </p>
      )}
      {runs && runs.length > 0 && (
        <>
          <div className="runs-bar">
            <input
              type="search"
              aria-label="Filter runs"
              placeholder="Filter: a name, a value…"
              value={filter}
              onChange={event => setFilter(event.currentTarget.value)}
            />
            <OverlayChoice chosen={chosen} onDone={close} onFault={setTrouble} />
            <button
              type="button"
              className="pill"
              aria-disabled={chosen.some(run => !placeOf(run)) ? undefined : true}
              onClick={() => {
                remove(chosen.filter(run => !placeOf(run)));
                setSelected(new Set());
              }}
            >
              Delete selected
            </button>
          </div>
          <p className="runs-count" role="status">
            {filter && `${listed.length} of ${runs.length} runs. `}
            {hidden > 0 &&
              `The runs differ in ${hidden} more ${hidden === 1 ? 'setting' : 'settings'}: filter to see fewer runs.`}
          </p>
          <RunsTable
            {...{ runs: listed, columns, order, selected, placeOf, probe, actions }}
            onOrder={setOrder}
            onSelectAll={isSelected => setSelected(new Set(isSelected ? listed.map(({ id }) => id) : []))}
          />
        </>
      )}
    </Dialog>
  );
}
