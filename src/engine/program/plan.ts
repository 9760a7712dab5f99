import {
  type Activation,
  type InputShape,
  type LayerSpec,
  layerFlops,
  type NetworkSpec,
  shapesOf,
  sizeOf,
} from '../../models/spec';
import type { Epilogue, Norm, Op, ParameterPlace, Place, Through, Window } from './ops';

/** Floats of the largest array that a piece may need. */
const PIECE_FLOATS = 2 ** 24;

export interface PlanOptions {
  /** Samples of one update. */
  batch: number;
  /** Samples that are looked at in one forward pass, at the most. */
  probe: number;
  /** Only the last layer learns. */
  headOnly: boolean;
  /**
   * Arithmetic of the largest uninterrupted piece of work, in floating-point operations, so that a worker can
   * answer in between. Fixed, not timed, so that results do not depend on the machine's speed.
   */
  pieceFlops: number;
}

/** Everything that one step does, and where it does it: the same for every device. */
export interface Plan {
  network: NetworkSpec;
  batch: number;
  classes: number;
  /** Samples in one piece of a training batch, and in one piece of a probe. */
  piece: number;
  probePiece: number;
  places: readonly Place[];
  features: Place;
  outputs: Place;
  /** One for each tap of the network. */
  taps: readonly Place[];
  parameters: readonly ParameterPlace[];
  /** Floats of all parameters that are trained, which lie first, and of all together. */
  trainedSize: number;
  parameterSize: number;
  /** Forward in training, backward from the outputs, and forward for a probe. */
  forward: readonly Op[];
  backward: readonly Op[];
  inference: readonly Op[];
}

const roundUp = (value: number, to: number) => Math.ceil(value / to) * to;

const epilogueOf = (activation: Activation | null): Epilogue => (activation === 'square' ? null : activation);

/** As TensorFlow's "same": the padding is split evenly, and an odd one goes below and to the right. */
function windowOf(shape: readonly number[], stride: number, [rows, columns]: InputShape): Window {
  const [height, width] = shape as [number, number];
  const before = (size: number, filter: number) =>
    Math.max((Math.ceil(size / stride) - 1) * stride + filter - size, 0) >> 1;
  return { height, width, stride, padTop: before(rows, height), padLeft: before(columns, width) };
}

/** Zeros that an input needs around itself for the window to stay inside, and a gradient for the way back. */
const borderOf = ({ height, width }: Window) =>
  Math.max(height, width) - 1 - ((Math.max(height, width) - 1) >> 1);

/** Puts the places, the parameters and the work of one network in order. */
class Planner {
  readonly places: Place[] = [];
  readonly parameters: Omit<ParameterPlace, 'offset'>[];
  private readonly network: NetworkSpec;
  private readonly shapes: InputShape[];
  private readonly rows: { forward: number; backward: number };
  /** Layers before this one stay as they are. */
  private readonly firstTrained: number;
  private readonly norms = new Map<LayerSpec, Norm>();

  constructor(network: NetworkSpec, headOnly: boolean, rows: { forward: number; backward: number }) {
    this.network = network;
    this.shapes = shapesOf(network);
    this.rows = rows;
    const last = network.layers.length - 1;
    this.firstTrained = headOnly ? last : network.layers.findIndex(layer => layer.kind !== 'maxPool');
    const trained = new Set(network.layers.slice(this.firstTrained).flatMap(parametersOf));
    this.parameters = network.parameters.map(({ name, shape, start }, index) => ({
      name,
      shape,
      size: start.length,
      trained: trained.has(index),
    }));
    for (const [index, layer] of network.layers.entries())
      if (layer.kind === 'batchNorm') this.norms.set(layer, this.createNorm(index));
  }

  private createNorm(index: number): Norm {
    const channels = this.shapes[index]![2];
    const statistic = (name: string) =>
      this.parameters.push({
        name: `norm${index}/${name}`,
        shape: [channels],
        size: channels,
        trained: false,
      }) - 1;
    return {
      mean: statistic('mean'),
      variance: statistic('variance'),
      batchMean: statistic('batchMean'),
      batchDeviation: statistic('batchDeviation'),
    };
  }

  private place(shape: InputShape, rows: number, border = 0): Place {
    const place = { id: this.places.length, shape, rows, border };
    this.places.push(place);
    return place;
  }

