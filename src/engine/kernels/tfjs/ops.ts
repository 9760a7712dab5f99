import {
  add,
  broadcastTo,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  concat,
  conv2d,
  div,
  engine,
  fused,
  gather,
  MaxPoolGrad,
  matMul,
  maxPool,
  mean,
  moments,
  mul,
  type NamedAttrMap,
  type NamedTensorMap,
  relu,
  reshape,
  rsqrt,
  square,
  step,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tanh,
  tensor1d,
  type Variable,
  zeros,
} from '@tensorflow/tfjs-core';
import { unpackMove } from '../../program/moves';
import {
  type Epilogue,
  NORM_EPSILON,
  NORM_MOMENTUM,
  type Op,
  type Place,
  type Through,
  type Window,
} from '../../program/ops';

import { attention, attentionGradient, padBefore, sequence, tokensOf } from './tokens';

/** What an op reads and writes: one tensor a place, one variable a parameter and a gradient. */
export interface Values {
  get(place: { id: number }): Tensor;
  parameter(index: number): Variable;
  gradient(index: number): Variable;
  inputs: Tensor4D;
  indices: Tensor;
  /** Of the samples, where a gather op asks for them. */
  moves: Int32Array | null;
}

/** tfjs has kernels for these gradients but no public function, since it reaches them through its tape. */
function run(kernel: string, inputs: Record<string, Tensor>, attributes: object): Tensor {
  return engine().runKernel(kernel, inputs as NamedTensorMap, attributes as NamedAttrMap) as Tensor;
}

const flat = (x: Tensor): Tensor2D => reshape(x, [x.shape[0]!, -1]);

/** Values as pictures; one sample's shape is the place's. */
const shaped = (x: Tensor, { shape }: Place): Tensor4D => reshape(x, [-1, ...shape]) as Tensor4D;

function ended(z: Tensor, epilogue: Epilogue): Tensor {
  return epilogue === 'relu' ? relu(z) : epilogue === 'tanh' ? tanh(z) : z;
}

function derivative(gradient: Tensor, through: Through | null, values: Values): Tensor {
  if (!through) return gradient;
  const value = values.get(through.value);
  switch (through.activation) {
    case 'relu':
      return mul(gradient, step(value));
    case 'tanh':
      return mul(gradient, sub(1, square(value)));
    case 'square':
      return mul(gradient, mul(value, 2));
  }
}

/** Pictures, each flipped and shifted by its move. */
function moved(pictures: Tensor4D, moves: Int32Array): Tensor4D {
  const [n, height, width, channels] = pictures.shape;
  const pixels = n * height * width;
  const sources = new Int32Array(pixels);
  for (let i = 0, at = 0; i < n; i++) {
    const { dx, dy, flip } = unpackMove(moves[i]!);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++, at++) {
        const [row, column] = [y - dy, flip ? width - 1 - (x - dx) : x - dx];
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        // Behind the last pixel there is one of zeros.
        sources[at] = inside ? (i * height + row) * width + column : pixels;
      }
  }
  const padded = concat([reshape(pictures, [pixels, channels]), zeros([1, channels])]);
  return reshape(gather(padded, tensor1d(sources, 'int32')), pictures.shape);
}

function addTo(gradient: Variable, more: Tensor): void {
  gradient.assign(add(gradient, reshape(more, gradient.shape)));
}

const convolution = ({ stride }: Window) => ({ strides: [stride, stride], pad: 'same', dataFormat: 'NHWC' });

const channelSums = (x: Tensor): Tensor => sum(x, [...x.shape.keys()].slice(0, -1));

/** Mean and 1/deviation that the forward pass took. */
function momentsOf(op: Extract<Op, { kind: 'batchNormGradient' }>, values: Values): [Tensor, Tensor] {
  const { norm, statistics } = op;
  return statistics === 'running'
    ? [values.parameter(norm.mean), rsqrt(add(values.parameter(norm.variance), NORM_EPSILON))]
    : [values.parameter(norm.batchMean), values.parameter(norm.batchDeviation)];
}

function batchNorm(op: Extract<Op, { kind: 'batchNorm' }>, values: Values): Tensor {
  const { norm, epilogue } = op;
  const x = values.get(op.x);
  const running = [values.parameter(norm.mean), values.parameter(norm.variance)] as const;
  const batch = [values.parameter(norm.batchMean), values.parameter(norm.batchDeviation)] as const;
  if (op.statistics !== 'running') {
    // Over all but the channels.
    const { mean, variance } = moments(x, [...x.shape.keys()].slice(0, -1));
    const count = x.size / mean.size;
    const unbiased = mul(variance, count > 1 ? count / (count - 1) : 1);
    batch[0].assign(mean);
    batch[1].assign(rsqrt(add(variance, NORM_EPSILON)));
    if (op.statistics === 'training') {
      running[0].assign(add(mul(running[0], 1 - NORM_MOMENTUM), mul(mean, NORM_MOMENTUM)));
      running[1].assign(add(mul(running[1], 1 - NORM_MOMENTUM), mul(unbiased, NORM_MOMENTUM)));
    }
  }
  const [mean, deviation] =
    op.statistics !== 'running' ? batch : [running[0], rsqrt(add(running[1], NORM_EPSILON))];
  const normalised = mul(sub(x, mean), mul(deviation, values.parameter(op.scale)));
  return ended(add(normalised, values.parameter(op.shift)), epilogue);
}

