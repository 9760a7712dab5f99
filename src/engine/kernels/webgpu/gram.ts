import { sizeOf } from '../../../models/spec';
import type { Place } from '../../program/ops';
import type { Tap } from '../../program/plan';
import { count, type Kernel, KernelBuilder } from './shader';

/** Rows and columns of the tile of products that one invocation makes. */
const TILE = 4;
/** Into how many parts the products of one matrix are cut at the most, each of at least so many vectors of four. */
const MOST_PARTS = 16;
const LEAST_LENGTH = 32;

/** Vectors of four that one centred sample takes. */
const vectorsOf = (place: Place) => Math.ceil(sizeOf(place.shape) / 4);

const partsOf = (place: Place) => Math.min(MOST_PARTS, Math.ceil(vectorsOf(place) / LEAST_LENGTH));

/** Floats that the centred samples of the largest tap take, and the parts of its products. */
export function gramRoom(taps: readonly Tap[]): { centred: number; parts: number; grams: number } {
  const most = (size: (tap: Tap) => number) => Math.max(4, ...taps.map(size));
  return {
    centred: most(({ place, samples }) => 4 * samples * vectorsOf(place)),
    parts: most(({ place, samples }) => partsOf(place) * samples ** 2),
    grams: taps.reduce((sum, { samples }) => sum + samples ** 2, 0),
  };
}

/**
 * centred[i, j] = x[i, j] − mean of x[·, j] over the samples, one invocation a value of the sample. Counted from the
 * first sample, so that equal values give exactly 0 and a large mean costs no accuracy.
 */
function centre(place: Place): Kernel {
  const { shape, border } = place;
  const [height, width, channels] = shape;
  const row = (width + 2 * border) * channels;
  const size = (height + 2 * border) * row;
  const padded = 4 * vectorsOf(place);
  const builder = new KernelBuilder();
  const x = builder.bind(place);
  const to = builder.bind('centred', 'read_write');
  const body = `
  if (index >= ${padded}u) { return; }
  if (index >= ${sizeOf(shape)}u) {
    for (var r = 0u; r < rows(); r++) { ${to}[r * ${padded}u + index] = 0; }
    return;
  }
  let line = index / ${width * channels}u + ${border}u;
  let at = line * ${row}u + index % ${width * channels}u + ${border * channels}u;
  let first = ${x}[at];
  var sum = 0.0;
  for (var r = 0u; r < rows(); r++) { sum += ${x}[r * ${size}u + at] - first; }
  let mean = sum / f32(rows());
  for (var r = 0u; r < rows(); r++) { ${to}[r * ${padded}u + index] = (${x}[r * ${size}u + at] - first) - mean; }`;
  return builder.finish(body, () => padded);
}

/** Parts of the products of the centred samples, the lower triangle of tiles only. */
function multiply(place: Place): Kernel {
  const [vectors, parts] = [vectorsOf(place), partsOf(place)];
  const length = Math.ceil(vectors / parts);
  const builder = new KernelBuilder();
  const x = builder.bind('centred', 'read', 'vec4f');
  const to = builder.bind('gramParts', 'read_write');
  const four = count(TILE);
  // Rows beyond the last are computed from it, and dropped.
  const rowAt = (tile: string, r: number) => `min(${tile} * ${TILE}u + ${r}u, rows() - 1u) * ${vectors}u`;
  const dots = (r: number) => four.map(c => `dot(x${r}, y${c})`).join(', ');
  const store = (r: number, c: number) =>
    `if (i * ${TILE}u + ${r}u < rows() && j * ${TILE}u + ${c}u < rows()) {
    ${to}[start + (i * ${TILE}u + ${r}u) * rows() + j * ${TILE}u + ${c}u] = a${r}[${c}];
  }`;
  const body = `
  let tiles = (rows() + ${TILE - 1}u) / ${TILE}u;
  let j = index % tiles;
  let i = (index / tiles) % tiles;
  let part = index / (tiles * tiles);
  if (part >= ${parts}u || j > i) { return; }
  ${four.map(r => `let p${r} = ${rowAt('i', r)}; let q${r} = ${rowAt('j', r)}; var a${r} = vec4f(0);`).join('\n  ')}
  for (var k = part * ${length}u; k < min((part + 1u) * ${length}u, ${vectors}u); k++) {
    ${four.map(r => `let x${r} = ${x}[p${r} + k]; let y${r} = ${x}[q${r} + k];`).join(' ')}
    ${four.map(r => `a${r} += vec4f(${dots(r)});`).join(' ')}
  }
  let start = part * rows() * rows();
  ${four.flatMap(r => four.map(c => store(r, c))).join('\n  ')}`;
  return builder.finish(body, rows => parts * Math.ceil(rows / TILE) ** 2);
}

/** The whole matrix from the parts of its lower triangle, behind `offset` floats of other matrices. */
function addParts(place: Place, offset: number): Kernel {
  const builder = new KernelBuilder();
  const from = builder.bind('gramParts');
  const to = builder.bind('grams', 'read_write');
  const body = `
  let i = index / rows();
  let j = index % rows();
  if (i >= rows()) { return; }
  var sum = 0.0;
  for (var part = 0u; part < ${partsOf(place)}u; part++) {
    sum += ${from}[(part * rows() + max(i, j)) * rows() + min(i, j)];
  }
  ${to}[${offset}u + index] = sum;`;
  return builder.finish(body, rows => rows ** 2);
}

/** The passes that make one tap's matrix, `rows` being its samples; see `gramRoom` for the buffers. */
export function gramKernels(place: Place, offset: number): Kernel[] {
  return [centre(place), multiply(place), addParts(place, offset)];
}
