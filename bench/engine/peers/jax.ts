import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { BenchCase } from '../cases';
import { countDispatches } from './dispatches';
import { applyNetwork, createParameters } from './jax-network';
import { startState, type TrainingState, update } from './jax-optimiser';
import type { BenchDevice, CreateContender } from './types';

const isWasm = (device: BenchDevice) => device === 'wasm' || device === 'wasm-threads';

async function startDevice(device: BenchDevice): Promise<void> {
  if (device === 'cpu') throw new Error('The cpu device of jax-js is for debugging only.');
  if (device === 'wasm-threads' && !crossOriginIsolated)
    throw new Error('This page is not cross-origin isolated, so jax-js has no wasm threads.');
  const name = isWasm(device) ? 'wasm' : (device as 'webgpu' | 'webgl');
  if (!(await init(name)).includes(name)) throw new Error(`jax-js could not start its ${name} device.`);
  defaultDevice(name);
}

/** jax-js is lazy: has a step's kernels run, in the way that measured quickest on each device. */
async function runKernels(device: BenchDevice, loss: np.Array): Promise<void> {
  // All kernels of one jit are started together, by any of its results.
  if (device === 'wasm') loss.ref.dataSync();
  else if (device === 'webgpu') await loss.ref.gpuBuffer();
  else await loss.blockUntilReady();
}

/** Batches cut beforehand: in the measured step an engine only trains. */
function cutBatches(values: Float32Array<ArrayBuffer>, { samples, batch }: BenchCase, shape: number[]) {
  const size = (values.length / samples) * batch;
  return Array.from({ length: samples / batch }, (_, k) =>
    np.array(values.slice(k * size, (k + 1) * size), { shape: [batch, ...shape] }),
  );
}

/** Batches of pictures with channels first, or of plain vectors. */
function cutInputs(testCase: BenchCase): np.Array[] {
  const [height, width, channels] = testCase.network.input;
  const batches = cutBatches(testCase.inputs, testCase, [height, width, channels]);
  return testCase.network.layers[0]!.kind === 'conv'
    ? batches.map(batch => batch.transpose([0, 3, 1, 2]).mul(1))
    : batches.map(batch => batch.reshape([testCase.batch, -1]));
}

/** The whole step: loss, gradients and update, in one jit. */
function compileStep({ network, loss, optimiser, batch }: BenchCase) {
  const lossOf = (parameters: np.Array[], x: np.Array, y: np.Array): np.Array => {
    const outputs = applyNetwork(network, parameters, x);
    if (loss === 'cross-entropy')
      return nn
        .logSoftmax(outputs)
        .mul(y)
        .sum()
        .mul(-1 / batch);
    return np
      .square(outputs.sub(y))
      .sum()
      .mul(0.5 / batch);
  };
  return jit((state: TrainingState, x: np.Array, y: np.Array) => {
    const [value, gradients] = valueAndGrad(lossOf)(tree.ref(state.parameters), x, y);
    return { state: update(state, gradients as np.Array[], optimiser), loss: value };
  });
}

export const createJax: CreateContender = async (testCase, { device }) => {
  await startDevice(device);
  const dispatches = device === 'webgpu' ? countDispatches() : null;
  const inputs = await blockUntilReady(cutInputs(testCase));
  const targets = cutBatches(testCase.targets, testCase, [testCase.targets.length / testCase.samples]);
  const train = compileStep(testCase);
  let state = startState(createParameters(testCase.network), testCase.optimiser);
  let loss: np.Array | null = null;
  let next = 0;
  return {
    async step() {
      loss?.dispose();
      ({ state, loss } = train(state, inputs[next]!.ref, targets[next]!.ref));
      next = (next + 1) % inputs.length;
      await runKernels(device, loss);
    },
    async loss() {
      await blockUntilReady(state);
      return (await loss!.ref.data())[0]!;
    },
    dispose() {
      tree.dispose([state, loss, inputs, targets] as never);
      train.dispose();
    },
    ...(dispatches && { dispatches }),
  };
};
