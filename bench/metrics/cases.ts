import { createRandom } from '../../src/experiment/random';
import type { Columns } from '../../src/metrics/columns';
import { centre } from '../../src/metrics/columns';
import { plainNumerics } from '../../src/metrics/numerics';
import type { Matrix, ProbeInput } from '../../src/metrics/types';

const SAMPLES = 2_048;
const CLASSES = 10;
/** Rows that the curves carry: the span of the outputs and that of the targets. */
const CARRIED = 20;
const MEASURE_WIDTHS = [512, 128];
const KERNEL_WIDTHS = [64, 128, 256, 512];

export type KernelName = 'gram' | 'eigen with 20 rows' | 'eigen with vectors';

export type BenchCase =
  | { kind: 'measure'; name: string; input: ProbeInput }
  | { kind: KernelName; name: string; features: Columns; square: Float64Array; carried: Float64Array };

/** Names of all cases, in the order in which they run. */
export const CASE_NAMES: string[] = [
  ...MEASURE_WIDTHS.map(width => `p = ${width}`),
  ...(['gram', 'eigen with 20 rows', 'eigen with vectors'] as const).flatMap(kind =>
    KERNEL_WIDTHS.map(width => `${kind}, p = ${width}`),
  ),
];

function filled(rows: number, columns: number, at: (i: number, j: number) => number): Matrix {
  const data = Float32Array.from({ length: rows * columns }, (_, k) =>
    at(Math.floor(k / columns), k % columns),
  );
  return { rows, columns, data };
}

/** A ReLU net half-way to collapse, with all that the full set of measures needs, as the app has it: the targets are the
 * labels; float32 as from a device. */
function probe(width: number): ProbeInput {
  const random = createRandom(width, 'bench');
  const labels = Int32Array.from({ length: SAMPLES }, () => random.integer(CLASSES));
  const means = filled(CLASSES, width, () => 2 * random.normal());
  const features = filled(SAMPLES, width, (i, j) =>
    Math.max(0, means.data[labels[i]! * width + j]! + random.normal() * (2 - (1.9 * j) / width)),
  );
  const head = filled(CLASSES, width, () => random.normal() / Math.sqrt(width));
  const outputs = filled(SAMPLES, CLASSES, (i, c) => {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += features.data[i * width + j]! * head.data[c * width + j]!;
    return sum;
  });
  return {
    features,
    outputs,
    labels,
    initialFeatures: filled(SAMPLES, width, () => Math.max(0, random.normal())),
    head,
  };
}

function identity(size: number): Float64Array {
  const square = new Float64Array(size * size);
  for (let i = 0; i < size; i++) square[i * size + i] = 1;
  return square;
}

export function benchCase(name: string): BenchCase {
  const [kind, width] = name.split(/(?:, )?p = /) as [KernelName | '', string];
  const input = probe(Number(width));
  if (kind === '') return { kind: 'measure', name, input };
  const features = centre(input.features)!;
  const square = plainNumerics.gram(features);
  const size = features.columns;
  const carried = kind === 'eigen with vectors' ? identity(size) : square.slice(0, CARRIED * size);
  return { kind, name, features, square, carried };
}
