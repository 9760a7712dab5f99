import { NORM_EPSILON, NORM_MOMENTUM, type Op, type Place, type Through } from '../../program/ops';
import { type Plan, placeSize } from '../../program/plan';
import type { Context, Work } from './context';
import { conv, convGradient, convInputGradient } from './conv';
import { dense, denseGradient, denseInputGradient } from './dense';
import type { WasmKernels } from './module';
import { tokenWork } from './tokens';

/** Where everything of one program lies in the kernels' memory. */
export interface Addresses {
  places: readonly number[];
  /** The parameters, and the gradients of the trained ones, laid out alike. */
  parameters: number;
  gradients: number;
}

const ACTIVATIONS = { relu: 0, tanh: 1, square: 2 };

/** Ops that need more than addresses, and so are the program's own. */
export type OwnOp = Extract<Op, { kind: 'gather' | 'loss' }>;

/** Turns ops into calls of our kernels with all but the number of samples filled in. */
export class OpCompiler implements Context {
  readonly kernels: WasmKernels;
  private readonly plan: Pick<Plan, 'parameters'>;
  private readonly at: Addresses;

  constructor(kernels: WasmKernels, plan: Pick<Plan, 'parameters'>, at: Addresses) {
    this.kernels = kernels;
    this.plan = plan;
    this.at = at;
  }

  compile(op: Exclude<Op, OwnOp>): Work {
    const { exports } = this.kernels;
    switch (op.kind) {
      case 'dense':
        return dense(this, op);
      case 'conv':
        return conv(this, op);
      case 'square': {
        const [z, y, size] = [this.place(op.z), this.place(op.y), this.size(op.z)];
        if (!op.y.border) return rows => exports.square(z, y, rows * size);
        return this.squareIntoBorder(op.z, op.y);
      }
      case 'add':
        return this.add(op);
      case 'addGradients':
        return this.thenDerivative(this.sum(op.a, op.b, false, op.dx), op.dx, op.through);
      case 'meanPool': {
        const { x, y } = op;
        const [height, width, channels] = x.shape;
        const [from, to] = [this.place(x), this.place(y)];
        return rows => exports.meanPool(from, height, width, channels, x.border, to, y.border, rows);
      }
      case 'meanPoolGradient': {
        const { dy, dx } = op;
        const [height, width, channels] = dx.shape;
        const [from, to] = [this.place(dy), this.place(dx)];
        const work: Work = rows =>
          exports.meanPoolGradient(from, dy.border, height, width, channels, to, dx.border, rows);
        return this.thenDerivative(work, dx, op.through);
      }
      case 'sequence':
      case 'sequenceGradient':
      case 'attention':
      case 'attentionGradient':
      case 'lastToken':
      case 'lastTokenGradient':
        return tokenWork(this, op);
      case 'maxPool': {
        const { x, y } = op;
        const [height, width, channels] = x.shape;
        const [from, to] = [this.place(x), this.place(y)];
        return rows => exports.maxPool(from, height, width, channels, x.border, to, y.border, rows);
      }
      case 'batchNorm':
        return this.batchNorm(op);
      case 'denseGradient':
        return denseGradient(this, op);
      case 'denseInputGradient':
        return denseInputGradient(this, op);
      case 'convGradient':
        return convGradient(this, op);
      case 'convInputGradient':
        return convInputGradient(this, op);
      case 'maxPoolGradient':
        return this.maxPoolGradient(op);
      case 'batchNormGradient':
        return this.batchNormGradient(op);
    }
  }

  place({ id }: Place): number {
    return this.at.places[id]!;
  }

  size(place: Place): number {
    return placeSize(place) / place.rows;
  }

  parameter(index: number | null): number {
    return index === null ? 0 : this.at.parameters + 4 * this.plan.parameters[index]!.offset;
  }

  gradient(index: number | null): number {
    return index === null ? 0 : this.at.gradients + 4 * this.plan.parameters[index]!.offset;
  }

  /** tanh(0) = 0, so that a border stays what it is. */
  thenTanh(product: Work, y: Place): Work {
    const [to, size] = [this.place(y), this.size(y)];
    return rows => {
      product(rows);
      const values = this.kernels.floats(to, rows * size);
      for (let i = 0; i < values.length; i++) values[i] = Math.tanh(values[i]!);
    };
  }

  private add({ a, b, epilogue, y }: Extract<Op, { kind: 'add' }>): Work {
    const work = this.sum(a, b, epilogue === 'relu', y);
    return epilogue === 'tanh' ? this.thenTanh(work, y) : work;
  }

  private sum(a: Place, b: Place | null, relu: boolean, y: Place): Work {
    const { exports } = this.kernels;
    const [height, width, channels] = y.shape;
    const left = [this.place(a), a.border] as const;
    const right = [b ? this.place(b) : 0, b?.border ?? 0] as const;
    const to = [this.place(y), y.border] as const;
    return rows => exports.sum(...left, ...right, height, width, channels, relu ? 1 : 0, ...to, rows);
  }

  /** z has no border, so its rows are taken one by one. */
  private squareIntoBorder(z: Place, y: Place): Work {
    const { exports } = this.kernels;
    const [from, to] = [this.place(z), this.place(y)];
    const run = z.shape[1] * z.shape[2];
    const rowsOf = rowAddresses(y);
    return rows => {
      let source = from;
      for (const offset of rowsOf(rows)) {
        exports.square(source, to + 4 * offset, run);
        source += 4 * run;
      }
    };
  }

