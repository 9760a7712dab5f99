import { type KeyboardEvent, useRef, useState } from 'react';
import type { RunHead } from '../../recording/runs/types';
import { Prose } from '../components/Prose';
import { useRichnessInk } from '../components/richness';
import { type RunColumn, titleOf } from './table';

export interface RowActions {
  open(run: RunHead): void;
  select(run: RunHead, selected: boolean): void;
  rename(run: RunHead, name: string): void;
  pin(run: RunHead): void;
  remove(run: RunHead): void;
}

interface RunRowProps {
  run: RunHead;
  columns: readonly RunColumn[];
  selected: boolean;
  /** Where it is being written or shown: it cannot be deleted; null: nowhere. */
  place: 'On this page' | 'In another tab' | null;
  probe: 'train' | 'test';
  actions: RowActions;
}

/** A field for another name of a run. */
function NameField({ run, onDone }: { run: RunHead; onDone(name: string): void }) {
  const title = titleOf(run);
  // A field that goes away loses the focus, which is not a second answer.
  const isDone = useRef(false);
  const done = (name: string) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(name);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The dialog stays open.
    event.preventDefault();
    event.stopPropagation();
    done(event.key === 'Enter' ? event.currentTarget.value : run.name);
  };
  return (
    <input
      type="text"
      className="run-name"
      aria-label={`Name of “${title}”`}
      placeholder={title}
      defaultValue={run.name}
      maxLength={80}
      ref={input => input?.focus()}
      onKeyDown={press}
      onBlur={event => done(event.currentTarget.value)}
    />
  );
}

/** One run of the table. */
export function RunRow({ run, columns, selected, place, probe, actions }: RunRowProps) {
  const ink = useRichnessInk();
  const [editing, setEditing] = useState(false);
  const renameButton = useRef<HTMLButtonElement>(null);
  const title = titleOf(run);
  const renamed = (name: string) => {
    setEditing(false);
    renameButton.current?.focus();
    if (name.trim() !== run.name) actions.rename(run, name.trim());
  };
  return (
    <tr data-kept={run.id} className={selected ? 'selected' : undefined}>
      <td className="run-select">
        <label className="run-check">
          <input
            type="checkbox"
            aria-label={`Select “${title}”`}
            checked={selected}
            onChange={event => actions.select(run, event.currentTarget.checked)}
          />
        </label>
      </td>
      {columns.map(({ id, label, lines }) =>
        id === 'name' ? (
          <th key={id} scope="row">
            {editing ? (
              <NameField run={run} onDone={renamed} />
            ) : (
              <button type="button" className="run-open" data-run={run.id} onClick={() => actions.open(run)}>
                {title}
              </button>
            )}
            {place && <span className="run-place">{place}</span>}
          </th>
        ) : (
          <td key={id} data-column={id}>
            <span className="run-label" aria-hidden="true">
              <Prose text={label} />
            </span>
            {lines(run).map((line, index) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: lines are those of the arms, which keep their order.
                key={index}
                className="run-line"
                style={id === 'dlr' ? { color: ink(run.arms[index]!.dlr[probe]) } : undefined}
              >
                {line}
              </span>
            ))}
          </td>
        ),
      )}
      <td className="run-actions">
        <button
          type="button"
          className="pill"
          ref={renameButton}
          aria-label={`Rename “${title}”`}
          onClick={() => setEditing(true)}
        >
          Rename
        </button>
        <button
          type="button"
          className="pill"
          aria-pressed={run.pinned}
          aria-label={`Pin “${title}”`}
          title="A pinned run stays when others make room"
          onClick={() => actions.pin(run)}
        >
          {run.pinned ? 'Pinned' : 'Pin'}
        </button>
        <button
          type="button"
          className="pill"
          aria-label={`Delete “${title}”`}
          aria-disabled={place ? true : undefined}
          title={place ? `${place}: what is shown or trained cannot be deleted` : undefined}
          onClick={() => {
            if (!place) actions.remove(run);
          }}
        >
          Delete
        </button>
      </td>
    </tr>
  );
}
