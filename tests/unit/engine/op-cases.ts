import type { Op, ParameterPlace, Place, Through, Window } from '../../../src/engine/program/ops';
import { createRandom, type Random } from '../../../src/experiment/random';
import { WHOLE_RATE } from '../../../src/models/parameterisation';
import type { InputShape } from '../../../src/models/spec';

/** One op on made-up values: what it is run with on every device. */
export interface OpCase {
  name: string;
  op: Op;
  rows: number;
  places: Place[];
  parameters: ParameterPlace[];
  /** Starting values of each place, without the border, and of each parameter and its gradient. */
  values: Float32Array[];
  weights: Float32Array[];
  gradients: Float32Array[];
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Makes cases; every number is drawn from the seed. */
export class CaseBuilder {
  readonly random: Random;
  /** Scale of all values. */
  scale = 1;
  private places: Place[] = [];
  private parameters: ParameterPlace[] = [];
  private offset = 0;

  constructor(seed: number) {
    this.random = createRandom(seed, 'op cases');
  }

  upTo = (most: number) => 1 + this.random.integer(most);
  flip = () => this.random.uniform() < 0.5;

  place(shape: InputShape, rows: number, border = 0): Place {
    const place = { id: this.places.length, shape, rows, border };
    this.places.push(place);
    return place;
  }

  parameter(...shape: number[]): number {
    const size = sizeOf(shape);
    const name = `parameter ${this.parameters.length}`;
    const index =
      this.parameters.push({
        name,
        shape,
        size,
        offset: this.offset,
        trained: true,
        learningRateFactor: WHOLE_RATE,
      }) - 1;
    this.offset += Math.ceil(size / 4) * 4;
    return index;
  }

  finish(name: string, op: Op, rows: number): OpCase {
    const { places, parameters } = this;
    this.places = [];
    this.parameters = [];
    this.offset = 0;
    const draw = (count: number) =>
      Float32Array.from({ length: count }, () => this.scale * this.random.normal());
    return {
      ...{ name, op, rows, places, parameters },
      values: places.map(({ shape }) => draw(rows * sizeOf(shape))),
      // As starting weights are: outputs of about the size of the inputs.
      weights: parameters.map(({ size, shape }) => {
        const inputs = size / shape.at(-1)!;
        return draw(size).map(weight => weight / Math.sqrt(inputs));
      }),
      gradients: parameters.map(({ size }) => draw(size)),
    };
  }

  through(shape: InputShape, rows: number, border = 0): Through | null {
    const activation = ([null, 'relu', 'tanh', 'square'] as const)[this.random.integer(4)]!;
    return activation && { activation, value: this.place(shape, rows, border) };
  }

  dense(m: number, inputs: number, outputs: number): OpCase {
    const x = this.place([1, 1, inputs], m);
    const y = this.place([1, 1, outputs], m);
    const epilogue = ([null, 'relu', 'tanh'] as const)[this.random.integer(3)]!;
    const op = {
      ...({ kind: 'dense', x, epilogue, y } as const),
      weights: this.parameter(inputs, outputs),
      bias: this.flip() ? this.parameter(outputs) : null,
    };
    return this.finish(`dense ${m}×${inputs}→${outputs}, bias ${op.bias}, ${epilogue}`, op, m);
  }

  denseGradient(m: number, inputs: number, outputs: number): OpCase {
    const x = this.place([1, 1, inputs], m);
    const dz = this.place([1, 1, outputs], m);
    const weights = this.parameter(inputs, outputs);
    const bias = this.flip() ? this.parameter(outputs) : null;
    return this.finish(
      `dense gradient ${m}×${inputs}→${outputs}`,
      { kind: 'denseGradient', x, dz, weights, bias },
      m,
    );
  }

