import { type KernelFile, startDevice } from '../../../src/engine/device';
import kernelsUrl from '../../../src/engine/kernels/wasm/generated/kernels.wasm?url';
import fmaUrl from '../../../src/engine/kernels/wasm/generated/kernels-fma.wasm?url';
import { WasmKernels } from '../../../src/engine/kernels/wasm/module';
import { createPlan } from '../../../src/engine/program/plan';
import type { Program, UpdateRule } from '../../../src/engine/program/program';
import { layerFlops, type NetworkSpec, shapesOf } from '../../../src/models/spec';
import type { BenchCase, OptimiserSetting } from '../cases';
import { countDispatches } from './dispatches';
import type { CreateContender } from './types';

/** Losses must be read now and then; a session reads them far more often. */
const READ_EVERY = 128;

const still = () => {};

/** Our kernels as this build carries them. */
export async function kernels(file: KernelFile): Promise<ArrayBuffer> {
  const urls: Record<KernelFile, string> = { kernels: kernelsUrl, 'kernels-fma': fmaUrl };
  return (await fetch(urls[file])).arrayBuffer();
}

/** A case's optimiser in the words of our engine. */
export const ruleOf = (optimiser: OptimiserSetting): UpdateRule =>
  optimiser.kind === 'sgd' ? { ...optimiser, weightDecay: 0 } : optimiser;

/** The case's batches, in its order, again and again. */
export function* batchesOf({
  batch,
  samples,
}: Pick<BenchCase, 'batch' | 'samples'>): Generator<Int32Array, never> {
  for (let k = 0; ; k++) yield Int32Array.from({ length: batch }, (_, i) => (k * batch + i) % samples);
}

/** Products of one step: forward, and back to weights and inputs, but not to the inputs of the first layer. */
function stepFlops(network: NetworkSpec, batch: number): number {
  const shapes = shapesOf(network);
  const products = network.layers
    .map((layer, i) =>
      layer.kind === 'dense' || layer.kind === 'conv' ? layerFlops(network, layer, shapes[i]!) : 0,
    )
    .filter(flops => flops > 0);
  return batch * products.reduce((sum, flops, i) => sum + (i === 0 ? 2 : 3) * flops, 0);
}

const SIDE = 512;

/** Billions of floating-point operations a second in products of 512 × 512 matrices: the best of ten. */
function productGflops(kernels: WasmKernels): number {
  const matrix = () => kernels.upload(Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % 7) - 3));
  const [a, b, c] = [matrix(), matrix(), matrix()];
  const scratch = kernels.scratch(kernels.exports.gemmScratchBytes(SIDE));
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    for (let j = 0; j < 5; j++) kernels.exports.gemm(SIDE, SIDE, SIDE, a, b, 0, c, 0, 0, scratch);
    best = Math.min(best, (performance.now() - start) / 5);
  }
  return (2 * SIDE ** 3) / best / 1e6;
}

/** Our engine, as a session drives it: programs in lock step, batches by index, losses read now and then. */
function createArms(arms: number): CreateContender {
  return async (testCase, setting) => {
    if (setting.device !== 'webgpu' && setting.device !== 'wasm')
      throw new Error(`Our engine does not run on ${setting.device}.`);
    const dispatches = setting.device === 'webgpu' ? countDispatches() : null;
    const { runtime } = await startDevice(setting.device, { kernels });
    const { network, batch, samples, loss, optimiser, targets } = testCase;
    const inputs = await runtime.upload(testCase.inputs, samples, still);
    const plan = createPlan(network, { batch, probe: 1, headOnly: false, pieceFlops: runtime.pieceFlops });
    const own = setting.device === 'wasm' ? await WasmKernels.create(await kernels('kernels-fma')) : null;
    const options = { plan, loss, rule: ruleOf(optimiser), inputs, targets };
    const programs: Program[] = [];
    for (let arm = 0; arm < arms; arm++) programs.push(await runtime.createProgram(options));
    const batches = batchesOf(testCase);
    let newest = Number.NaN;
    let unread = 0;
    const read = async () => {
      for (const program of programs) newest = (await program.losses()).at(-1) ?? newest;
      unread = 0;
      return newest;
    };
    return {
      async step() {
        const samplesOfStep = batches.next().value;
        for (const program of programs) await program.step(samplesOfStep, still);
        if (++unread >= READ_EVERY) await read();
      },
      loss: read,
      dispose() {
        for (const program of programs) program.dispose();
        inputs.dispose();
      },
      ...(dispatches && { dispatches }),
      ...(own && {
        arithmetic: () => ({
          flopsPerStep: arms * stepFlops(network, batch),
          productGflops: productGflops(own),
        }),
      }),
    };
  };
}

export const createOurs = createArms(1);
export const createPair = createArms(2);
