import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { BenchCase } from '../cases';
import { countDispatches } from './dispatches';
import { Adamw } from './tfjs-adamw';
import { applyNetwork, createParameters } from './tfjs-network';
import type { BenchDevice, CreateContender, Setting } from './types';

/** Name of the backend that serves a device. */
const backendOf = (device: BenchDevice): string => (device === 'wasm-threads' ? 'wasm' : device);

async function loadWasm({ device, tfjsWasm }: Setting): Promise<void> {
  const threads = device === 'wasm-threads';
  if (threads && !(await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')))
    throw new Error('This page is not cross-origin isolated, so TensorFlow.js has no wasm threads.');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads);
  setWasmPaths(tfjsWasm);
}

async function loadWebgpu(): Promise<void> {
  if (!(await navigator.gpu?.requestAdapter())) throw new Error('This browser offers no WebGPU adapter.');
  await import('@tensorflow/tfjs-backend-webgpu');
}

async function startBackend(setting: Setting): Promise<void> {
  const backend = backendOf(setting.device);
  if (backend === 'wasm') await loadWasm(setting);
  if (backend === 'webgpu') await loadWebgpu();
  tf.enableProdMode();
  if (!(await tf.setBackend(backend)))
    throw new Error(`TensorFlow.js could not start its ${backend} backend.`);
  await tf.ready();
}

/** TensorFlow.js finds out only in the middle of the first step. */
function refuseMissingKernels(testCase: BenchCase, { device }: Setting): void {
  const needed = testCase.network.layers.some(({ kind }) => kind === 'conv') ? 'Conv2DBackpropFilter' : null;
  if (needed && !tf.getKernel(needed, backendOf(device)))
    throw new Error(
      `TensorFlow.js has no ${needed} on its ${backendOf(device)} backend, so it cannot train this.`,
    );
}

/** Batches cut beforehand: in the measured step an engine only trains. */
function cutBatches(values: Float32Array, samples: number, batch: number, shape: number[]): tf.Tensor[] {
  const all = tf.tensor(values, [samples, ...shape]);
  const batches = tf.split(all, samples / batch);
  all.dispose();
  return batches;
}

function lossOf(testCase: BenchCase, outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  if (testCase.loss === 'cross-entropy') return tf.losses.softmaxCrossEntropy(targets, outputs);
  return tf.div(tf.sum(tf.squaredDifference(outputs, targets)), 2 * testCase.batch);
}

function createOptimiser({ optimiser }: BenchCase): tf.Optimizer | Adamw {
  return optimiser.kind === 'sgd'
    ? tf.train.momentum(optimiser.learningRate, optimiser.momentum)
    : new Adamw(optimiser);
}

/** Stock TensorFlow.js, used as its documentation does: minimize() on a loss of fused layers. */
export const createTfjs: CreateContender = async (testCase, setting) => {
  const { network, batch, samples } = testCase;
  await startBackend(setting);
  refuseMissingKernels(testCase, setting);
  const dispatches = setting.device === 'webgpu' ? countDispatches() : null;
  const parameters = createParameters(network);
  const optimiser = createOptimiser(testCase);
  const inputs = cutBatches(testCase.inputs, samples, batch, [...network.input]);
  const targets = cutBatches(testCase.targets, samples, batch, [testCase.targets.length / samples]);
  let next = 0;
  let loss: tf.Scalar | null = null;
  return {
    step() {
      const [x, y] = [inputs[next]!, targets[next]!];
      next = (next + 1) % inputs.length;
      loss?.dispose();
      loss = optimiser.minimize(() => lossOf(testCase, applyNetwork(network, parameters, x), y), true, [
        ...parameters,
      ]);
    },
    loss: async () => (await loss!.data())[0]!,
    dispose() {
      loss?.dispose();
      optimiser.dispose();
      for (const tensor of [...parameters, ...inputs, ...targets]) tensor.dispose();
    },
    ...(dispatches && { dispatches }),
  };
};