  denseInputGradient(m: number, inputs: number, outputs: number): OpCase {
    const shape = [1, 1, inputs] as const;
    const dz = this.place([1, 1, outputs], m);
    const dx = this.place(shape, m);
    const through = this.through(shape, m);
    const weights = this.parameter(inputs, outputs);
    const name = `dense input gradient ${m}×${inputs}→${outputs}, ${through?.activation}`;
    return this.finish(name, { kind: 'denseInputGradient', dz, weights, through, dx }, m);
  }

  /** @param most largest side of picture and filter, channels */
  convolution(kind: 'conv' | 'convGradient' | 'convInputGradient', most = 11): OpCase {
    const { upTo } = this;
    const rows = upTo(3);
    const window: Window = { height: upTo(5), width: upTo(5), stride: upTo(3), padTop: 0, padLeft: 0 };
    const [h, w, inChannels, outChannels] = [upTo(most), upTo(most), upTo(9), upTo(19)];
    const [oh, ow] = [Math.ceil(h / window.stride), Math.ceil(w / window.stride)];
    const padding = (size: number, out: number, filter: number) =>
      Math.max((out - 1) * window.stride + filter - size, 0) >> 1;
    window.padTop = padding(h, oh, window.height);
    window.padLeft = padding(w, ow, window.width);
    const border = Math.max(window.height, window.width) - 1;
    const name = `${kind} ${rows}×${h}×${w}×${inChannels}→${outChannels}, filter ${window.height}×${window.width}, stride ${window.stride}`;
    const x = this.place([h, w, inChannels], rows, border + this.random.integer(2));
    const weights = this.parameter(window.height, window.width, inChannels, outChannels);
    const bias = this.flip() ? this.parameter(outChannels) : null;
    const outBorder = kind === 'conv' ? this.random.integer(2) : border;
    const z = this.place([oh, ow, outChannels], rows, outBorder);
    if (kind === 'conv') {
      const epilogue = ([null, 'relu', 'tanh'] as const)[this.random.integer(3)]!;
      return this.finish(name, { kind, x, weights, bias, epilogue, y: z, window }, rows);
    }
    if (kind === 'convGradient') return this.finish(name, { kind, x, dz: z, weights, bias, window }, rows);
    const through = this.through([h, w, inChannels], rows, this.random.integer(2));
    const op = { kind, dz: z, weights, through, dx: x, window } as const;
    return this.finish(`${name}, ${through?.activation}`, op, rows);
  }

  /** 1×1 without borders, which is a product of its own. */
  pointwise(kind: 'conv' | 'convGradient' | 'convInputGradient'): OpCase {
    const { upTo } = this;
    const [rows, h, w, inChannels, outChannels] = [upTo(9), upTo(3), upTo(5), upTo(300), upTo(70)];
    const window: Window = { height: 1, width: 1, stride: 1, padTop: 0, padLeft: 0 };
    const x = this.place([h, w, inChannels], rows);
    const z = this.place([h, w, outChannels], rows);
    const weights = this.parameter(1, 1, inChannels, outChannels);
    const name = `${kind} 1×1 ${rows}×${h}×${w}×${inChannels}→${outChannels}`;
    if (kind === 'convInputGradient') {
      const op = { kind, dz: z, weights, through: this.through(x.shape, rows), dx: x, window } as const;
      return this.finish(`${name}, ${op.through?.activation}`, op, rows);
    }
    const bias = this.flip() ? this.parameter(outChannels) : null;
    if (kind === 'convGradient') return this.finish(name, { kind, x, dz: z, weights, bias, window }, rows);
    const epilogue = ([null, 'relu', 'tanh'] as const)[this.random.integer(3)]!;
    return this.finish(name, { kind, x, weights, bias, epilogue, y: z, window }, rows);
  }

  /** A place of random size, with or without a border. */
  private some(): Place {
    const { upTo } = this;
    return this.place([upTo(6), upTo(6), upTo(9)], upTo(3), this.random.integer(2));
  }

  private like({ shape, rows }: Place): Place {
    return this.place(shape, rows, this.random.integer(2));
  }

