import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NumericsFile } from '../../../src/metrics/kernels/load';
import { createNumerics } from '../../../src/metrics/kernels/module';
import type { Numerics } from '../../../src/metrics/numerics';

const folder = join(import.meta.dirname, '../../../src/metrics/kernels/generated');

/** The compiled kernels of metrics in Node for tests. */
export const numericsFile = async (name: NumericsFile) =>
  new Uint8Array(await readFile(join(folder, `${name}.wasm`)));

export const wasmNumerics = async (name: NumericsFile = 'numerics'): Promise<Numerics> =>
  createNumerics(await numericsFile(name));
