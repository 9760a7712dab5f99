import { type Columns, emptyColumns } from '../columns';
import type { GramInParts } from '../numerics';
import { COLUMN_BYTES, type KernelModule, SINGLE_COLUMN_BYTES, TILE, upTo } from './blocks';
import { BLOCK_ROWS, checkEdges, checkRows, checkSingle, checkWeights } from './shared';

/** Gram matrices of blocks take at most this much; larger ones are made again when they are needed. */
const PART_BYTES = 2 ** 27;
/** Rows of a tile of `combine`. */
const COMBINED_ROWS = 8;

/** `Numerics.gram`. */
export function gram(module: KernelModule, a: Columns, from: number, to: number): Float64Array {
  checkRows(a, a, from, to);
  const size = upTo(a.columns, TILE);
  const at = module.memory.lay({ a: size * COLUMN_BYTES, c: size * size * 8 });
  upperGram(module, a, from, to, size, at.a, at.c);
  module.kernels.mirror(a.columns, at.c, size * 8);
  return module.unpadded(at.c, size, a.columns, a.columns);
}

/** aᵀa over rows [from, to) on and above the diagonal, size × size; `also` is called while a block is there. */
function upperGram(
  module: KernelModule,
  a: Columns,
  from: number,
  to: number,
  size: number,
  scratch: number,
  c: number,
  also?: (block: number, start: number, end: number, rows: number) => void,
): void {
  module.memory.floats(c, size * size).fill(0);
  module.inBlocks(from, to, TILE, (start, end, rows) => {
    const block = module.blockAt(a, start, end, rows, scratch);
    module.kernels.addProduct(block, size, block, size, rows, c, true);
    also?.(block, start, end, rows);
  });
}

/** `Numerics.gramInParts`. */
export function gramInParts(
  module: KernelModule,
  a: Columns,
  edges: readonly number[],
  others: Columns,
): GramInParts {
  checkEdges(a, edges, others);
  const size = upTo(a.columns, TILE);
  const height = upTo(others.columns, TILE);
  const blocks = edges.length - 1;
  const bytes = size * size * 8;
  const isKept = blocks * bytes <= PART_BYTES;
  const at = module.memory.lay({
    a: size * COLUMN_BYTES,
    others: height * COLUMN_BYTES,
    all: bytes,
    parts: (isKept ? blocks : 1) * bytes,
    crossed: height * size * 8,
    sums: blocks * size * 8,
  });
  module.memory.floats(at.all, size * size).fill(0);
  module.memory.floats(at.sums, blocks * size).fill(0);
  const partOf = (b: number) => at.parts + (isKept ? b * bytes : 0);
  const crossed = edges.slice(1).map((to, b) => {
    module.memory.floats(at.crossed, height * size).fill(0);
    upperGram(module, a, edges[b]!, to, size, at.a, partOf(b), (block, start, end, rows) => {
      module.kernels.addSums(block, a.columns, rows, at.sums + b * size * 8);
      const other = module.blockAt(others, start, end, rows, at.others);
      module.kernels.addProduct(other, height, block, size, rows, at.crossed, false);
    });
    module.kernels.addUpper(size, size, partOf(b), at.all);
    return module.unpadded(at.crossed, size, others.columns, a.columns);
  });
  const normsWithout = Float64Array.from(crossed, (_, b) => {
    const [from, to] = [edges[b]!, edges[b + 1]!];
    if (!isKept) upperGram(module, a, from, to, size, at.a, partOf(b));
    const left = a.rows - (to - from);
    return Math.sqrt(
      module.kernels.squaredRest(a.columns, size, at.all, partOf(b), at.sums + b * size * 8, left),
    );
  });
  module.kernels.mirror(a.columns, at.all, size * 8);
  return {
    all: module.unpadded(at.all, size, a.columns, a.columns),
    sums: module.unpadded(at.sums, size, blocks, a.columns),
    normsWithout,
    crossed,
  };
}