  add(): OpCase {
    const a = this.some();
    const [b, y] = [this.like(a), this.like(a)];
    const epilogue = ([null, 'relu', 'tanh'] as const)[this.random.integer(3)]!;
    const name = `add ${a.rows}×${a.shape}, borders ${a.border} ${b.border} ${y.border}, ${epilogue}`;
    return this.finish(name, { kind: 'add', a, b, epilogue, y }, a.rows);
  }

  addGradients(): OpCase {
    const a = this.some();
    const b = this.flip() ? this.like(a) : null;
    const dx = this.like(a);
    const through = this.through(a.shape, a.rows, this.random.integer(2));
    const name = `addGradients ${a.rows}×${a.shape}, ${b ? 'two' : 'one'}, ${through?.activation}`;
    return this.finish(name, { kind: 'addGradients', a, b, through, dx }, a.rows);
  }

  meanPool(): OpCase {
    const x = this.some();
    const y = this.place([1, 1, x.shape[2]], x.rows, this.random.integer(2));
    return this.finish(`meanPool ${x.rows}×${x.shape}`, { kind: 'meanPool', x, y }, x.rows);
  }

  meanPoolGradient(): OpCase {
    const dx = this.some();
    const { rows, shape } = dx;
    const dy = this.place([1, 1, shape[2]], rows, this.random.integer(2));
    const through = this.through(shape, rows, this.random.integer(2));
    const name = `meanPoolGradient ${rows}×${shape}, ${through?.activation}`;
    return this.finish(name, { kind: 'meanPoolGradient', dy, through, dx }, rows);
  }

  /** Tokens side by side. */
  private tokens(count: number, channels: number, rows: number): Place {
    return this.place([1, count, channels], rows);
  }

  sequence(): OpCase {
    const [tokens, channels, rows] = [this.upTo(5), this.upTo(19), this.upTo(7)];
    const op = {
      kind: 'sequence',
      x: this.tokens(tokens, channels, rows),
      token: this.parameter(channels),
      positions: this.parameter(tokens + 1, channels),
      y: this.tokens(tokens + 1, channels, rows),
    } as const;
    return this.finish(`sequence ${rows}×${tokens}×${channels}`, op, rows);
  }

  sequenceGradient(): OpCase {
    const [tokens, channels, rows] = [this.upTo(5), this.upTo(19), this.upTo(7)];
    const dx = this.flip() ? this.tokens(tokens, channels, rows) : null;
    const op = {
      ...({ kind: 'sequenceGradient', dx } as const),
      dz: this.tokens(tokens + 1, channels, rows),
      token: this.parameter(channels),
      positions: this.parameter(tokens + 1, channels),
      through: dx && this.through(dx.shape, rows),
    };
    const name = `sequenceGradient ${rows}×${tokens}×${channels}, ${dx ? op.through?.activation : 'no dx'}`;
    return this.finish(name, op, rows);
  }

  attention(kind: 'attention' | 'attentionGradient'): OpCase {
    const [tokens, heads, width, rows] = [this.upTo(8), this.upTo(4), this.upTo(9), this.upTo(5)];
    const channels = heads * width;
    const x = this.tokens(tokens, 3 * channels, rows);
    const y = this.tokens(tokens, channels, rows);
    const scale = this.random.uniform();
    const name = `${kind} ${rows}×${tokens}, ${heads} heads of ${width}`;
    if (kind === 'attention') return this.finish(name, { kind, x, heads, scale, y }, rows);
    const dx = this.tokens(tokens, 3 * channels, rows);
    const through = this.through(dx.shape, rows);
    const op = { kind, x, dy: y, heads, scale, through, dx } as const;
    return this.finish(`${name}, ${through?.activation}`, op, rows);
  }

  lastToken(kind: 'lastToken' | 'lastTokenGradient'): OpCase {
    const [tokens, channels, rows] = [this.upTo(5), this.upTo(19), this.upTo(7)];
    const all = this.tokens(tokens, channels, rows);
    const last = this.tokens(1, channels, rows);
    const name = `${kind} ${rows}×${tokens}×${channels}`;
    if (kind === 'lastToken') return this.finish(name, { kind, x: all, y: last }, rows);
    const through = this.through(all.shape, rows);
    return this.finish(`${name}, ${through?.activation}`, { kind, dy: last, through, dx: all }, rows);
  }

