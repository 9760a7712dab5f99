import { createCase } from './cases';
import { type Measurement, measure } from './measure';
import type { CreateContender } from './peers/types';
import references from './reference.json';
import type { EngineName, RowName } from './rows';

export interface RowRequest {
  row: RowName;
  tfjsWasm: string;
}

export type RowReply = { measurement: Measurement } | { error: string };

/** Loaded on demand, so that no engine can see what another one registers. */
const ENGINES: Record<EngineName, () => Promise<CreateContender>> = {
  ours: async () => (await import('./peers/ours')).createOurs,
  pair: async () => (await import('./peers/ours')).createPair,
  tfjs: async () => (await import('./peers/tfjs')).createTfjs,
  'jax-js': async () => (await import('./peers/jax')).createJax,
};

/** Measures one row here, where no other has been. Does not reject. */
export async function measureRow({ row, tfjsWasm }: RowRequest): Promise<RowReply> {
  try {
    const create = await ENGINES[row.engine]();
    const contender = await create(createCase(row.case), { device: row.device, tfjsWasm });
    const reference = (references as Partial<Record<string, number[]>>)[row.case] ?? null;
    const measurement = await measure(contender, reference);
    const arithmetic = contender.arithmetic?.();
    contender.dispose();
    return { measurement: { ...measurement, ...(arithmetic && { arithmetic }) } };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
