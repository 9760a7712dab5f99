// @ts-check
/**
 * `npm run -s bench:features [-- PRESET] [--json]`: trains the first arm of a preset and prints, probe by probe, D_LR
 * layer by layer and the quality of each of the strongest features; then when each of those first passed one half, and
 * in how many probes the last layer was the richest.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withTypescript } from '../scripts/load-typescript.mjs';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const binary = async (/** @type {string} */ name) => new Uint8Array(await readFile(path(name)));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});

/** @typedef {{ step: number, dlr: number | null, layers: (number | null)[], quality: number[] }} Row */

/** @returns {Promise<Row[]>} */
const rows = await withTypescript(async load => {
  const { TrainingSession } = await load('/src/engine/session.ts');
  const { startDevice } = await load('/src/engine/device.ts');
  const { ArmMeter } = await load('/src/metrics/meter.ts');
  const { createNumerics } = await load('/src/metrics/kernels/module.ts');
  const { presetById } = await load('/src/experiment/presets.ts');
  const { experiment } = presetById(positionals[0] ?? 'rich-is-not-better');
  const numerics = await createNumerics(await binary('src/metrics/kernels/generated/numerics.wasm'));
  const kernels = (/** @type {string} */ file) => binary(`src/engine/kernels/wasm/generated/${file}.wasm`);
  const device = await startDevice('wasm', { kernels });
  const meter = new ArmMeter(numerics);
  /** @type {Row[]} */
  const measured = [];
  const session = await TrainingSession.create(
    { ...experiment, arms: experiment.arms.slice(0, 1), probe: { ...experiment.probe, perDecade: 8 } },
    device,
    {
      ...{ signal: new AbortController().signal, breathe: async () => {}, onProgress() {} },
      ...{ paced: false, pace: 'full' },
      listener: {
        ...{ data() {}, status() {}, losses() {}, diverged() {} },
        /** @param {any} probe */
        probe({ step, head, train }) {
          const measures = meter.measure('train', step, { ...train, head });
          const wanted = measures.outputs - 1;
          const quality = Array.from({ length: wanted + 3 }, (_, k) => {
            const curve = measures.quality ?? [];
            return wanted * ((curve[k] ?? 0) - (curve[k - 1] ?? 0));
          });
          const layers = meter.measureLayers({ ...train, head }).map((/** @type {any} */ layer) => layer.dlr);
          measured.push({ step, dlr: measures.dlr, layers, quality });
        },
      },
    },
  );
  await session.run();
  session.dispose();
  return measured;
});

const wanted = (rows[0]?.quality.length ?? 3) - 3;
const firstPast = Array.from(
  { length: wanted },
  (_, k) => rows.find(({ quality }) => (quality[k] ?? 0) > 0.5)?.step ?? null,
);
const lastIsRichest = rows.filter(({ layers }) =>
  layers.every(dlr => (dlr ?? 1) >= (layers.at(-1) ?? 1)),
).length;
const summary = {
  firstStepWithQualityAboveHalf: firstPast,
  lastLayerIsRichest: lastIsRichest,
  probes: rows.length,
};

if (values.json) console.log(JSON.stringify({ rows, ...summary }));
else {
  const words = (/** @type {number | null} */ value) => (value === null ? '   –' : value.toFixed(2));
  for (const { step, layers, quality } of rows)
    console.log(
      `${String(step).padStart(6)}  layers ${layers.map(words).join(' ')}  quality ${quality.map(words).join(' ')}`,
    );
  console.log(`Quality above one half, feature by feature, first at steps ${firstPast.join(', ')}.`);
  console.log(`The last layer is the richest in ${lastIsRichest} of ${rows.length} probes.`);
}
