import type { Activation, InputShape, LayerSpec, NetworkSpec } from '../../models/spec';
import { shapesOf } from '../../models/spec';
import type { Epilogue, Norm, Op, ParameterPlace, Place, Statistics, Through, Window } from './ops';

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
export class Planner {
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

  forwardOps(input: Place, steps: readonly ForwardStep[], statistics: Statistics): Op[] {
    const ops: Op[] = [{ kind: 'gather', to: input }];
    for (const { layer, index, x, z, y } of steps) {
      ops.push(this.forwardOp(layer, index, x, z, statistics));
      if (z !== y) ops.push({ kind: 'square', z, y });
    }
    return ops;
  }

  private forwardOp(layer: LayerSpec, index: number, x: Place, y: Place, statistics: Statistics): Op {
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
        const frozen = statistics === 'training' && index < this.firstTrained;
        return {
          kind: 'batchNorm',
          x,
          scale,
          shift,
          epilogue: epilogueOf(activation),
          y,
          norm,
          statistics: frozen ? 'running' : statistics,
        };
      }
      case 'maxPool':
        return { kind: 'maxPool', x, y };
    }
  }

  backwardOps(steps: readonly ForwardStep[], statistics: 'running' | 'training'): Op[] {
    const head = steps.at(-1)!;
    let dz = this.place(head.y.shape, this.rows.backward);
    const ops: Op[] = [{ kind: 'loss', outputs: head.y, gradient: dz }];
    for (let i = steps.length - 1; i >= this.firstTrained; i--) {
      const step = steps[i]!;
      const before = i > this.firstTrained ? steps[i - 1]! : null;
      const dx = before && this.place(before.y.shape, this.rows.backward, this.gradientBorder(before.index));
      ops.push(...this.backwardOp(step, dz, dx, before?.through ?? null, statistics));
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
    statistics: 'running' | 'training',
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
        const norm = this.norms.get(layer)!;
        return [{ kind: 'batchNormGradient', x, dz, scale, shift, norm, statistics, through, dx }];
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
