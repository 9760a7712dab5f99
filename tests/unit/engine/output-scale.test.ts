import { beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device';
import { scaledOutputs } from '../../../src/engine/output-scale';
import type { ArmProbe } from '../../../src/engine/session';
import { updateRule } from '../../../src/engine/trainer';
import { settingsSchema } from '../../../src/experiment/schema';
import { nodeDevice } from './devices';
import { ALL, CLASSES, createProgram, GRADIENT_RULE, NETWORKS, SAMPLES, TARGETS } from './networks';
import { start } from './session-run';

let devices: Record<'cpu' | 'wasm', Device>;
beforeAll(async () => {
  devices = { cpu: await nodeDevice('cpu'), wasm: await nodeDevice('wasm') };
});

const still = () => {};
const network = (name: string) => NETWORKS.find(([known]) => known === name)!;

function closeTo(actual: Float32Array, expected: Float32Array, tolerance: number) {
  const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  expect(scale).toBeGreaterThan(0);
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerance * scale);
  });
}

describe.each(['cpu', 'wasm'] as const)('a program with an output scale on %s', device => {
  const runtime = () => devices[device].runtime;

  it.each(['mlp, tanh', 'cnn, relu'])(
    '%s: squared error is that of f towards f₀ + y/α, times α²',
    async name => {
      const alpha = 4;
      const [, spec] = network(name);
      const scaled = await createProgram(runtime(), spec, { outputScale: alpha, pieceFlops: 30_000 });
      const base = await scaled.program.outputs(scaled.inputs, SAMPLES, still);
      scaled.program.centre(base);
      const targets = base.map((f, i) => f + TARGETS[i]! / alpha);
      const rule = { ...GRADIENT_RULE, learningRate: GRADIENT_RULE.learningRate * alpha ** 2 };
      const plain = await createProgram(runtime(), spec, { targets, rule });
      for (let step = 0; step < 5; step++) {
        await scaled.program.step(ALL, still);
        await plain.program.step(ALL, still);
      }
      const expected = (await plain.program.losses()).map(loss => loss * alpha ** 2);
      closeTo(await scaled.program.losses(), expected, 1e-4);
      const [after, other] = [await scaled.program.save(), await plain.program.save()];
      closeTo(after.parameters, other.parameters, 1e-5);
      closeTo(
        after.slots[0]!,
        other.slots[0]!.map(velocity => velocity * alpha ** 2),
        1e-3,
      );
      scaled.dispose();
      plain.dispose();
    },
  );

  it('has the gradient of cross-entropy that central differences give, away from the start', async () => {
    const [, spec, loss] = network('mlp, cross-entropy');
    const { program, inputs, dispose } = await createProgram(runtime(), spec, { loss, outputScale: 3 });
    program.centre(await program.outputs(inputs, SAMPLES, still));
    const fresh = await program.save();
    await program.step(ALL, still);
    // All outputs are zero at the start.
    const even = TARGETS.reduce((sum, y) => sum + y, 0) / SAMPLES;
    expect((await program.losses())[0]).toBeCloseTo(even * Math.log(CLASSES), 5);
    const away = { ...fresh, parameters: fresh.parameters.map((value, i) => value + 0.05 * Math.sin(i)) };
    program.load(away);
    await program.step(ALL, still);
    const gradient = (await program.save()).slots[0]!;
    const norm = Math.hypot(...gradient);
    await program.losses();
    const lossAt = async (by: number) => {
      const parameters = away.parameters.slice();
      for (let i = 0; i < gradient.length; i++) parameters[i]! += (by * gradient[i]!) / norm;
      program.load({ ...away, parameters });
      await program.step(ALL, still);
      return (await program.losses()).at(-1)!;
    };
    const by = 2e-3;
    expect(Math.abs(((await lossAt(by)) - (await lossAt(-by))) / (2 * by) / norm - 1)).toBeLessThan(0.01);
    dispose();
  });

  it('reads its outputs as a probe does, and refuses to train before it knows its start', async () => {
    const [, spec] = network('cnn, relu');
    const { program, inputs, dispose } = await createProgram(runtime(), spec, { outputScale: 2 });
    const { outputs } = await program.probe(inputs, SAMPLES, still);
    expect(await program.outputs(inputs, SAMPLES, still)).toEqual(outputs);
    expect(await program.outputs(inputs, 3, still)).toEqual(outputs.slice(0, 3 * CLASSES));
    await expect(program.step(ALL, still)).rejects.toThrow(/has to be centred/);
    dispose();
  });
});

