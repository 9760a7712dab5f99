import { type KernelFile, startDevice } from '../../../src/engine/device';
import kernelsUrl from '../../../src/engine/kernels/wasm/generated/kernels.wasm?url';
import fmaUrl from '../../../src/engine/kernels/wasm/generated/kernels-fma.wasm?url';
import { createPlan } from '../../../src/engine/program/plan';
import type { UpdateRule } from '../../../src/engine/program/program';
import type { BenchCase, OptimiserSetting } from '../cases';
import { countDispatches } from './dispatches';
import type { CreateContender } from './types';

/** Losses must be read now and then; a session reads them far more often. */
const READ_EVERY = 128;

const still = () => {};

async function kernels(file: KernelFile): Promise<ArrayBuffer> {
  const urls: Record<KernelFile, string> = { kernels: kernelsUrl, 'kernels-fma': fmaUrl };
  return (await fetch(urls[file])).arrayBuffer();
}

const ruleOf = (optimiser: OptimiserSetting): UpdateRule =>
  optimiser.kind === 'sgd' ? { ...optimiser, weightDecay: 0 } : optimiser;

function* batchesOf({ batch, samples }: BenchCase): Generator<Int32Array, never> {
  for (let k = 0; ; k++) yield Int32Array.from({ length: batch }, (_, i) => (k * batch + i) % samples);
}

/** Our engine, as a session drives it: one program, batches by index, losses read now and then. */
export const createOurs: CreateContender = async (testCase, setting) => {
  if (setting.device !== 'webgpu' && setting.device !== 'wasm')
    throw new Error(`Our engine does not run on ${setting.device}.`);
  const dispatches = setting.device === 'webgpu' ? countDispatches() : null;
  const { runtime } = await startDevice(setting.device, { kernels });
  const { network, batch, samples, loss, optimiser, targets } = testCase;
  const inputs = await runtime.upload(testCase.inputs, samples, still);
  const options = { batch, probe: 1, headOnly: false, pieceFlops: runtime.pieceFlops };
  const plan = createPlan(network, options);
  const program = await runtime.createProgram({ plan, loss, rule: ruleOf(optimiser), inputs, targets });
  const batches = batchesOf(testCase);
  let newest = Number.NaN;
  let unread = 0;
  const read = async () => {
    newest = (await program.losses()).at(-1) ?? newest;
    unread = 0;
    return newest;
  };
  return {
    async step() {
      await program.step(batches.next().value, still);
      if (++unread >= READ_EVERY) await read();
    },
    loss: read,
    dispose() {
      program.dispose();
      inputs.dispose();
    },
    ...(dispatches && { dispatches }),
  };
};
