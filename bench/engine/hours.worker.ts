import { engine } from '@tensorflow/tfjs-core';
import { startDevice } from '../../src/engine/device';
import { createPlan } from '../../src/engine/program/plan';
import type { Program, Runtime } from '../../src/engine/program/program';
import { createCase } from './cases';
import type { HoursDevice, HoursReply, HoursRequest, WorkerMemory } from './hours';
import { batchesOf, kernels, ruleOf } from './peers/ours';

/** Every kind of work has been done several times by then. */
const WARM_UP: Record<HoursDevice, number> = { wasm: 200, webgpu: 20 };
/** Losses are read this often; probes are taken and states saved far more often than in a session. */
const READ_EVERY = 5;
const PROBE_EVERY = 10;
const SAVE_EVERY = 10;
const PROBED = 64;

const post = (reply: HoursReply) => postMessage(reply);
const still = () => {};

/** Every WebAssembly memory that is made here from now on. */
function watchMemories(): () => number {
  const memories: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
  return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The CNN of the bench, as a session drives it. */
async function createNetwork(runtime: Runtime) {
  const testCase = createCase('cnn');
  const { network, batch, samples, loss, optimiser, targets } = testCase;
  const inputs = await runtime.upload(testCase.inputs, samples, still);
  const plan = createPlan(network, {
    batch,
    probe: PROBED,
    headOnly: false,
    pieceFlops: runtime.pieceFlops,
  });
  const options = { plan, loss, rule: ruleOf(optimiser), inputs, targets };
  const program: Program = await runtime.createProgram(options);
  // Only these two, so that the pictures, which the device has by now, can be collected.
  const batches = batchesOf({ batch, samples });
  return {
    /** Trains, and gives others their turn. @returns the losses, and ms per step */
    async train(steps: number, onStep: (step: number) => void) {
      const losses: number[] = [];
      const start = performance.now();
      for (let step = 1; step <= steps; step++) {
        await program.step(batches.next().value, still);
        if (step % READ_EVERY === 0 || step === steps) losses.push(...(await program.losses()));
        if (step % PROBE_EVERY === 0) await program.probe(inputs, PROBED, still);
        if (step % SAVE_EVERY === 0) await program.save();
        onStep(step);
      }
      return { losses, msPerStep: (performance.now() - start) / steps };
    },
  };
}

async function run(device: HoursDevice, steps: number, go: Promise<void>): Promise<void> {
  const wasmBytes = watchMemories();
  const { runtime, adapter } = await startDevice(device, { kernels });
  const { train } = await createNetwork(runtime);
  const look = (): WorkerMemory => ({
    tensors: engine().state.numTensors,
    deviceBytes: runtime.allocatedBytes(),
    wasmBytes: wasmBytes(),
  });
  await train(WARM_UP[device], still);
  post({ type: 'warm', memory: look() });
  await go;
  const tenth = Math.max(1, Math.floor(steps / 10));
  const middle = Math.max(0, steps - 2 * tenth);
  const tell = (before: number) => (step: number) => {
    if ((before + step) % tenth === 0) post({ type: 'progress', step: before + step });
  };
  const first = await train(tenth, tell(0));
  await train(middle, tell(tenth));
  const last = await train(tenth, tell(tenth + middle));
  const done = 2 * tenth + middle;
  post({
    type: 'end',
    memory: look(),
    row: {
      case: 'cnn',
      device,
      adapter,
      warmUpSteps: WARM_UP[device],
      steps: done,
      probes: countEvery(PROBE_EVERY, [tenth, middle, tenth]),
      saves: countEvery(SAVE_EVERY, [tenth, middle, tenth]),
      firstMsPerStep: first.msPerStep,
      lastMsPerStep: last.msPerStep,
      firstLoss: mean(first.losses),
      lastLoss: mean(last.losses),
    },
  });
}

const countEvery = (every: number, stretches: readonly number[]) =>
  stretches.reduce((sum, steps) => sum + Math.floor(steps / every), 0);

let goOn: () => void;
const go = new Promise<void>(resolve => {
  goOn = resolve;
});

self.addEventListener('message', ({ data }: MessageEvent<HoursRequest>) => {
  if (data.type === 'go') goOn();
  else
    run(data.device, data.steps, go).catch(error =>
      post({ type: 'error', message: error instanceof Error ? error.message : String(error) }),
    );
});