describe('a session with an output scale', () => {
  const arms = [1, 100, 1_000].map(alpha => ({
    label: `α = ${alpha}`,
    set: { 'training.outputScale': alpha },
  }));
  const training = { fullBatch: true, optimiser: 'sgd', learningRate: 0.05 };
  const changes = { training, arms, probe: { samples: 120, perDecade: 2 }, model: { width: 64 } };

  it('starts at zero, moves less the larger the scale, and learns the same in the lazy limit', async () => {
    const run = await start(devices.wasm, changes);
    await run.session.run();
    const at = (step: number) => run.probes.filter(probe => probe.step === step);
    const [own, ...lazy] = at(0) as [ArmProbe, ...ArmProbe[]];
    expect(own.train.outputs.some(value => value !== 0)).toBe(true);
    for (const { train, test } of lazy) {
      expect(train.outputs.every(value => value === 0)).toBe(true);
      expect(test.outputs.every(value => value === 0)).toBe(true);
      expect(train.loss).toBeCloseTo(0.5, 10);
    }
    const [free, one, ten] = at(30) as [ArmProbe, ArmProbe, ArmProbe];
    const way = ({ parameters }: ArmProbe) => Math.sqrt(parameters.squaredDistance);
    expect(way(free) / way(one)).toBeGreaterThan(20);
    expect(way(one) / way(ten)).toBeCloseTo(10, 1);
    expect(one.train.loss).toBeLessThan(0.3);
    expect(ten.train.loss / one.train.loss).toBeCloseTo(1, 1);
    run.session.dispose();
  });

  it('measures the function that it trains', async () => {
    const run = await start(devices.wasm, changes);
    await run.session.run(5);
    await run.session.run(6);
    const probes = run.probes.filter(({ step }) => step === 5);
    expect(probes).toHaveLength(3);
    for (const { arm, train } of probes) {
      // All training pictures are probed, and the next batch is all of them.
      expect(train.loss / run.losses.get(`${arm}/6`)!).toBeCloseTo(1, 4);
      const right = train.labels.filter((label, i) => {
        const f = train.outputs.subarray(i * 10, (i + 1) * 10);
        return f.indexOf(Math.max(...f)) === label;
      });
      expect(train.accuracy).toBeCloseTo(right.length / train.samples, 10);
    }
    run.session.dispose();
  });

  it('goes on from a checkpoint to the bit', async () => {
    const unbroken = await start(devices.wasm, changes);
    await unbroken.session.run();
    const first = await start(devices.wasm, changes);
    await first.session.run(9);
    const second = await start(devices.wasm, changes, structuredClone(first.checkpoints.at(-1)!));
    await second.session.run();
    expect(new Map([...first.losses, ...second.losses])).toEqual(unbroken.losses);
    expect(second.probes.at(-1)).toEqual(unbroken.probes.at(-1));
    expect(second.checkpoints.at(-1)).toEqual(unbroken.checkpoints.at(-1));
    for (const { session } of [unbroken, first, second]) session.dispose();
  });
});

describe('the output scale', () => {
  it('is α times what an output has moved, row by row', () => {
    const base = Float32Array.of(1, 2, 3, 4, 5, 6);
    const scaled = scaledOutputs(Float32Array.of(5.5, 6, 1, 2.25), base, Int32Array.of(2, 0), 4);
    expect([...scaled]).toEqual([2, 0, 0, 1]);
  });

  it('divides the learning rate by what it multiplies the way of the outputs with', () => {
    const rate = (optimiser: string) =>
      updateRule(
        settingsSchema.parse({ training: { optimiser, learningRate: 0.5, outputScale: 10 } }).training,
      ).learningRate;
    expect(rate('sgd')).toBeCloseTo(0.005, 12);
    expect(rate('adamw')).toBeCloseTo(0.05, 12);
  });
});
