import { formatMs, formatRatio } from './chart';
import { type BenchRow, ENGINE_TITLES } from './rows';

const HEADINGS = ['engine', 'device', 'ms per step', 'dispatches a step', 'ours on this device = 1'];

function cell(name: 'td' | 'th', text: string, span = 1): HTMLTableCellElement {
  const element = document.createElement(name);
  element.textContent = text;
  element.colSpan = span;
  return element;
}

function tableRow(row: BenchRow): HTMLTableRowElement {
  const line = document.createElement('tr');
  line.append(cell('td', ENGINE_TITLES[row.engine]), cell('td', row.device));
  if (row.msPerStep === null) line.append(cell('td', row.error ?? '', 3));
  else
    line.append(
      cell('td', formatMs(row.msPerStep)),
      cell('td', row.dispatchesPerStep === null ? '' : String(row.dispatchesPerStep)),
      cell('td', row.ratio === null ? '' : formatRatio(row.ratio)),
    );
  return line;
}

/** The rows of one case. */
export function drawTable(rows: readonly BenchRow[]): HTMLTableElement {
  const table = document.createElement('table');
  const head = document.createElement('tr');
  head.append(...HEADINGS.map(text => cell('th', text)));
  table.append(head, ...rows.map(tableRow));
  return table;
}
