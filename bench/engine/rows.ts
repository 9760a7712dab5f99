import { CASE_IDS, type CaseId } from './cases';
import type { BenchDevice } from './peers/types';

/** `pair`: ours with two arms in lock step, so that its ratio says what the second one costs. */
export type EngineName = 'ours' | 'pair' | 'tfjs' | 'jax-js';

export const ENGINE_TITLES: Record<EngineName, string> = {
  ours: 'Richscope',
  pair: 'Richscope, two arms',
  tfjs: 'TensorFlow.js 4.22',
  'jax-js': 'jax-js 0.1.25',
};

const DEVICES: Record<EngineName, BenchDevice[]> = {
  ours: ['webgpu', 'wasm'],
  pair: ['webgpu', 'wasm'],
  tfjs: ['webgpu', 'wasm', 'wasm-threads', 'webgl', 'cpu'],
  'jax-js': ['webgpu', 'wasm', 'wasm-threads'],
};

/** What is measured: one engine on one case and device. */
export interface RowName {
  case: CaseId;
  engine: EngineName;
  device: BenchDevice;
}

export interface BenchRow extends RowName {
  /** Median over the rounds; null where the row has an error. */
  msPerStep: number | null;
  /** Of WebGPU; null elsewhere. */
  dispatchesPerStep: number | null;
  /** How many times slower than ours on the same device, threads or not; null where either is missing. */
  ratio: number | null;
  /** Of ours on WebAssembly: GFLOP/s of the whole step, of its own product of matrices, and their ratio. */
  gflops?: number;
  productGflops?: number;
  productShare?: number;
  /** Mean ms per step of each round. */
  rounds: number[];
  /** Losses of the first steps, each before its update. */
  losses: number[];
  /** One sentence: why there is no figure. */
  error?: string;
}

export interface BenchReport {
  browser: string;
  adapter: string;
  machine: string;
  rows: BenchRow[];
}

export const sameRow = (a: RowName, b: RowName): boolean =>
  a.case === b.case && a.engine === b.engine && a.device === b.device;

/** Every row, case by case. */
export const ALL_ROWS: RowName[] = CASE_IDS.flatMap(id =>
  (Object.keys(DEVICES) as EngineName[]).flatMap(engine =>
    DEVICES[engine].map(device => ({ case: id, engine, device })),
  ),
);

/** Ours to compare a row with. */
function oursFor(row: RowName, rows: readonly BenchRow[]): BenchRow | undefined {
  const find = (device: BenchDevice) =>
    rows.find(other => sameRow(other, { case: row.case, engine: 'ours', device }));
  return find(row.device) ?? (row.device === 'wasm-threads' ? find('wasm') : undefined);
}

/** Fills in the ratios. */
export function withRatios(rows: readonly BenchRow[]): BenchRow[] {
  return rows.map(row => {
    const ours = oursFor(row, rows)?.msPerStep;
    return { ...row, ratio: row.msPerStep !== null && ours ? row.msPerStep / ours : null };
  });
}