  private window(index: number): Window | null {
    const layer = this.network.layers[index];
    if (layer?.kind !== 'conv') return null;
    const { shape } = this.network.parameters[layer.weights]!;
    return windowOf(shape, layer.stride, this.shapes[index]!);
  }

  /** Border that the value entering layer `index` needs. */
  private border(index: number): number {
    const window = this.window(index);
    return window ? borderOf(window) : 0;
  }

  /** Forward ops, and what the way back needs of them: each layer's input, and the argument of its derivative. */
  forward() {
    const { layers } = this.network;
    const input = this.place(this.network.input, this.rows.forward, this.border(0));
    const steps: ForwardStep[] = [];
    let x = input;
    for (const [index, layer] of layers.entries()) {
      const shape = this.shapes[index + 1]!;
      const border = this.border(index + 1);
      const activation = layer.kind === 'maxPool' ? null : layer.activation;
      const squared = activation === 'square';
      const z = this.place(shape, this.rows.forward, squared ? 0 : border);
      const y = squared ? this.place(shape, this.rows.forward, border) : z;
      steps.push({ layer, index, x, z, y, through: activation && { activation, value: z } });
      x = y;
    }
    return { input, steps };
  }

  forwardOps(input: Place, steps: readonly ForwardStep[], training: boolean): Op[] {
    const ops: Op[] = [{ kind: 'gather', to: input }];
    for (const { layer, index, x, z, y } of steps) {
      ops.push(this.forwardOp(layer, index, x, z, training));
      if (z !== y) ops.push({ kind: 'square', z, y });
    }
    return ops;
  }

  private forwardOp(layer: LayerSpec, index: number, x: Place, y: Place, training: boolean): Op {
    switch (layer.kind) {
      case 'dense': {
        const { weights, bias, activation } = layer;
        return { kind: 'dense', x, weights, bias, epilogue: epilogueOf(activation), y };
      }
      case 'conv': {
        const { weights, bias, activation } = layer;
        return {
          kind: 'conv',
          x,
          weights,
          bias,
          epilogue: epilogueOf(activation),
          y,
          window: this.window(index)!,
        };
      }
      case 'batchNorm': {
        const { scale, shift, activation } = layer;
        const norm = this.norms.get(layer)!;
        // Layers that stay as they are see the same statistics in training as in a probe.
        const moving = training && index >= this.firstTrained;
        return {
          kind: 'batchNorm',
          x,
          scale,
          shift,
          epilogue: epilogueOf(activation),
          y,
          norm,
          training: moving,
        };
      }
      case 'maxPool':
        return { kind: 'maxPool', x, y };
    }
  }

  backwardOps(steps: readonly ForwardStep[]): Op[] {
    const head = steps.at(-1)!;
    let dz = this.place(head.y.shape, this.rows.backward);
    const ops: Op[] = [{ kind: 'loss', outputs: head.y, gradient: dz }];
    for (let i = steps.length - 1; i >= this.firstTrained; i--) {
      const step = steps[i]!;
      const before = i > this.firstTrained ? steps[i - 1]! : null;
      const dx = before && this.place(before.y.shape, this.rows.backward, this.gradientBorder(before.index));
      ops.push(...this.backwardOp(step, dz, dx, before?.through ?? null));
      if (dx) dz = dx;
    }
    return ops;
  }

  /** Border of the gradient that reaches layer `index`: the way back through a convolution is one, too. */
  private gradientBorder(index: number): number {
    const window = index > this.firstTrained ? this.window(index) : null;
    return window && window.stride === 1 ? borderOf(window) : 0;
  }

  private backwardOp(
    { layer, index, x, y }: ForwardStep,
    dz: Place,
    dx: Place | null,
    through: Through | null,
  ): Op[] {
    switch (layer.kind) {
      case 'dense': {
        const { weights, bias } = layer;
        const own: Op = { kind: 'denseGradient', x, dz, weights, bias };
        return dx ? [own, { kind: 'denseInputGradient', dz, weights, through, dx }] : [own];
      }
      case 'conv': {
        const { weights, bias } = layer;
        const window = this.window(index)!;
        const own: Op = { kind: 'convGradient', x, dz, weights, bias, window };
        return dx ? [own, { kind: 'convInputGradient', dz, weights, through, dx, window }] : [own];
      }
      case 'batchNorm': {
        const { scale, shift } = layer;
        return [
          { kind: 'batchNormGradient', x, dz, scale, shift, norm: this.norms.get(layer)!, through, dx },
        ];
      }
      case 'maxPool':
        return dx ? [{ kind: 'maxPoolGradient', x, y, dy: dz, through, dx }] : [];
    }
  }
}

