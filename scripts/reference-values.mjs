// @ts-check
/**
 * Writes `src/metrics/reference/expected.json`: what the NumPy reference says of every reference case.
 *
 *   node scripts/reference-values.mjs [FILE]
 *
 * Needs python3 with NumPy, and the reference in `../shared` or in the folder that RICHSCOPE_SHARED names.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { withTypescript } from './load-typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = process.env.RICHSCOPE_SHARED ?? join(root, '..', 'shared');
const reference = join(shared, 'reference', 'reference.py');
/** More than the tolerances can see. */
const DIGITS = 9;
/** What is smaller is rounding. */
const NOISE = 1e-13;

/** An array as NumPy saves it: a header padded to 64 bytes, then the numbers. @param {Float32Array | Int32Array} data @param {number[]} shape */
function npy(data, shape) {
  const kind = data instanceof Float32Array ? '<f4' : '<i4';
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${kind}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const header = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`, 'latin1');
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const numbers = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, header, numbers]));
}

/** @param {any} arrays as `make()` of a case gives them */
function npz({ features, outputs, labels, targets, initialFeatures, head }) {
  const matrices = { features, outputs, targets, initial_features: initialFeatures, head };
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const [name, matrix] of Object.entries(matrices))
    if (matrix) files[`${name}.npy`] = npy(matrix.data, [matrix.rows, matrix.columns]);
  if (labels) files['labels.npy'] = npy(labels, [labels.length]);
  return zipSync(files, { level: 0 });
}

/** @param {number | null} value */
const rounded = value =>
  value === null ? null : Math.abs(value) < NOISE ? 0 : Number(value.toPrecision(DIGITS));

/** Measures every case with NumPy. @returns {Promise<Record<string, { inputs: string, values: Record<string, number | null> }>>} */
async function expectedValues() {
  const folder = mkdtempSync(join(tmpdir(), 'richscope-reference-'));
  try {
    return await withTypescript(async load => {
      const { REFERENCE_CASES, fingerprint } = await load('/src/metrics/reference/cases.ts');
      const { referenceValues } = await load('/src/metrics/reference/compare.ts');
      /** @type {Record<string, { inputs: string, values: Record<string, number | null> }>} */
      const expected = {};
      for (const { name, make } of REFERENCE_CASES) {
        const arrays = make();
        const file = join(folder, `${name}.npz`);
        writeFileSync(file, npz(arrays));
        const measures = JSON.parse(
          execFileSync('python3', [reference, 'measure', file], { encoding: 'utf8' }),
        );
        const values = Object.entries(referenceValues(measures)).map(([key, value]) => [key, rounded(value)]);
        expected[name] = { inputs: fingerprint(arrays), values: Object.fromEntries(values) };
      }
      return expected;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const file = process.argv[2] ?? join(root, 'src/metrics/reference/expected.json');
const entries = Object.entries(await expectedValues()).map(
  ([name, { inputs, values }]) =>
    `  ${JSON.stringify(name)}: {\n    "inputs": ${JSON.stringify(inputs)},\n    "values": ${JSON.stringify(values)}\n  }`,
);
writeFileSync(file, `{\n${entries.join(',\n')}\n}\n`);
console.log(`${entries.length} cases written to ${file}`);
