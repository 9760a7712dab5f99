import type { RunHead } from '../../recording/runs/types';
import { Prose } from '../components/Prose';
import { type RowActions, RunRow } from './RunRow';
import type { Order, RunColumn } from './table';

interface RunsTableProps {
  runs: readonly RunHead[];
  columns: readonly RunColumn[];
  order: Order;
  onOrder(order: Order): void;
  selected: ReadonlySet<string>;
  onSelectAll(selected: boolean): void;
  placeOf(run: RunHead): 'On this page' | 'In another tab' | null;
  probe: 'train' | 'test';
  actions: RowActions;
}

/** Pressing a column's name sorts by it, pressing it again turns the order round. */
function ColumnHead({
  column,
  order,
  onOrder,
}: Pick<RunsTableProps, 'order' | 'onOrder'> & { column: RunColumn }) {
  const { id, label, descends = false } = column;
  const isCurrent = order.column === id;
  const sorted = order.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={isCurrent ? sorted : undefined}>
      <button
        type="button"
        className="run-sort"
        onClick={() => onOrder({ column: id, descending: isCurrent ? !order.descending : descends })}
      >
        <Prose text={label} />
        <span className="run-arrow" aria-hidden="true">
          {isCurrent ? (order.descending ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  );
}

/** The runs, one a row; on a phone, one a card. */
export function RunsTable(props: RunsTableProps) {
  const { runs, columns, order, onOrder, selected, onSelectAll, placeOf, probe, actions } = props;
  const all = runs.length > 0 && runs.every(({ id }) => selected.has(id));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by key.
    <section className="runs-scroll" tabIndex={0} aria-label="Table of runs">
      <table className="runs-table">
        <thead>
          <tr>
            <th scope="col" className="run-select">
              <label className="run-check">
                <input
                  type="checkbox"
                  aria-label="Select all that are listed"
                  checked={all}
                  onChange={event => onSelectAll(event.currentTarget.checked)}
                />
              </label>
            </th>
            {columns.map(column => (
              <ColumnHead key={column.id} column={column} order={order} onOrder={onOrder} />
            ))}
            <th scope="col" className="run-actions-head">
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map(run => (
            <RunRow
              key={run.id}
              run={run}
              columns={columns}
              selected={selected.has(run.id)}
              place={placeOf(run)}
              probe={probe}
              actions={actions}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