interface ForwardStep {
  layer: LayerSpec;
  index: number;
  x: Place;
  /** What the layer's product gives; with an activation that can follow by itself, after it. */
  z: Place;
  y: Place;
  through: Through | null;
}

function parametersOf(layer: LayerSpec): number[] {
  switch (layer.kind) {
    case 'dense':
    case 'conv':
      return layer.bias === null ? [layer.weights] : [layer.weights, layer.bias];
    case 'batchNorm':
      return [layer.scale, layer.shift];
    case 'maxPool':
      return [];
  }
}

/** Lays out the parameters: the trained ones first, each on a multiple of 4 floats. */
function layOut(parameters: readonly Omit<ParameterPlace, 'offset'>[]) {
  let offset = 0;
  const offsets = new Map<number, number>();
  const layOutWhere = (trained: boolean) => {
    for (const [index, parameter] of parameters.entries()) {
      if (parameter.trained !== trained) continue;
      offsets.set(index, offset);
      offset = roundUp(offset + parameter.size, 4);
    }
    return offset;
  };
  const trainedSize = layOutWhere(true);
  const parameterSize = layOutWhere(false);
  return {
    trainedSize,
    parameterSize,
    parameters: parameters.map((parameter, index) => ({ ...parameter, offset: offsets.get(index)! })),
  };
}

/** Samples that one piece may have: its largest op, and its largest array, stay below the limits. */
function largestPiece(network: NetworkSpec, pieceFlops: number): number {
  const shapes = shapesOf(network);
  const flops = Math.max(...network.layers.map((layer, i) => layerFlops(network, layer, shapes[i]!)));
  return Math.max(
    1,
    Math.floor(Math.min(pieceFlops / flops, PIECE_FLOATS / Math.max(...shapes.map(sizeOf)))),
  );
}

/** Pieces of equal size, but for the last. */
const evenly = (count: number, largest: number) => Math.ceil(count / Math.ceil(count / largest));

/** Turns a network into the ops of one training step and of one probe. */
export function createPlan(network: NetworkSpec, options: PlanOptions): Plan {
  const { batch, probe, headOnly, pieceFlops } = options;
  const hasNorm = network.layers.some(({ kind }) => kind === 'batchNorm');
  const limit = largestPiece(network, pieceFlops);
  // The statistics of a batch need all of it at once.
  const piece = hasNorm ? batch : evenly(batch, limit);
  const probePiece = Math.min(probe, evenly(probe, Math.max(limit, piece)));
  const rows = { forward: Math.max(piece, probePiece), backward: piece };
  const planner = new Planner(network, headOnly, rows);
  const { input, steps } = planner.forward();
  const backward = planner.backwardOps(steps);
  const head = steps.at(-1)!;
  return {
    network,
    batch,
    classes: head.y.shape[2],
    piece,
    probePiece,
    places: planner.places,
    features: head.x,
    outputs: head.y,
    taps: network.taps.map(index => steps[index]!.y),
    ...layOut(planner.parameters),
    forward: planner.forwardOps(input, steps, true),
    backward,
    inference: planner.forwardOps(input, steps, false),
  };
}

/** Floats that a place takes, with its border. */
export function placeSize({ shape: [height, width, channels], border, rows }: Place): number {
  return rows * (height + 2 * border) * (width + 2 * border) * channels;
}

/** The starting values of all parameters, laid out; running statistics start at mean 0, variance 1. */
export function startingParameters({ network, parameters, parameterSize }: Plan): Float32Array {
  const values = new Float32Array(parameterSize);
  for (const [index, { name, offset, size }] of parameters.entries()) {
    const spec = network.parameters[index];
    if (spec) values.set(spec.start, offset);
    else if (name.endsWith('/variance')) values.fill(1, offset, offset + size);
  }
  return values;
}
