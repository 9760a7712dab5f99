// @ts-check
/** What the engine benches of browser and Node have in common: choosing rows, and telling the result. */
import { cpus, totalmem } from 'node:os';

/** @typedef {import('./engine/rows').RowName} RowName @typedef {import('./engine/rows').BenchReport} BenchReport */

/**
 * The rows that the options name, all where they name none.
 * @param {RowName[]} all @param {{ case?: string, device?: string, engine?: string }} options
 */
export function chosenRows(all, options) {
  let rows = all;
  for (const key of /** @type {const} */ (['case', 'device', 'engine'])) {
    const names = options[key]?.split(',') ?? [];
    const known = [...new Set(all.map(row => /** @type {string} */ (row[key])))];
    const unknown = names.find(name => !known.includes(name));
    if (unknown !== undefined) throw new Error(`--${key} ${unknown}: there are ${known.join(', ')}.`);
    if (names.length) rows = rows.filter(row => names.includes(row[key]));
  }
  if (!rows.length) throw new Error('None of these engines runs on these devices.');
  return rows;
}

export function machine() {
  const [processor] = cpus();
  return `${processor?.model.trim()}, ${cpus().length} logical processors, ${Math.round(totalmem() / 2 ** 30)} GiB`;
}

/** @param {BenchReport} report */
export function printTable({ rows, browser, adapter, machine }) {
  console.log(`${browser}, ${machine}, GPU: ${adapter}\n`);
  const widths = [9, 7, 13, 11, 11, 7];
  const line = (/** @type {(string | number)[]} */ cells) =>
    console.log(
      cells
        .map((cell, i) => String(cell).padEnd(widths[i] ?? 0))
        .join(' ')
        .trimEnd(),
    );
  line(['case', 'engine', 'device', 'ms/step', 'dispatches', 'ratio']);
  for (const { case: id, engine, device, msPerStep, dispatchesPerStep, ratio, error } of rows) {
    const figures = [msPerStep?.toPrecision(4) ?? '', dispatchesPerStep ?? '', ratio?.toFixed(2) ?? ''];
    line([id, engine, device, ...(error ? [error] : figures)]);
  }
  for (const { case: id, engine, gflops, productGflops, productShare } of rows)
    if (gflops && productGflops && productShare)
      console.log(
        `${id}, ${engine} on wasm: ${gflops.toFixed(1)} GFLOP/s in the whole step, ${(100 * productShare).toFixed(0)} % of its product's ${productGflops.toFixed(1)}`,
      );
}
