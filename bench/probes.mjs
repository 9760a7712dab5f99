// @ts-check
/**
 * What a probe costs beside a step, on WebAssembly in Node: one row a figure, the best of some runs in ms.
 * `--json` prints `{case, figure, ms}`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withTypescript } from '../scripts/load-typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PROBE = 1_024;
const BATCH = 64;
const RUNS = 9;
const CLASSES = 10;

/** Settings of the networks: the default one, the CNN of the engine's benchmarks, and one that has a tangent kernel. */
const CASES = {
  'default network (784-128-128-10)': {},
  'CNN (16, 32 channels, dense 64)': { kind: 'cnn', depth: 2, channels: 16, width: 64 },
  'small MLP (784-96-96-10)': { width: 96 },
  'small CNN (8, 16 channels, dense 64)': { kind: 'cnn', depth: 2, channels: 8, width: 64 },
};

/** @param {string} file */
const kernels = file => readFile(join(root, `src/engine/kernels/wasm/generated/${file}.wasm`));

/** @param {() => Promise<unknown>} work @param {number} [runs] */
async function best(work, runs = RUNS) {
  await work();
  /** @type {number[]} */
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

const still = () => {};

/**
 * @param {Record<string, any>} modules
 * @param {string} name
 * @param {object} model
 * @param {(figure: string, ms: number) => void} row
 */
async function measure({ device, plans, build, schema, random, tangents }, name, model, row) {
  const settings = schema.settingsSchema.parse({ model });
  const network = build.buildNetwork(settings, [28, 28, 1], CLASSES);
  const { runtime } = device;
  const draws = random.createRandom(1, name);
  const pixels = Float32Array.from({ length: PROBE * 784 }, () => draws.uniform());
  const targets = Float32Array.from({ length: PROBE * CLASSES }, () => draws.uniform());
  const inputs = await runtime.upload(pixels, PROBE, still);
  const rule = { kind: 'sgd', learningRate: 1e-3, momentum: 0.9, weightDecay: 0 };
  /** @param {number} gramSamples */
  const create = async gramSamples => {
    const plan = plans.createPlan(network, {
      ...{ batch: BATCH, probe: PROBE, headOnly: false, gramSamples },
      pieceFlops: runtime.pieceFlops,
    });
    return { plan, program: await runtime.createProgram({ plan, loss: 'mse', rule, inputs, targets }) };
  };
  const [bare, full] = [await create(0), await create(256)];
  const batch = Int32Array.from({ length: BATCH }, (_, i) => i);
  row(`step of ${BATCH}`, await best(() => full.program.step(batch, still)));
  const without = await best(() => bare.program.probe(inputs, PROBE, still));
  const withGrams = await best(() => full.program.probe(inputs, PROBE, still));
  row('probe of one split, features and outputs', without);
  row('probe of one split, with the Gram matrices of all taps', withGrams);
  row('norms of the parameters', await best(() => full.program.norms()));
  let longest = 0;
  let last = performance.now();
  await full.program.probe(inputs, PROBE, () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  });
  row('longest piece of a probe', longest);
  const data = { plan: full.plan, headOnly: false, inputs: pixels.slice(0, 48 * 784), samples: 48 };
  const tangent = await tangents.TangentMeter.create(device, data);
  if (!tangent.fault)
    row('tangent kernel', await best(() => tangent.measure(() => full.program.parameters(), still), 3));
  tangent.dispose();
  for (const { program } of [bare, full]) program.dispose();
  inputs.dispose();
}

await withTypescript(async load => {
  const { startDevice } = await load('/src/engine/device.ts');
  const modules = {
    device: await startDevice('wasm', { kernels }),
    plans: await load('/src/engine/program/plan.ts'),
    build: await load('/src/models/build.ts'),
    schema: await load('/src/experiment/schema.ts'),
    random: await load('/src/experiment/random.ts'),
    tangents: await load('/src/engine/tangent.ts'),
  };
  /** @type {{ case: string, figure: string, ms: number }[]} */
  const rows = [];
  for (const [name, model] of Object.entries(CASES))
    await measure(modules, name, model, (figure, ms) =>
      rows.push({ case: name, figure, ms: Number(ms.toFixed(3)) }),
    );
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, 2));
  else {
    console.log(`${modules.device.adapter}, Node ${process.versions.node}`);
    for (const { case: name, figure, ms } of rows)
      console.log(`${name.padEnd(38)} ${figure.padEnd(56)} ${ms.toFixed(2).padStart(9)} ms`);
  }
});
