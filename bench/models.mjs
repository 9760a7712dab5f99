// @ts-check
/**
 * What each network costs on WebAssembly in Node: parameters, arithmetic of one sample forward, milliseconds of a
 * step and of its longest uninterrupted piece, the best of some runs. `--json` prints the rows as JSON; `--kind NAME`
 * measures one kind only.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withTypescript } from '../scripts/load-typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 3;

/** @typedef {[height: number, width: number, channels: number]} Shape */

const CIFAR = /** @type {Shape} */ ([32, 32, 3]);
const DIGITS = /** @type {Shape} */ ([28, 28, 1]);
/** Two one-hot vectors of the modulus. @type {(modulus: number) => Shape} */
const pairs = modulus => [1, 2 * modulus, 1];

/** @type {{ model: Record<string, any>, shape: Shape, classes: number, batch: number }[]} */
const CASES = [
  { model: { kind: 'mlp' }, shape: DIGITS, classes: 10, batch: 128 },
  { model: { kind: 'mlp', depth: 8, width: 64, batchNorm: true }, shape: DIGITS, classes: 10, batch: 128 },
  { model: { kind: 'quadratic' }, shape: pairs(31), classes: 31, batch: 576 },
  { model: { kind: 'transformer', width: 32 }, shape: pairs(31), classes: 31, batch: 512 },
  { model: { kind: 'transformer' }, shape: pairs(97), classes: 97, batch: 512 },
  { model: { kind: 'cnn' }, shape: DIGITS, classes: 10, batch: 128 },
  ...[false, true].flatMap(batchNorm => [
    { model: { kind: 'deep-cnn', batchNorm }, shape: DIGITS, classes: 10, batch: 128 },
    { model: { kind: 'vgg16', widthMultiplier: 0.125, batchNorm }, shape: CIFAR, classes: 10, batch: 128 },
    { model: { kind: 'resnet18', widthMultiplier: 0.125, batchNorm }, shape: CIFAR, classes: 10, batch: 128 },
  ]),
];

/** @param {string} file */
const kernels = file => readFile(join(root, `src/engine/kernels/wasm/generated/${file}.wasm`));

/**
 * @param {Record<string, any>} modules
 * @param {typeof CASES[number]} one
 */
async function measure({ device, plans, build, schema, random, spec }, { model, shape, classes, batch }) {
  const { runtime } = device;
  const network = build.buildNetwork(schema.settingsSchema.parse({ model }), shape, classes);
  const draws = random.createRandom(1, 'models');
  const size = shape[0] * shape[1] * shape[2];
  const values = Float32Array.from({ length: batch * size }, () => draws.uniform());
  const targets = Float32Array.from({ length: batch * classes }, () => draws.uniform());
  const inputs = await runtime.upload(values, batch, () => {});
  const rule = { kind: 'sgd', learningRate: 1e-6, momentum: 0, weightDecay: 0 };
  const plan = plans.createPlan(network, {
    ...{ batch, probe: batch, headOnly: false, gramSamples: 0 },
    pieceFlops: runtime.pieceFlops,
  });
  const program = await runtime.createProgram({ plan, loss: 'mse', rule, inputs, targets });
  const samples = Int32Array.from({ length: batch }, (_, i) => i);
  await program.step(samples, () => {});
  let [step, piece] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 0; run < RUNS; run++) {
    let longest = 0;
    const start = performance.now();
    let last = start;
    await program.step(samples, () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    });
    step = Math.min(step, performance.now() - start);
    piece = Math.min(piece, longest);
  }
  const bytes = runtime.allocatedBytes();
  program.dispose();
  inputs.dispose();
  let flops = 0;
  for (const { layer, input } of spec.allLayers(network)) flops += spec.layerFlops(network, layer, input);
  return {
    network: Object.entries(model)
      .map(([key, value]) => (key === 'kind' ? value : `${key} ${value}`))
      .join(', '),
    batch,
    parameters: spec.parameterCount(network),
    megaflops: Number((flops / 1e6).toFixed(2)),
    stepMs: Number(step.toFixed(1)),
    pieceMs: Number(piece.toFixed(1)),
    megabytes: Math.round(bytes / 2 ** 20),
  };
}

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, kind: { type: 'string' } },
});
await withTypescript(async load => {
  const { startDevice } = await load('/src/engine/device.ts');
  const modules = {
    device: await startDevice('wasm', { kernels }),
    plans: await load('/src/engine/program/plan.ts'),
    build: await load('/src/models/build.ts'),
    schema: await load('/src/experiment/schema.ts'),
    random: await load('/src/experiment/random.ts'),
    spec: await load('/src/models/spec.ts'),
  };
  const wanted = CASES.filter(({ model }) => !options.kind || model.kind === options.kind);
  if (!wanted.length) throw new Error(`The bench has no network of the kind "${options.kind}".`);
  const rows = [];
  for (const one of wanted) rows.push(await measure(modules, one));
  if (options.json) console.log(JSON.stringify(rows, null, 2));
  else {
    console.log(`${modules.device.adapter}, Node ${process.versions.node}`);
    const heads = ['batch', 'parameters', 'MFLOP a sample', 'ms a step', 'ms longest piece', 'MB'];
    console.log(`${'network'.padEnd(44)}${heads.map(head => head.padStart(17)).join('')}`);
    for (const { network, ...figures } of rows)
      console.log(
        `${network.padEnd(44)}${Object.values(figures)
          .map(figure => figure.toLocaleString('en').padStart(17))
          .join('')}`,
      );
  }
});