  private maxPoolGradient({ x, dy, through, dx }: Extract<Op, { kind: 'maxPoolGradient' }>): Work {
    const { exports } = this.kernels;
    const [height, width, channels] = x.shape;
    const [from, by, to] = [this.place(x), this.place(dy), this.place(dx)];
    const fused = through?.activation === 'relu' && through.value === x;
    const work: Work = rows =>
      exports.maxPoolGradient(
        ...([
          from,
          height,
          width,
          channels,
          x.border,
          by,
          dy.border,
          fused ? 1 : 0,
          to,
          dx.border,
          rows,
        ] as const),
      );
    return fused ? work : this.thenDerivative(work, dx, through);
  }

  /** Multiplies a gradient in place with an activation's derivative. */
  thenDerivative(product: Work, dx: Place, through: Through | null): Work {
    if (!through) return product;
    const { exports } = this.kernels;
    const [to, value, size] = [this.place(dx), this.place(through.value), this.size(dx)];
    const activation = ACTIVATIONS[through.activation];
    if (dx.border === through.value.border)
      return rows => {
        product(rows);
        exports.multiplyDerivative(to, value, rows * size, activation);
      };
    const run = dx.shape[1] * dx.shape[2];
    const [dxRows, valueRows] = [rowAddresses(dx), rowAddresses(through.value)];
    return rows => {
      product(rows);
      const offsets = valueRows(rows);
      for (const offset of dxRows(rows))
        exports.multiplyDerivative(to + 4 * offset, value + 4 * offsets.next().value!, run, activation);
    };
  }

  private batchNorm(op: Extract<Op, { kind: 'batchNorm' }>): Work {
    const { x, scale, shift, epilogue, y, norm, statistics } = op;
    const { exports } = this.kernels;
    const [height, width, channels] = x.shape;
    const [from, to] = [this.place(x), this.place(y)];
    const [running, variance] = [this.parameter(norm.mean), this.parameter(norm.variance)];
    const [batchMean, deviation] = [this.parameter(norm.batchMean), this.parameter(norm.batchDeviation)];
    const affine = [this.parameter(scale), this.parameter(shift), epilogue === 'relu' ? 1 : 0] as const;
    const normalise = (mean: number, factor: number, rows: number) =>
      exports.normalise(
        ...([from, height, width, channels, mean, factor, ...affine, to, y.border, rows] as const),
      );
    const bytes = exports.momentsScratchBytes(channels);
    const runningWork: Work = rows => {
      normalise(running, this.runningDeviations(variance, channels), rows);
    };
    const batchWork: Work = rows => {
      // Of a batch that nothing follows, the new running statistics are thrown away.
      const scratch = this.kernels.scratch(bytes + 8 * channels);
      const unused = scratch + bytes;
      const followers = statistics === 'batch' ? [unused, unused + 4 * channels] : [running, variance];
      const moments = [...(followers as [number, number]), NORM_EPSILON, NORM_MOMENTUM] as const;
      const count = rows * height * width;
      exports.batchMoments(from, count, channels, batchMean, deviation, ...moments, scratch);
      normalise(batchMean, deviation, rows);
    };
    const work = statistics === 'running' ? runningWork : batchWork;
    return epilogue === 'tanh' ? this.thenTanh(work, y) : work;
  }

  private batchNormGradient(op: Extract<Op, { kind: 'batchNormGradient' }>): Work {
    const { x, dz, scale, shift, norm, statistics, through, dx } = op;
    const { exports } = this.kernels;
    const [height, width, channels] = x.shape;
    const inputs = [this.place(x), this.place(dz), height, width, channels] as const;
    const batch = [this.parameter(norm.batchMean), this.parameter(norm.batchDeviation)] as const;
    const running = [this.parameter(norm.mean), this.parameter(norm.variance)] as const;
    const gradients = [this.parameter(scale), this.gradient(scale), this.gradient(shift)] as const;
    const to = dx ? this.place(dx) : 0;
    const output = [to, dx?.border ?? 0] as const;
    const work: Work =
      statistics === 'running'
        ? rows => {
            const moments = [running[0], this.runningDeviations(running[1], channels)] as const;
            exports.frozenNormGradient(...inputs, ...moments, ...gradients, ...output, rows);
          }
        : rows => exports.normGradient(...inputs, ...batch, ...gradients, ...output, rows);
    return dx ? this.thenDerivative(work, dx, through) : work;
  }

  /** Address of 1/√(variance + ε), in the scratch space. */
  private runningDeviations(variance: number, channels: number): number {
    const to = this.kernels.scratch(4 * channels);
    this.kernels.exports.deviations(variance, to, channels, NORM_EPSILON);
    return to;
  }
}

/** Offsets, in floats, of each picture's rows inside the border of a place. */
function rowAddresses({ shape: [height, width, channels], border }: Place) {
  const row = (width + 2 * border) * channels;
  return function* (pictures: number): Generator<number> {
    for (let picture = 0; picture < pictures; picture++)
      for (let y = 0; y < height; y++)
        yield (picture * (height + 2 * border) + border + y) * row + border * channels;
  };
}
