import { WHOLE_RATE } from '../../models/parameterisation';
import {
  allLayers,
  type InputShape,
  type LayerSpec,
  layerShape,
  type NetworkSpec,
  parametersOf,
} from '../../models/spec';
import type { ForwardStep } from './forward';
import type { Norm, Op, ParameterPlace, Place, Through, Window } from './ops';
import { borderOf, windowOf } from './window';

/** Layers whose tokens lie in one run of values, on both sides. */
const hasTokens = ({ kind }: LayerSpec) =>
  kind === 'sequence' || kind === 'attention' || kind === 'lastToken';

/** Layers that read their input, or their gradient, as one run of values, and so without a border. */
const readsPlainly = (layer: LayerSpec) =>
  layer.kind === 'dense' || layer.kind === 'batchNorm' || hasTokens(layer);

/** Puts the places, the parameters and the work of one network in order. */
export class Planner {
  readonly places: Place[] = [];
  readonly parameters: Omit<ParameterPlace, 'offset'>[];
  private readonly network: NetworkSpec;
  private readonly rows: { forward: number; backward: number };
  /** Layers before this one stay as they are. */
  private readonly firstTrained: number;
  private readonly norms = new Map<LayerSpec, Norm>();

  constructor(network: NetworkSpec, headOnly: boolean, rows: { forward: number; backward: number }) {
    this.network = network;
    this.rows = rows;
    const last = network.layers.length - 1;
    this.firstTrained = headOnly ? last : network.layers.findIndex(layer => parametersOf(layer).length > 0);
    const trained = new Set(network.layers.slice(this.firstTrained).flatMap(parametersOf));
    this.parameters = network.parameters.map(
      ({ name, shape, start, learningRateFactor = WHOLE_RATE }, index) => ({
        ...{ name, shape, learningRateFactor },
        size: start.length,
        trained: trained.has(index),
      }),
    );
    for (const { layer, input } of allLayers(network))
      if (layer.kind === 'batchNorm')
        this.norms.set(layer, this.createNorm(network.parameters[layer.scale]!.name, input[2]));
  }

