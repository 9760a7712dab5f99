import type { Place, Through } from '../../../src/engine/program/ops';
import type { CaseBuilder, OpCase } from './case-builder';

/** A place of random size, with or without a border. */
function some(make: CaseBuilder): Place {
  const { upTo } = make;
  return make.place([upTo(6), upTo(6), upTo(9)], upTo(3), make.random.integer(2));
}

function like(make: CaseBuilder, { shape, rows }: Place): Place {
  return make.place(shape, rows, make.random.integer(2));
}

export function add(make: CaseBuilder): OpCase {
  const a = some(make);
  const [b, y] = [like(make, a), like(make, a)];
  const epilogue = ([null, 'relu', 'tanh'] as const)[make.random.integer(3)]!;
  const name = `add ${a.rows}×${a.shape}, borders ${a.border} ${b.border} ${y.border}, ${epilogue}`;
  return make.finish(name, { kind: 'add', a, b, epilogue, y }, a.rows);
}

export function addGradients(make: CaseBuilder): OpCase {
  const a = some(make);
  const b = make.flip() ? like(make, a) : null;
  const dx = like(make, a);
  const through = make.through(a.shape, a.rows, make.random.integer(2));
  const name = `addGradients ${a.rows}×${a.shape}, ${b ? 'two' : 'one'}, ${through?.activation}`;
  return make.finish(name, { kind: 'addGradients', a, b, through, dx }, a.rows);
}

export function meanPool(make: CaseBuilder): OpCase {
  const x = some(make);
  const y = make.place([1, 1, x.shape[2]], x.rows, make.random.integer(2));
  return make.finish(`meanPool ${x.rows}×${x.shape}`, { kind: 'meanPool', x, y }, x.rows);
}

export function meanPoolGradient(make: CaseBuilder): OpCase {
  const dx = some(make);
  const { rows, shape } = dx;
  const dy = make.place([1, 1, shape[2]], rows, make.random.integer(2));
  const through = make.through(shape, rows, make.random.integer(2));
  const name = `meanPoolGradient ${rows}×${shape}, ${through?.activation}`;
  return make.finish(name, { kind: 'meanPoolGradient', dy, through, dx }, rows);
}

export function maxPool(make: CaseBuilder): OpCase {
  const { upTo } = make;
  const [rows, h, w, c] = [upTo(3), 1 + upTo(10), 1 + upTo(10), upTo(11)];
  const x = make.place([h, w, c], rows, make.random.integer(2));
  const y = make.place([h >> 1, w >> 1, c], rows, make.random.integer(2));
  return make.finish(`maxPool ${rows}×${h}×${w}×${c}`, { kind: 'maxPool', x, y }, rows);
}

/** @param ties values are whole numbers, so that windows have several largest elements */
export function maxPoolGradient(make: CaseBuilder, ties: boolean): OpCase {
  const { upTo } = make;
  const [rows, h, w, c] = [upTo(3), 1 + upTo(10), 1 + upTo(10), upTo(11)];
  const x = make.place([h, w, c], rows, make.random.integer(2));
  const y = make.place([h >> 1, w >> 1, c], rows);
  const dy = make.place([h >> 1, w >> 1, c], rows);
  const dx = make.place([h, w, c], rows, make.random.integer(2));
  const through: Through | null = make.flip() ? { activation: 'relu', value: x } : null;
  const name = `maxPoolGradient ${rows}×${h}×${w}×${c}, ${through?.activation}${ties ? ', ties' : ''}`;
  const made = make.finish(name, { kind: 'maxPoolGradient', x, y, dy, through, dx }, rows);
  if (ties) made.values[0] = made.values[0]!.map(Math.round);
  made.values[1] = pooled(made.values[0]!, rows, h, w, c);
  return made;
}

export function square(make: CaseBuilder): OpCase {
  const shape = [make.upTo(5), make.upTo(5), make.upTo(7)] as const;
  const rows = make.upTo(3);
  const [z, y] = [make.place(shape, rows), make.place(shape, rows, make.random.integer(2))];
  return make.finish(`square ${shape}, border ${y.border}`, { kind: 'square', z, y }, rows);
}

export function batchNorm(make: CaseBuilder, kind: 'batchNorm' | 'batchNormGradient'): OpCase {
  const { upTo } = make;
  const [rows, h, w, c] = [1 + upTo(4), upTo(6), upTo(6), upTo(9)];
  const shape = [h, w, c] as const;
  const x = make.place(shape, rows);
  const [scale, shift] = [make.parameter(c), make.parameter(c)];
  const [mean, variance] = [make.parameter(c), make.parameter(c)];
  const norm = { mean, variance, batchMean: make.parameter(c), batchDeviation: make.parameter(c) };
  let made: OpCase;
  if (kind === 'batchNorm') {
    const y = make.place(shape, rows, make.random.integer(2));
    const statistics = (['running', 'batch', 'training'] as const)[make.random.integer(3)]!;
    const epilogue = make.flip() ? ('relu' as const) : null;
    const name = `batchNorm ${rows}×${shape}, ${statistics} statistics, ${epilogue}`;
    made = make.finish(name, { kind, x, scale, shift, epilogue, y, norm, statistics }, rows);
  } else {
    const dz = make.place(shape, rows);
    const dx = make.place(shape, rows, make.random.integer(2));
    const through = make.through(shape, rows);
    const statistics = make.flip() ? ('running' as const) : ('training' as const);
    const name = `batchNormGradient ${rows}×${shape}, ${statistics} statistics, ${through?.activation}`;
    made = make.finish(name, { kind, x, dz, scale, shift, norm, statistics, through, dx }, rows);
    for (const index of [scale, shift]) made.gradients[index]!.fill(0);
  }
  for (const index of [variance, norm.batchDeviation])
    made.weights[index] = made.weights[index]!.map(value => Math.abs(value) + 0.1);
  return made;
}

function pooled(x: Float32Array, rows: number, h: number, w: number, c: number): Float32Array {
  const [oh, ow] = [h >> 1, w >> 1];
  const at = (r: number, i: number, j: number, k: number) => x[((r * h + i) * w + j) * c + k]!;
  return Float32Array.from({ length: rows * oh * ow * c }, (_, index) => {
    const k = index % c;
    const j = Math.floor(index / c) % ow;
    const i = Math.floor(index / (c * ow)) % oh;
    const r = Math.floor(index / (c * ow * oh));
    return Math.max(
      at(r, 2 * i, 2 * j, k),
      at(r, 2 * i, 2 * j + 1, k),
      at(r, 2 * i + 1, 2 * j, k),
      at(r, 2 * i + 1, 2 * j + 1, k),
    );
  });
}
