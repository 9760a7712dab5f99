// The union package registers tfjs's own gradients, against which the hand-written ones are checked.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/engine/losses';
import type { Plan } from '../../../src/engine/program/plan';
import type { Runtime, UpdateRule } from '../../../src/engine/program/program';
import type { RateSchedule } from '../../../src/engine/program/rate';
import { sumOfSquares } from '../../../src/engine/program/sizes';
import { hasBatchNorm, type NetworkSpec } from '../../../src/models/spec';
import { outputsOf } from './by-definition';
import { nodeDevice } from './devices';
import { ALL, CLASSES, createProgram, DEEP, INPUTS, NETWORKS, SAMPLES, TARGETS } from './networks';

let runtimes: Record<'cpu' | 'wasm', Runtime>;
beforeAll(async () => {
  runtimes = { cpu: (await nodeDevice('cpu')).runtime, wasm: (await nodeDevice('wasm')).runtime };
});

const still = () => {};

/** Gradients of the mean loss by tfjs's tape on cpu, one a parameter. */
async function tapeGradients(network: NetworkSpec, loss: 'mse' | 'cross-entropy'): Promise<Float32Array[]> {
  await tf.setBackend('cpu');
  const values = network.parameters.map(({ start, shape }) => tf.tensor(start, [...shape]));
  const x = tf.tensor(INPUTS, [SAMPLES, ...network.input]);
  const y = tf.tensor2d(TARGETS, [SAMPLES, CLASSES]);
  const gradients = tf.grads((...parameters: tf.Tensor[]) => {
    const outputs = outputsOf(network, parameters, x);
    const sum =
      loss === 'mse'
        ? tf.div(tf.sum(tf.square(tf.sub(outputs, y))), 2)
        : tf.neg(tf.sum(tf.mul(y, tf.logSoftmax(outputs))));
    return tf.div(sum, SAMPLES);
  })(values);
  return Promise.all(gradients.map(gradient => gradient.data<'float32'>()));
}

function closeTo(actual: Float32Array, expected: Float32Array, tolerance: number) {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(
    expected.reduce((m, x) => Math.max(m, Math.abs(x)), 0),
    1e-6,
  );
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerance * scale);
  });
}

/** One parameter's share of an array that is laid out as the plan says. */
const partOf = (all: Float32Array, plan: Plan, index: number) => {
  const { offset, size } = plan.parameters[index]!;
  return all.subarray(offset, offset + size);
};

describe.each(['cpu', 'wasm'] as const)('the backward pass on %s', device => {
  it.each([...NETWORKS, ...DEEP])('%s: as tfjs’s tape', async (_, network, loss) => {
    const expected = await tapeGradients(network, loss);
    // Frozen batch norms use their running statistics, which the tape does not know.
    const frozen = !hasBatchNorm(network);
    for (const headOnly of frozen ? [false, true] : [false]) {
      const { program, plan, dispose } = await createProgram(runtimes[device], network, { loss, headOnly });
      await program.step(ALL, still);
      const { slots } = await program.save();
      network.parameters.forEach((_, index) => {
        if (plan.parameters[index]!.trained) closeTo(partOf(slots[0]!, plan, index), expected[index]!, 1e-4);
        else expect(headOnly).toBe(true);
      });
      dispose();
    }
  });

  it.each(NETWORKS)('%s: as central differences of its own loss', async (_, network, loss) => {
    const { program, plan, dispose } = await createProgram(runtimes[device], network, { loss });
    const start = await program.save();
    await program.step(ALL, still);
    const gradient = (await program.save()).slots[0]!;
    const norm = Math.sqrt(sumOfSquares(gradient));
    const lossAt = async (by: number) => {
      const parameters = start.parameters.slice();
      for (let i = 0; i < gradient.length; i++) parameters[i]! += (by * gradient[i]!) / norm;
      program.load({ ...start, parameters });
      await program.step(ALL, still);
      return (await program.losses()).at(-1)!;
    };
    // Along the gradient, where the slope is its length.
    const by = 2e-3;
    const slope = ((await lossAt(by)) - (await lossAt(-by))) / (2 * by);
    expect(Math.abs(slope / norm - 1)).toBeLessThan(0.01);
    expect(plan.trainedSize).toBe(gradient.length);
    dispose();
  });
});

const RULES: UpdateRule[] = [
  { kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 0.1 },
  { kind: 'adamw', learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.3 },
];

/** One update in float64, as papers and PyTorch's documentation state the rules. */
function updated(rule: UpdateRule, t: number, theta: number, g: number, [a, b]: [number, number]) {
  if (rule.kind === 'sgd') {
    const velocity = rule.momentum * a + g + rule.weightDecay * theta;
    return { theta: theta - rule.learningRate * velocity, slots: [velocity, 0] as [number, number] };
  }
  const m = rule.beta1 * a + (1 - rule.beta1) * g;
  const v = rule.beta2 * b + (1 - rule.beta2) * g * g;
  const [mHat, vHat] = [m / (1 - rule.beta1 ** t), v / (1 - rule.beta2 ** t)];
  const decayed = theta * (1 - rule.learningRate * rule.weightDecay);
  return {
    theta: decayed - (rule.learningRate * mHat) / (Math.sqrt(vHat) + rule.epsilon),
    slots: [m, v] as [number, number],
  };
}