  private createNorm(name: string, channels: number): Norm {
    const statistic = (part: string) =>
      this.parameters.push({
        name: `${name}/${part}`,
        shape: [channels],
        size: channels,
        trained: false,
        learningRateFactor: WHOLE_RATE,
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

  private window(layer: LayerSpec, input: InputShape): Window | null {
    return layer.kind === 'conv'
      ? windowOf(this.network.parameters[layer.weights]!.shape, layer.stride, input)
      : null;
  }

  /** Border that the value entering a layer needs. */
  private border(layer: LayerSpec | undefined, input: InputShape): number {
    if (layer?.kind === 'residual') {
      const entries = [layer.body[0], layer.shortcut[0]].filter(part => part !== undefined);
      const border = Math.max(...entries.map(part => this.border(part, input)));
      if (border && entries.some(readsPlainly))
        throw new RangeError('Two ways into a residual layer read their input in different layouts.');
      return border;
    }
    const window = layer && this.window(layer, input);
    return window ? borderOf(window) : 0;
  }

  /** All places of the way forward, and what each layer does between them. */
  forward(): { input: Place; steps: ForwardStep[] } {
    const { input: shape, layers } = this.network;
    const input = this.place(shape, this.rows.forward, this.border(layers[0], shape));
    return { input, steps: this.chain(layers, input, index => index < this.firstTrained) };
  }

  private chain(
    layers: readonly LayerSpec[],
    input: Place,
    isFrozen: (index: number) => boolean,
  ): ForwardStep[] {
    let x = input;
    return layers.map((layer, index) => {
      const frozen = isFrozen(index);
      const inner = (parts: readonly LayerSpec[]) => {
        const steps = this.chain(parts, x, () => frozen);
        if (steps.at(-1)?.through)
          throw new RangeError('What is added up must have no activation of its own.');
        return steps;
      };
      const { body, shortcut } = layer.kind === 'residual' ? layer : { body: [], shortcut: [] };
      const within = { body: inner(body), shortcut: inner(shortcut) };
      const shape = layerShape(this.network, layer, x.shape);
      const border = this.border(layers[index + 1], shape);
      if (border && hasTokens(layer)) throw new RangeError('A convolution over tokens must be 1×1.');
      const activation = 'activation' in layer ? layer.activation : null;
      const squared = activation === 'square';
      const z = this.place(shape, this.rows.forward, squared ? 0 : border);
      const y = squared ? this.place(shape, this.rows.forward, border) : z;
      const step: ForwardStep = {
        ...{ layer, x, z, y, frozen, ...within },
        through: activation && { activation, value: z },
        window: this.window(layer, x.shape),
        norm: this.norms.get(layer) ?? null,
      };
      x = y;
      return step;
    });
  }

  backwardOps(steps: readonly ForwardStep[], statistics: 'running' | 'training'): Op[] {
    const { outputs, gradient }: { outputs: Place; gradient: Place } = {
      outputs: steps.at(-1)!.y,
      gradient: this.place(steps.at(-1)!.y.shape, this.rows.backward),
    };
    const trained = steps.slice(this.firstTrained);
    return [
      { kind: 'loss', outputs, gradient },
      ...this.chainBack(trained, gradient, null, null, statistics),
    ];
  }

  /**
   * The way back through a chain of layers.
   * @param dz the gradient of its last layer's product
   * @param into where the gradient of its input goes, times a derivative; null where nobody asks for it
   */
  private chainBack(
    steps: readonly ForwardStep[],
    dz: Place,
    into: Place | null,
    through: Through | null,
    statistics: 'running' | 'training',
  ): Op[] {
    const ops: Op[] = [];
    for (let i = steps.length - 1; i >= 0; i--) {
      const before = steps[i - 1];
      const dx = before
        ? this.place(before.y.shape, this.rows.backward, this.gradientBorder(before, i > 1 || into !== null))
        : into;
      ops.push(...this.stepBack(steps[i]!, dz, dx, before ? before.through : through, statistics));
      if (dx) dz = dx;
    }
    return ops;
  }

  /**
   * Border of the gradient that reaches a layer: the way back through a convolution is one, too.
   * @param goesOn the gradient goes on to the layer's input
   */
  private gradientBorder({ window, body, shortcut }: ForwardStep, goesOn: boolean): number {
    const ends = [body, shortcut].flatMap(steps => {
      const last = steps.at(-1);
      return last ? [{ last, border: this.gradientBorder(last, goesOn || steps.length > 1) }] : [];
    });
    const border = Math.max(0, ...ends.map(end => end.border));
    if (border && ends.some(({ last }) => readsPlainly(last.layer)))
      throw new RangeError('Two ways out of a residual layer read their gradient in different layouts.');
    return window && goesOn && window.stride === 1 ? borderOf(window) : border;
  }

  private stepBack(
    step: ForwardStep,
    dz: Place,
    dx: Place | null,
    through: Through | null,
    statistics: 'running' | 'training',
  ): Op[] {
    const { layer, x, y } = step;
    switch (layer.kind) {
      case 'dense': {
        const { weights, bias } = layer;
        const own: Op = { kind: 'denseGradient', x, dz, weights, bias };
        if (!dx) return [own];
        if (!dx.border) return [own, { kind: 'denseInputGradient', dz, weights, through, dx }];
        const plain = this.place(dx.shape, this.rows.backward);
        return [
          own,
          { kind: 'denseInputGradient', dz, weights, through: null, dx: plain },
          { kind: 'addGradients', a: plain, b: null, through, dx },
        ];
      }
      case 'sequence': {
        const { token, positions } = layer;
        return [{ kind: 'sequenceGradient', dz, token, positions, through, dx }];
      }
      case 'attention': {
        const { heads, scale } = layer;
        return dx ? [{ kind: 'attentionGradient', x, dy: dz, heads, scale, through, dx }] : [];
      }
      case 'lastToken':
        return dx ? [{ kind: 'lastTokenGradient', dy: dz, through, dx }] : [];
      case 'conv': {
        const { weights, bias } = layer;
        const window = step.window!;
        const own: Op = { kind: 'convGradient', x, dz, weights, bias, window };
        return dx ? [own, { kind: 'convInputGradient', dz, weights, through, dx, window }] : [own];
      }
      case 'batchNorm': {
        const { scale, shift } = layer;
        return [
          { kind: 'batchNormGradient', x, dz, scale, shift, norm: step.norm!, statistics, through, dx },
        ];
      }
      case 'maxPool':
        return dx ? [{ kind: 'maxPoolGradient', x, y, dy: dz, through, dx }] : [];
      case 'meanPool':
        return dx ? [{ kind: 'meanPoolGradient', dy: dz, through, dx }] : [];
      case 'residual': {
        const { body, shortcut } = step;
        const [a, b] = [body, shortcut].map(steps =>
          dx && steps.length ? this.place(dx.shape, this.rows.backward) : null,
        ) as [Place | null, Place | null];
        const ways = [
          ...this.chainBack(body, dz, a, null, statistics),
          ...this.chainBack(shortcut, dz, b, null, statistics),
        ];
        return dx ? [...ways, { kind: 'addGradients', a: a!, b: b ?? dz, through, dx }] : ways;
      }
    }
  }
}