  maxPool(): OpCase {
    const { upTo } = this;
    const [rows, h, w, c] = [upTo(3), 1 + upTo(10), 1 + upTo(10), upTo(11)];
    const x = this.place([h, w, c], rows, this.random.integer(2));
    const y = this.place([h >> 1, w >> 1, c], rows, this.random.integer(2));
    return this.finish(`maxPool ${rows}×${h}×${w}×${c}`, { kind: 'maxPool', x, y }, rows);
  }

  /** @param ties values are whole numbers, so that windows have several largest elements */
  maxPoolGradient(ties: boolean): OpCase {
    const { upTo } = this;
    const [rows, h, w, c] = [upTo(3), 1 + upTo(10), 1 + upTo(10), upTo(11)];
    const x = this.place([h, w, c], rows, this.random.integer(2));
    const y = this.place([h >> 1, w >> 1, c], rows);
    const dy = this.place([h >> 1, w >> 1, c], rows);
    const dx = this.place([h, w, c], rows, this.random.integer(2));
    const through: Through | null = this.flip() ? { activation: 'relu', value: x } : null;
    const name = `maxPoolGradient ${rows}×${h}×${w}×${c}, ${through?.activation}${ties ? ', ties' : ''}`;
    const made = this.finish(name, { kind: 'maxPoolGradient', x, y, dy, through, dx }, rows);
    if (ties) made.values[0] = made.values[0]!.map(Math.round);
    made.values[1] = pooled(made.values[0]!, rows, h, w, c);
    return made;
  }

  square(): OpCase {
    const shape = [this.upTo(5), this.upTo(5), this.upTo(7)] as const;
    const rows = this.upTo(3);
    const [z, y] = [this.place(shape, rows), this.place(shape, rows, this.random.integer(2))];
    return this.finish(`square ${shape}, border ${y.border}`, { kind: 'square', z, y }, rows);
  }

