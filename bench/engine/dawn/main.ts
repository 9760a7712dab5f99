import { ALL_ROWS, type BenchReport, type RowName, withRatios } from '../rows';
import { runRows } from '../runner';
import { findAdapter, runInProcess } from './in-process';

export type DawnReport = Omit<BenchReport, 'browser' | 'machine'>;

/** What there is to measure through Dawn. */
export const webgpuRows: RowName[] = ALL_ROWS.filter(row => row.device === 'webgpu');

/**
 * Measures rows one after another, each in a process of its own.
 * @throws Error one sentence that says what to do, where Dawn is not installed or finds no adapter
 */
export async function benchDawn(names: readonly RowName[]): Promise<DawnReport> {
  const adapter = await findAdapter();
  const rows = await runRows(names, runInProcess, ({ row, done, total }) =>
    console.error(`${done + 1} of ${total}: ${row.case}, ${row.engine}`),
  );
  return { adapter, rows: withRatios(rows) };
}
