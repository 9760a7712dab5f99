import '../styles/tables.css';
import { useMemo } from 'react';
import { Dialog } from '../components/Dialog';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { download } from '../export/download';
import { fileStem } from '../export/file-stem';
import { formatCount } from '../format';
import type { PanelId } from '../panels';
import { say } from '../say';
import { panelSentence, panelsOf, panelTables } from './panel-tables';
import { type DataTable, shownRows, tableCsv } from './table';
import { useLook } from './useLook';

function written(value: number | string, write: (value: number) => string): string {
  if (typeof value === 'string') return value;
  return Number.isNaN(value) ? '–' : write(value);
}

function OneTable({ table, onSave }: { table: DataTable; onSave(): void }) {
  const { title, columns, rows, thinned } = table;
  const shown = shownRows(rows.length, thinned);
  return (
    <div className="data-table">
      <div className="data-table-head">
        <p>
          <strong>{title}</strong>.{' '}
          {shown.length < rows.length
            ? `${formatCount(shown.length)} of ${formatCount(rows.length)} rows, chosen ${thinned}: the file has all of them.`
            : rows.length === 1
              ? 'The only row.'
              : `All ${formatCount(rows.length)} rows.`}
        </p>
        <button type="button" className="pill" onClick={onSave}>
          Save as CSV
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section className="data-table-scroll" aria-label={`${title}, rows`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map(({ name }) => (
                <th key={name} scope="col">
                  <Prose text={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(row => (
              <tr key={row}>
                {rows[row]!.map((value, i) => (
                  <td key={columns[i]!.name}>{written(value, columns[i]!.write)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** The data of any panel as tables, with its sentence. */
export default function TableDialog() {
  const { session } = useApp();
  const look = useLook();
  const panels = panelsOf(look);
  const chosen = useAppState(state => state.tablePanel);
  const said = useAppState(state => state.said);
  const panel = panels.find(({ id }) => id === chosen)?.id ?? 'richness';
  const [sentence, tables] = useMemo(
    () => [panelSentence(panel, look), panelTables(panel, look)],
    [panel, look],
  );
  const save = (table: DataTable) => {
    const name = `${fileStem(look.recording.experiment)}-${panel}-${table.file}.csv`;
    download(name, tableCsv(table), 'text/csv');
    say(session, `Saved ${name}`);
  };
  return (
    <Dialog name="table" title="Pictures as tables" className="tables whole">
      <label className="tables-choice">
        <span>Picture</span>
        <select
          value={panel}
          onChange={event => session.store.setState({ tablePanel: event.target.value as PanelId })}
        >
          {panels.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <figure>
        <figcaption>
          <Prose text={sentence} />
        </figcaption>
        {tables.map(table => (
          <OneTable key={table.title} table={table} onSave={() => save(table)} />
        ))}
      </figure>
      {tables.length === 0 && (
        <p className="dialog-lead">
          {panel === 'eigenfunctions' && look.recording.step > 0
            ? 'Features are looked at while their panel is in sight: scroll to it during a run.'
            : 'Nothing has been measured yet: press Play first.'}
        </p>
      )}
      <p className="tables-note" role="status">
        {said || '–: undefined, or not measured at this step.'}
      </p>
    </Dialog>
  );
}