  batchNorm(kind: 'batchNorm' | 'batchNormGradient'): OpCase {
    const { upTo } = this;
    const [rows, h, w, c] = [1 + upTo(4), upTo(6), upTo(6), upTo(9)];
    const shape = [h, w, c] as const;
    const x = this.place(shape, rows);
    const [scale, shift] = [this.parameter(c), this.parameter(c)];
    const [mean, variance] = [this.parameter(c), this.parameter(c)];
    const norm = { mean, variance, batchMean: this.parameter(c), batchDeviation: this.parameter(c) };
    let made: OpCase;
    if (kind === 'batchNorm') {
      const y = this.place(shape, rows, this.random.integer(2));
      const statistics = (['running', 'batch', 'training'] as const)[this.random.integer(3)]!;
      const epilogue = this.flip() ? ('relu' as const) : null;
      const name = `batchNorm ${rows}×${shape}, ${statistics} statistics, ${epilogue}`;
      made = this.finish(name, { kind, x, scale, shift, epilogue, y, norm, statistics }, rows);
    } else {
      const dz = this.place(shape, rows);
      const dx = this.place(shape, rows, this.random.integer(2));
      const through = this.through(shape, rows);
      const statistics = this.flip() ? ('running' as const) : ('training' as const);
      const name = `batchNormGradient ${rows}×${shape}, ${statistics} statistics, ${through?.activation}`;
      made = this.finish(name, { kind, x, dz, scale, shift, norm, statistics, through, dx }, rows);
      for (const index of [scale, shift]) made.gradients[index]!.fill(0);
    }
    for (const index of [variance, norm.batchDeviation])
      made.weights[index] = made.weights[index]!.map(value => Math.abs(value) + 0.1);
    return made;
  }
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

/** Cases of every op: random shapes, one sample and one element, zero, huge and tiny values. */
export function allOpCases(seed: number, each: number): OpCase[] {
  const b = new CaseBuilder(seed);
  const cases = Array.from({ length: each }, () => [
    b.dense(b.upTo(150), b.upTo(600), b.upTo(70)),
    b.denseGradient(b.upTo(300), b.upTo(150), b.upTo(70)),
    b.denseInputGradient(b.upTo(90), b.upTo(70), b.upTo(400)),
    b.convolution('conv'),
    b.convolution('convGradient'),
    b.convolution('convInputGradient'),
    b.pointwise('conv'),
    b.pointwise('convGradient'),
    b.pointwise('convInputGradient'),
    b.maxPool(),
    b.maxPoolGradient(false),
    b.maxPoolGradient(true),
    b.square(),
    b.batchNorm('batchNorm'),
    b.batchNorm('batchNormGradient'),
    b.add(),
    b.addGradients(),
    b.meanPool(),
    b.meanPoolGradient(),
    b.sequence(),
    b.sequenceGradient(),
    b.attention('attention'),
    b.attention('attentionGradient'),
    b.lastToken('lastToken'),
    b.lastToken('lastTokenGradient'),
  ]).flat();
  for (const scale of [0, 1e15, 1e-15]) {
    b.scale = scale;
    cases.push(
      b.dense(9, 11, 13),
      b.denseGradient(9, 11, 13),
      b.convolution('conv'),
      b.convolution('convGradient'),
      b.attention('attention'),
    );
    // Products of three huge values are infinite.
    if (scale < 1) cases.push(b.attention('attentionGradient'));
  }
  b.scale = 1;
  cases.push(b.dense(1, 1, 1), b.denseGradient(1, 1, 1), b.denseInputGradient(1, 1, 1));
  return cases;
}

/** What an op has left behind. */
export interface OpResult {
  values: Float32Array[];
  weights: Float32Array[];
  gradients: Float32Array[];
}

/** Largest difference of two results, relative to the largest magnitude of each array. */
export function worstDifference(actual: OpResult, expected: OpResult): { where: string; error: number } {
  let worst = { where: 'nowhere', error: 0 };
  for (const key of ['values', 'weights', 'gradients'] as const)
    actual[key].forEach((array, index) => {
      const other = expected[key][index]!;
      if (array.length !== other.length)
        worst = { where: `length of ${key} ${index}`, error: Number.POSITIVE_INFINITY };
      const scale = Math.max(
        other.reduce((m, v) => Math.max(m, Math.abs(v)), 0),
        1e-30,
      );
      for (let i = 0; i < other.length; i++) {
        const error = Math.abs(array[i]! - other[i]!) / scale;
        if (!(error <= worst.error)) worst = { where: `${key} ${index}, element ${i}`, error };
      }
    });
  return worst;
}

/** A place's values with its border around each sample, and without. */
export function bordered(values: Float32Array, { shape: [h, w, c], border, rows }: Place): Float32Array {
  const [height, width] = [h + 2 * border, w + 2 * border];
  const result = new Float32Array(rows * height * width * c);
  eachRow({ h, w, c, border, samples: values.length / (h * w * c) }, (inner, outer) => {
    result.set(values.subarray(inner, inner + w * c), outer);
  });
  return result;
}

export function unbordered(values: Float32Array, place: Place, samples: number): Float32Array {
  const [h, w, c] = place.shape;
  const result = new Float32Array(samples * h * w * c);
  eachRow({ h, w, c, border: place.border, samples }, (inner, outer) => {
    result.set(values.subarray(outer, outer + w * c), inner);
  });
  return result;
}

function eachRow(
  { h, w, c, border, samples }: { h: number; w: number; c: number; border: number; samples: number },
  visit: (inner: number, outer: number) => void,
): void {
  for (let sample = 0; sample < samples; sample++)
    for (let y = 0; y < h; y++) {
      const outer = ((sample * (h + 2 * border) + y + border) * (w + 2 * border) + border) * c;
      visit((sample * h + y) * w * c, outer);
    }
}
