import { ALL_ROWS, type BenchReport, type RowName, withRatios } from '../rows';
import { runRows } from '../runner';
import { runInProcess } from './in-process';

export type DawnReport = Omit<BenchReport, 'browser' | 'machine'>;

/** What there is to measure through Dawn. */
export const webgpuRows: RowName[] = ALL_ROWS.filter(row => row.device === 'webgpu');

/** Measures rows one after another, each in a process of its own. */
export async function benchDawn(names: readonly RowName[]): Promise<DawnReport> {
  let adapter = 'not known, as no row answered';
  const run = async (row: RowName) => {
    const reply = await runInProcess(row);
    adapter = reply.adapter ?? adapter;
    return reply;
  };
  const rows = await runRows(names, run, ({ row, done, total }) =>
    console.error(`${done + 1} of ${total}: ${row.case}, ${row.engine}`),
  );
  return { adapter, rows: withRatios(rows) };
}
