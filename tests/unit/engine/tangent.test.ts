import * as tf from '@tensorflow/tfjs-core';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime, TangentRuntime, UpdateRule } from '../../../src/engine/program/program';
import { tangentPlan } from '../../../src/engine/tangent';
import type { NetworkSpec } from '../../../src/models/spec';
import { kernelByTape } from './by-tape';
import { nodeDevice } from './devices';
import { ALL, CLASSES, createProgram, GRADIENT_RULE, INPUTS, NETWORKS, SAMPLES, SHAPE } from './networks';

let runtimes: Record<'cpu' | 'wasm', Runtime & TangentRuntime>;
beforeAll(async () => {
  const [cpu, wasm] = [await nodeDevice('cpu'), await nodeDevice('wasm')];
  runtimes = { cpu: cpu.runtime as Runtime & TangentRuntime, wasm: (await wasm.tangents()) as never };
});

const still = () => {};

async function kernelOn(
  runtime: TangentRuntime,
  network: NetworkSpec,
  values: Float32Array,
  headOnly = false,
) {
  const options = { plan: tangentPlan(network, headOnly), inputs: INPUTS, samples: SAMPLES };
  const tangent = runtime.createTangent(options);
  const kernel = await tangent.kernel(values, still);
  tangent.dispose();
  return kernel;
}

/** Parameters, and statistics of batch norms, after a little training: a network of squares explodes easily. */
async function trainedValues(
  runtime: Runtime,
  network: NetworkSpec,
  headOnly = false,
): Promise<Float32Array> {
  const { program, dispose } = await createProgram(runtime, network, {
    headOnly,
    rule: { ...GRADIENT_RULE, learningRate: 1e-6 } as UpdateRule,
  });
  for (let i = 0; i < 3; i++) await program.step(ALL, still);
  const values = await program.parameters();
  dispose();
  return values;
}

/** Largest error of an element, relative to the geometric mean of the diagonal's two. */
function worst(actual: Float64Array, expected: Float64Array): number {
  const n = Math.sqrt(expected.length);
  return expected.reduce((most, value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    const scale = Math.sqrt(expected[i * n + i]! * expected[j * n + j]!);
    const error = Math.abs(actual[at]! - value) / scale;
    return error <= most ? most : error;
  }, 0);
}

describe.each(['cpu', 'wasm'] as const)('the tangent kernel on %s', device => {
  it.each(NETWORKS)('%s: as tfjs’s tape says, symmetric and positive semidefinite', async (_, network) => {
    for (const headOnly of [false, true]) {
      const values = await trainedValues(runtimes.wasm, network, headOnly);
      const kernel = await kernelOn(runtimes[device], network, values, headOnly);
      await tf.setBackend('cpu');
      const inputs = tf.tensor(INPUTS, [SAMPLES, ...network.input]);
      const expected = await kernelByTape(tangentPlan(network, headOnly), values, inputs, SAMPLES);
      expect(worst(kernel, expected)).toBeLessThan(5e-6);
      const matrix = Matrix.from1DArray(SAMPLES, SAMPLES, kernel);
      expect(matrix.isSymmetric()).toBe(true);
      const eigenvalues = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues;
      expect(Math.min(...eigenvalues)).toBeGreaterThan(-1e-6 * Math.max(...eigenvalues));
      expect(Math.max(...eigenvalues)).toBeGreaterThan(0);
    }
  });

  it('is (x · x′ + 1) · C for a linear network with biases', async () => {
    const size = INPUTS.length / SAMPLES;
    const start = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));
    const network: NetworkSpec = {
      input: SHAPE,
      parameters: [
        { name: 'weights', shape: [size, CLASSES], start: start(size * CLASSES) },
        { name: 'bias', shape: [CLASSES], start: start(CLASSES) },
      ],
      layers: [{ kind: 'dense', weights: 0, bias: 1, activation: null }],
      taps: [],
    };
    const kernel = await kernelOn(
      runtimes[device],
      network,
      start(tangentPlan(network, false).parameterSize),
    );
    const row = (i: number) => INPUTS.subarray(i * size, (i + 1) * size);
    const expected = Float64Array.from({ length: SAMPLES ** 2 }, (_, at) => {
      const [x, y] = [row(Math.floor(at / SAMPLES)), row(at % SAMPLES)];
      return (x.reduce((sum, value, k) => sum + value * y[k]!, 0) + 1) * CLASSES;
    });
    expect(worst(kernel, expected)).toBeLessThan(1e-6);
  });

  it('is what central differences of the outputs give', async () => {
    const [, network] = NETWORKS[1]!;
    const { program, plan, inputs, dispose } = await createProgram(runtimes.wasm, network);
    const state = await program.save();
    const outputsAt = async (index: number, by: number) => {
      const parameters = state.parameters.slice();
      parameters[index]! += by;
      program.load({ ...state, parameters });
      return (await program.probe(inputs, SAMPLES, still)).outputs;
    };
    const expected = new Float64Array(SAMPLES ** 2);
    const by = 2 ** -5;
    for (const { offset, size } of plan.parameters)
      for (let index = offset; index < offset + size; index++) {
        const [more, less] = [await outputsAt(index, by), await outputsAt(index, -by)];
        const slope = more.map((value, i) => (value - less[i]!) / (2 * by));
        expected.forEach((_, at) => {
          const [i, j] = [Math.floor(at / SAMPLES) * CLASSES, (at % SAMPLES) * CLASSES];
          for (let c = 0; c < CLASSES; c++) expected[at]! += slope[i + c]! * slope[j + c]!;
        });
      }
    dispose();
    const kernel = await kernelOn(runtimes[device], network, state.parameters);
    expect(worst(kernel, expected)).toBeLessThan(5e-3);
  });

  it('takes one breath a sample at least, and leaves nothing behind where it is broken off', async () => {
    const runtime = runtimes[device];
    const [, network] = NETWORKS[4]!;
    const before = runtime.allocatedBytes();
    const options = { plan: tangentPlan(network, false), inputs: INPUTS, samples: SAMPLES };
    const values = await trainedValues(runtimes.wasm, network);
    const tangent = runtime.createTangent(options);
    let breaths = 0;
    await tangent.kernel(values, () => {
      breaths++;
    });
    expect(breaths).toBeGreaterThanOrEqual(SAMPLES * CLASSES);
    const held = runtime.allocatedBytes();
    for (let at = 1; at < breaths; at += 7) {
      let left = at;
      const broken = tangent.kernel(values, () => {
        if (--left === 0) throw new Error('enough');
      });
      await expect(broken).rejects.toThrow('enough');
    }
    await tangent.kernel(values, still);
    expect(runtime.allocatedBytes()).toBe(held);
    tangent.dispose();
    // The kernels' scratch space may have grown.
    expect(runtime.allocatedBytes() - before).toBeLessThanOrEqual(device === 'wasm' ? 200_000 : 0);
  });
});
