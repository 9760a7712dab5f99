import { type Measurement, median } from './measure';
import type { RowReply } from './row';
import type { BenchRow, RowName } from './rows';

/** After this long a row is given up. */
export const LIMIT_MS = 90_000;

/** Every row is measured this often, in turn with all others, so that a drift of the machine hits all alike. */
const REPEATS = 2;

/** A row that takes longer is not repeated. */
const LONG_MS = 30_000;

function toRow(name: RowName, measurements: readonly Measurement[]): BenchRow {
  const rounds = measurements.flatMap(measurement => measurement.rounds);
  const [{ losses, dispatchesPerStep }] = measurements as [Measurement];
  const msPerStep = median(rounds);
  return {
    ...name,
    msPerStep,
    dispatchesPerStep,
    ratio: null,
    ...arithmeticOf(measurements, msPerStep),
    rounds,
    losses,
  };
}

function arithmeticOf(measurements: readonly Measurement[], msPerStep: number): Partial<BenchRow> {
  const known = measurements.flatMap(({ arithmetic }) => arithmetic ?? []);
  if (!known.length) return {};
  const gflops = known[0]!.flopsPerStep / msPerStep / 1e6;
  const productGflops = Math.max(...known.map(each => each.productGflops));
  return { gflops, productGflops, productShare: gflops / productGflops };
}

const failedRow = (name: RowName, error: string): BenchRow => ({
  ...name,
  msPerStep: null,
  dispatchesPerStep: null,
  ratio: null,
  rounds: [],
  losses: [],
  error,
});

export interface Progress {
  row: RowName;
  /** From 0; `total` at the end. */
  done: number;
  total: number;
}

/**
 * Measures rows one after another. A row that fails or takes long is not repeated.
 * @param runRow measures one where no other has been, and does not reject
 */
export async function runRows(
  names: readonly RowName[],
  runRow: (row: RowName) => Promise<RowReply>,
  onProgress: (progress: Progress) => void,
): Promise<BenchRow[]> {
  const measurements = names.map((): Measurement[] => []);
  const failures = new Map<RowName, string>();
  const finished = new Set<RowName>();
  const total = names.length * REPEATS;
  for (let turn = 0; turn < total; turn++) {
    const index = turn % names.length;
    const row = names[index]!;
    if (finished.has(row)) continue;
    onProgress({ row, done: turn, total });
    const start = performance.now();
    const reply = await runRow(row);
    if ('error' in reply) failures.set(row, reply.error);
    else measurements[index]!.push(reply.measurement);
    if ('error' in reply || performance.now() - start > LONG_MS) finished.add(row);
  }
  return names.map((name, i) => {
    const measured = measurements[i]!;
    return measured.length ? toRow(name, measured) : failedRow(name, failures.get(name)!);
  });
}
