import {
  allLayers,
  hasBatchNorm,
  layerFlops,
  layerShape,
  type NetworkSpec,
  sizeOf,
  type TapSpec,
} from '../../models/spec';
import { forwardOps } from './forward';
import type { Op, ParameterPlace, Place } from './ops';
import { Planner } from './planner';

/** Floats of the largest array that a piece may need, and of the largest that a Gram matrix is made of. */
const PIECE_FLOATS = 2 ** 24;

/** Samples of the taps' Gram matrices. */
const GRAM_SAMPLES = 256;

/**
 * Samples of one piece of a probe whose batch norms take statistics of their own; of training batches where these
 * are larger. The same on every device, since the numbers depend on it.
 */
const STATISTICS_SAMPLES = 256;

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
  /**
   * Statistics that batch norms take in a probe. 'batch': those of the piece of the probe that a sample is in,
   * which are of equal size, at least 256 and a training batch where the probe has as many.
   */
  probeStatistics?: 'running' | 'batch';
  /** Batch norms keep to their running statistics also in `forward` and `backward`. */
  frozenStatistics?: boolean;
  /** Each sample of a training batch comes with a move, by which it is flipped and shifted. */
  moved?: boolean;
  /** Samples of the taps' Gram matrices; 0: none are made. */
  gramSamples?: number;
}

/** The output of one block, looked at as products of its samples. */
export interface Tap {
  /** For people. */
  name: string;
  place: Place;
  /** How many of the first samples: fewer where the values of so many would take more than 64 MB. */
  samples: number;
}

/** Everything that one step does, and where it does it: the same for every device. */
export interface Plan {
  network: NetworkSpec;
  batch: number;
  classes: number;
  /** Training batches come with moves. */
  moved: boolean;
  /** Samples in one piece of a training batch, and in one piece of a probe. */
  piece: number;
  probePiece: number;
  places: readonly Place[];
  features: Place;
  outputs: Place;
  /** One a block, from the input; the last are the features. Empty where no Gram matrices are wanted. */
  taps: readonly Tap[];
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
  let [flops, floats] = [1, sizeOf(network.input)];
  for (const { layer, input } of allLayers(network)) {
    flops = Math.max(flops, layerFlops(network, layer, input));
    floats = Math.max(floats, sizeOf(layerShape(network, layer, input)));
  }
  return Math.max(1, Math.floor(Math.min(pieceFlops / flops, PIECE_FLOATS / floats)));
}

/** Pieces of equal size, but for the last. */
const evenly = (count: number, largest: number) => Math.ceil(count / Math.ceil(count / largest));

/** Turns a network into the ops of one training step and of one probe. */
export function createPlan(network: NetworkSpec, options: PlanOptions): Plan {
  const { batch, probe, headOnly, pieceFlops, frozenStatistics = false } = options;
  const { probeStatistics = 'running', gramSamples = GRAM_SAMPLES, moved = false } = options;
  const hasNorm = hasBatchNorm(network);
  const limit = largestPiece(network, pieceFlops);
  // The statistics of a batch need all of it at once.
  const piece = hasNorm && !frozenStatistics ? batch : evenly(batch, limit);
  const ownStatistics = hasNorm && probeStatistics === 'batch';
  const largest = ownStatistics ? Math.max(batch, STATISTICS_SAMPLES) : Math.max(limit, piece);
  const probePiece = Math.min(probe, evenly(probe, largest));
  const rows = { forward: Math.max(piece, probePiece), backward: piece };
  const planner = new Planner(network, headOnly, rows);
  const { input, steps } = planner.forward();
  const training = frozenStatistics ? 'running' : 'training';
  const backward = planner.backwardOps(steps, training);
  const head = steps.at(-1)!;
  const tapOf = ({ layer, name }: TapSpec): Tap => {
    const place = steps[layer]!.y;
    const room = Math.max(1, Math.floor(PIECE_FLOATS / sizeOf(place.shape)));
    return { name, place, samples: Math.min(gramSamples, probe, room) };
  };
  return {
    network,
    batch,
    classes: head.y.shape[2],
    moved,
    piece,
    probePiece,
    places: planner.places,
    features: head.x,
    outputs: head.y,
    taps: gramSamples ? network.taps.map(tapOf) : [],
    ...layOut(planner.parameters),
    forward: forwardOps(input, steps, training, moved),
    backward,
    inference: forwardOps(input, steps, probeStatistics),
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