/** `Numerics.product`. */
export function product(
  module: KernelModule,
  a: Columns,
  b: Columns,
  from: number,
  to: number,
): Float64Array {
  checkRows(a, b, from, to);
  const [height, width] = [upTo(a.columns, TILE), upTo(b.columns, TILE)];
  const at = module.memory.lay({
    a: height * COLUMN_BYTES,
    b: width * COLUMN_BYTES,
    c: height * width * 8,
  });
  module.memory.floats(at.c, height * width).fill(0);
  module.inBlocks(from, to, TILE, (start, end, rows) => {
    const left = module.blockAt(a, start, end, rows, at.a);
    const right = module.blockAt(b, start, end, rows, at.b);
    module.kernels.addProduct(left, height, right, width, rows, at.c, false);
  });
  return module.unpadded(at.c, width, a.columns, b.columns);
}

/** Columns in float32, block by block as the kernel takes them. */
type SingleBlocks = Float32Array[];

/** Of second factors, since the features of step 0 are one for every later probe. */
const singles = new WeakMap<Columns, SingleBlocks>();

/** `Numerics.productSingle`. The float32 of `b` is kept for as long as `b` is. */
export function productSingle(module: KernelModule, a: Columns, b: Columns): Float64Array {
  checkRows(a, b, 0, a.rows);
  const [height, width] = [upTo(a.columns, TILE), upTo(b.columns, TILE)];
  const at = module.memory.lay({
    a: height * SINGLE_COLUMN_BYTES,
    b: width * SINGLE_COLUMN_BYTES,
    c: height * width * 8,
    block: Math.max(height, width) * COLUMN_BYTES,
  });
  const { buffer } = module.memory.memory;
  const ofB = () => new Float32Array(buffer, at.b, (width * SINGLE_COLUMN_BYTES) / 4);
  const known = singles.get(b);
  const made: SingleBlocks = [];
  const demoted = (matrix: Columns, start: number, end: number, rows: number, to: number) => {
    const block = module.blockAt(matrix, start, end, rows, at.block);
    for (let j = 0; j < upTo(matrix.columns, TILE); j++)
      module.kernels.demote(block + j * COLUMN_BYTES, rows, to + j * SINGLE_COLUMN_BYTES);
  };
  module.memory.floats(at.c, height * width).fill(0);
  module.inBlocks(0, a.rows, 2 * TILE, (start, end, rows) => {
    demoted(a, start, end, rows, at.a);
    const block = known?.[start / BLOCK_ROWS];
    if (block) ofB().set(block);
    else {
      demoted(b, start, end, rows, at.b);
      made.push(ofB().slice());
    }
    module.kernels.addProductSingle(at.a, height, at.b, width, rows, at.c);
  });
  if (!known) singles.set(b, made);
  return checkSingle(module.unpadded(at.c, width, a.columns, b.columns));
}

/** `Numerics.combine`. */
export function combine(module: KernelModule, a: Columns, weights: Columns): Columns {
  checkWeights(a, weights);
  const results = upTo(weights.columns, 2);
  const at = module.memory.lay({
    a: upTo(a.columns, TILE) * COLUMN_BYTES,
    w: a.columns * results * 8,
    to: results * COLUMN_BYTES,
  });
  const w = module.memory.floats(at.w, a.columns * results).fill(0);
  for (let r = 0; r < weights.columns; r++)
    for (let j = 0; j < a.columns; j++) w[j * results + r] = weights.data[r * a.columns + j]!;
  const result = emptyColumns(a.rows, weights.columns, a.scale * weights.scale);
  module.inBlocks(0, a.rows, COMBINED_ROWS, (start, end, rows) => {
    const block = module.blockAt(a, start, end, rows, at.a);
    module.kernels.combine(block, a.columns, at.w, results, rows, at.to);
    for (let r = 0; r < weights.columns; r++)
      result.data.set(module.memory.floats(at.to + r * COLUMN_BYTES, end - start), r * a.rows + start);
  });
  return result;
}