describe.each(['cpu', 'wasm'] as const)('updates on %s', device => {
  it.each(RULES)('$kind follows its rule over three steps', async rule => {
    const network = NETWORKS[0]![1];
    // The same weights and batch with another rule give the gradients.
    const probe = await createProgram(runtimes[device], network);
    const made = await createProgram(runtimes[device], network, { rule });
    const slots = new Map<number, [number, number]>();
    for (let t = 1; t <= 3; t++) {
      const before = await made.program.save();
      probe.program.load({
        ...before,
        slots: [new Float32Array(before.slots[0]!.length)],
        updates: 0,
      });
      await probe.program.step(ALL, still);
      const gradient = (await probe.program.save()).slots[0]!;
      await made.program.step(ALL, still);
      const after = await made.program.save();
      before.parameters.forEach((theta, i) => {
        const next = updated(rule, t, theta, gradient[i]!, slots.get(i) ?? [0, 0]);
        slots.set(i, next.slots);
        expect(after.parameters[i]).toBeCloseTo(next.theta, 5);
      });
      expect(after.updates).toBe(t);
    }
    probe.dispose();
    made.dispose();
  });

  it.each(RULES)('$kind takes the learning rate of its schedule', async rule => {
    const network = NETWORKS[0]![1];
    const schedule: RateSchedule = { kind: 'steps', warmup: 2, updates: 8, drops: [0.5, 0.5] };
    const rates = [0.5, 1, 1, 1, 0.01].map(factor => factor * rule.learningRate);
    const scheduled = await createProgram(runtimes[device], network, { rule, schedule });
    for (const learningRate of rates) {
      const before = await scheduled.program.save();
      const plain = await createProgram(runtimes[device], network, { rule: { ...rule, learningRate } });
      plain.program.load(before);
      await plain.program.step(ALL, still);
      await scheduled.program.step(ALL, still);
      const after = await scheduled.program.save();
      expect(after).toEqual(await plain.program.save());
      expect(after.parameters).not.toEqual(before.parameters);
      plain.dispose();
    }
    scheduled.dispose();
  });

  it('only the head moves where only the head is trained', async () => {
    const made = await createProgram(runtimes[device], NETWORKS[4]![1], { headOnly: true });
    const before = await made.program.save();
    await made.program.step(ALL, still);
    const after = await made.program.save();
    const moved = made.plan.parameters.filter((_, i) =>
      partOf(after.parameters, made.plan, i).some((v, j) => v !== partOf(before.parameters, made.plan, i)[j]),
    );
    expect(moved.map(({ name }) => name)).toEqual(['head/weights', 'head/bias']);
    made.dispose();
  });
});

describe.each(['cpu', 'wasm'] as const)('a program on %s', device => {
  it('gives the same update for a batch in pieces', async () => {
    const [, network] = NETWORKS[4]!;
    const run = async (pieceFlops: number) => {
      const { program, plan, dispose } = await createProgram(runtimes[device], network, { pieceFlops });
      for (let i = 0; i < 3; i++) await program.step(ALL, still);
      const result = { plan, losses: await program.losses(), state: await program.save() };
      dispose();
      return result;
    };
    const whole = await run(1e9);
    const pieces = await run(30_000);
    expect(whole.plan.piece).toBe(SAMPLES);
    expect(pieces.plan.piece).toBeLessThan(5);
    closeTo(pieces.losses, whole.losses, 1e-5);
    closeTo(pieces.state.parameters, whole.state.parameters, 1e-5);
  });

  it('goes on from a saved state to the bit', async () => {
    const [, network, loss] = NETWORKS[7]!;
    const rule = RULES[1]!;
    const made = await createProgram(runtimes[device], network, { loss, rule });
    for (let i = 0; i < 3; i++) await made.program.step(ALL, still);
    const saved = await made.program.save();
    await made.program.losses();
    for (let i = 0; i < 3; i++) await made.program.step(ALL, still);
    const other = await createProgram(runtimes[device], network, { loss, rule });
    other.program.load(saved);
    for (let i = 0; i < 3; i++) await other.program.step(ALL, still);
    expect(await other.program.losses()).toEqual(await made.program.losses());
    expect(await other.program.save()).toEqual(await made.program.save());
    made.dispose();
    other.dispose();
  });

  it('reports the loss before each update, and probes the first samples', async () => {
    const [, network] = NETWORKS[4]!;
    const { program, plan, inputs, dispose } = await createProgram(runtimes[device], network, {
      pieceFlops: 30_000,
    });
    const { features, outputs } = await program.probe(inputs, SAMPLES, still);
    expect(features).toHaveLength(SAMPLES * 6);
    const { loss } = evaluate('mse', outputs, TARGETS, new Int32Array(SAMPLES));
    await program.step(ALL, still);
    expect((await program.losses())[0]).toBeCloseTo(loss, 5);
    expect(await program.losses()).toHaveLength(0);
    const few = await program.probe(inputs, 3, still);
    expect(few.outputs).toHaveLength(3 * CLASSES);
    expect(plan.probePiece).toBeLessThan(SAMPLES);
    dispose();
  });

  it('gives back all memory', async () => {
    const before = runtimes[device].allocatedBytes();
    const { program, inputs, dispose } = await createProgram(runtimes[device], NETWORKS[7]![1]);
    await program.step(ALL, still);
    await program.probe(inputs, SAMPLES, still);
    dispose();
    const scratch = device === 'wasm' ? 200_000 : 0;
    expect(runtimes[device].allocatedBytes() - before).toBeLessThanOrEqual(scratch);
  });
});