function batchNormGradient(op: Extract<Op, { kind: 'batchNormGradient' }>, values: Values): Tensor | null {
  const dz = values.get(op.dz);
  const [mean, deviation] = momentsOf(op, values);
  const normalised = mul(sub(values.get(op.x), mean), deviation);
  const [dScale, dShift] = [channelSums(mul(dz, normalised)), channelSums(dz)];
  addTo(values.gradient(op.scale), dScale);
  addTo(values.gradient(op.shift), dShift);
  if (!op.dx) return null;
  const factor = mul(values.parameter(op.scale), deviation);
  if (op.statistics === 'running') return derivative(mul(dz, factor), op.through, values);
  const share = dShift.size / dz.size;
  const centred = sub(dz, mul(add(dShift, mul(normalised, dScale)), share));
  return derivative(mul(centred, factor), op.through, values);
}

/**
 * Runs one op by tfjs's own functions; call inside `tidy`.
 * @returns the place that it writes, with the value to keep there; null where it writes none
 */
export function runOp(op: Exclude<Op, { kind: 'loss' }>, values: Values): [{ id: number }, Tensor] | null {
  switch (op.kind) {
    case 'gather':
      if (!op.moved) return [op.to, gather(values.inputs, values.indices as never)];
      return [op.to, moved(gather(values.inputs, values.indices as never), values.moves!)];
    case 'dense': {
      const b = values.parameter(op.weights) as unknown as Tensor2D;
      const bias = op.bias === null ? {} : { bias: values.parameter(op.bias) };
      const z = fused.matMul({ a: flat(values.get(op.x)), b, ...bias });
      return [op.y, shaped(ended(z, op.epilogue), op.y)];
    }
    case 'conv': {
      const filter = values.parameter(op.weights) as unknown as Tensor4D;
      const z = conv2d(values.get(op.x) as Tensor4D, filter, op.window.stride, 'same');
      return [op.y, ended(op.bias === null ? z : add(z, values.parameter(op.bias)), op.epilogue)];
    }
    case 'square':
      return [op.y, square(values.get(op.z))];
    case 'add':
      return [op.y, ended(add(values.get(op.a), values.get(op.b)), op.epilogue)];
    case 'meanPool':
      return [op.y, mean(values.get(op.x), [1, 2], true)];
    case 'sequence': {
      const [token, positions] = [values.parameter(op.token), values.parameter(op.positions)];
      return [op.y, sequence(values.get(op.x), token, positions)];
    }
    case 'attention':
      return [op.y, attention(op, values.get(op.x))];
    case 'lastToken':
      return [op.y, tokensOf(values.get(op.x), op.x.shape[1] - 1, 1)];
    case 'maxPool':
      return [op.y, maxPool(values.get(op.x) as Tensor4D, 2, 2, 'valid')];
    case 'batchNorm':
      return [op.y, batchNorm(op, values)];
    case 'denseGradient': {
      const dz = flat(values.get(op.dz));
      addTo(values.gradient(op.weights), matMul(flat(values.get(op.x)), dz, true, false));
      if (op.bias !== null) addTo(values.gradient(op.bias), sum(dz, 0));
      return null;
    }
    case 'denseInputGradient': {
      const weights = values.parameter(op.weights) as unknown as Tensor2D;
      const gradient = matMul(flat(values.get(op.dz)), weights, false, true);
      return [op.dx, derivative(shaped(gradient, op.dx), op.through, values)];
    }
    case 'convGradient': {
      const [x, dy] = [values.get(op.x), values.get(op.dz)];
      const filter = values.gradient(op.weights);
      addTo(
        filter,
        run(Conv2DBackpropFilter, { x, dy }, { ...convolution(op.window), filterShape: filter.shape }),
      );
      if (op.bias !== null) addTo(values.gradient(op.bias), channelSums(dy));
      return null;
    }
    case 'convInputGradient': {
      const [dy, filter] = [values.get(op.dz), values.parameter(op.weights)];
      const inputShape = [dy.shape[0]!, ...op.dx.shape];
      const gradient = run(Conv2DBackpropInput, { dy, filter }, { ...convolution(op.window), inputShape });
      return [op.dx, derivative(gradient, op.through, values)];
    }
    case 'maxPoolGradient': {
      const [input, output] = [values.get(op.x), values.get(op.y)];
      const dy = values.get(op.dy);
      const gradient = run(MaxPoolGrad, { dy, input, output }, { filterSize: 2, strides: 2, pad: 'valid' });
      return [op.dx, derivative(gradient, op.through, values)];
    }
    case 'addGradients': {
      const a = values.get(op.a);
      return [op.dx, derivative(op.b ? add(a, values.get(op.b)) : a, op.through, values)];
    }
    case 'sequenceGradient': {
      const dz = values.get(op.dz);
      const before = op.dz.shape[1] - 1;
      addTo(values.gradient(op.positions), sum(dz, [0, 1]));
      addTo(values.gradient(op.token), sum(tokensOf(dz, before, 1), [0, 1, 2]));
      return op.dx && [op.dx, derivative(tokensOf(dz, 0, before), op.through, values)];
    }
    case 'attentionGradient': {
      const gradient = attentionGradient(op, values.get(op.x), values.get(op.dy));
      return [op.dx, derivative(gradient, op.through, values)];
    }
    case 'lastTokenGradient':
      return [op.dx, derivative(padBefore(values.get(op.dy), op.dx.shape[1]), op.through, values)];
    case 'meanPoolGradient': {
      const [height, width, channels] = op.dx.shape;
      const share = div(values.get(op.dy), height * width);
      const gradient = broadcastTo(share, [share.shape[0]!, height, width, channels]);
      return [op.dx, derivative(gradient, op.through, values)];
    }
    case 'batchNormGradient': {
      const gradient = batchNormGradient(op, values);
      return gradient && [op.dx!, gradient];
    }
  }
}
