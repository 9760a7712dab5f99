import { batchLoss } from '../../losses';
import { OutputScale } from '../../output-scale';
import { checkMoves } from '../../program/moves';
import type { Op } from '../../program/ops';
import { placeSize, startingParameters } from '../../program/plan';

import {
  adamwFactors,
  type Breathe,
  type DeviceInputs,
  type Outcome,
  type ParameterNorms,
  type Program,
  type ProgramOptions,
  type ProgramState,
  piecesOf,
  type Runtime,
  slotCount,
  type TangentRuntime,
  type UpdateRule,
} from '../../program/program';
import { type RateGroup, rateGroups, ruleAt, ruleTimes } from '../../program/rate';
import { sumOfSquares } from '../../program/sizes';
import type { Work } from './context';
import { TapGrams } from './grams';
import type { WasmKernels } from './module';
import type { Addresses } from './ops';
import { compileParts } from './parts';
import { WasmTangent } from './tangent';

/** Floating-point operations between two breaths: about what the kernels do in 15 ms. */
const PIECE_FLOPS = 3e8;

/** Floats that are copied between two breaths. */
const UPLOAD = 2_000_000;

class WasmInputs implements DeviceInputs {
  readonly count: number;
  readonly address: number;
  private readonly kernels: WasmKernels;

  constructor(kernels: WasmKernels, address: number, count: number) {
    this.kernels = kernels;
    this.count = count;
    this.address = address;
  }

  static async create(kernels: WasmKernels, values: Float32Array, count: number, breathe: Breathe) {
    const address = kernels.reserve(values.length);
    for (let start = 0; start < values.length; start += UPLOAD) {
      const piece = values.subarray(start, start + UPLOAD);
      kernels.floats(address + 4 * start, piece.length).set(piece);
      await breathe();
    }
    return new WasmInputs(kernels, address, count);
  }

  dispose(): void {
    this.kernels.release(this.address);
  }
}

/** One network in our WebAssembly module: each op is one call with fixed addresses. */
class WasmProgram implements Program {
  private readonly options: ProgramOptions;
  private readonly kernels: WasmKernels;
  private readonly at: Addresses;
  private readonly slots: number[];
  /** Address of θ_0, the trained parameters' starting values. */
  private readonly begin: number;
  private readonly squaredStart: number;
  /** Indices of the samples that are gathered next. */
  private readonly indices: number;
  /** Their moves, where a batch comes with such. */
  private readonly moves: number;
  private readonly scale: OutputScale;
  private readonly rates: readonly RateGroup[];
  private readonly forward: Work[];
  private readonly backward: Work[];
  private readonly inference: Work[];
  private source = 0;
  private batch: Int32Array = new Int32Array();
  private start = 0;
  private loss = 0;
  private unread: number[] = [];
  private updates = 0;

  constructor(kernels: WasmKernels, options: ProgramOptions) {
    const { plan } = options;
    this.kernels = kernels;
    this.options = options;
    this.scale = new OutputScale(options.outputScale ?? 1);
    this.rates = rateGroups(plan, options.rule.kind);
    const copies = 2 + slotCount(options.rule);
    const inPlaces = plan.places.reduce((sum, place) => sum + placeSize(place), 0);
    kernels.expect(inPlaces + plan.parameterSize + copies * plan.trainedSize);
    const values = startingParameters(plan);
    const trained = values.subarray(0, plan.trainedSize);
    this.begin = kernels.upload(trained);
    this.squaredStart = sumOfSquares(trained);
    this.at = {
      places: plan.places.map(place => kernels.allocate(placeSize(place))),
      parameters: kernels.upload(values),
      gradients: kernels.allocate(plan.trainedSize),
    };
    this.slots = Array.from({ length: slotCount(options.rule) }, () => kernels.allocate(plan.trainedSize));
    this.indices = kernels.allocate(Math.max(plan.piece, plan.probePiece));
    this.moves = kernels.allocate(plan.moved ? plan.piece : 0);
    const compile =
      (rows: number) =>
      (op: Op): Work[] =>
        op.kind === 'gather'
          ? [this.gather(op)]
          : op.kind === 'loss'
            ? [this.lossWork(op)]
            : compileParts(kernels, plan, this.at, op, { rows, pieceFlops: PIECE_FLOPS });
    this.forward = plan.forward.flatMap(compile(plan.piece));
    this.backward = plan.backward.flatMap(compile(plan.piece));
    this.inference = plan.inference.flatMap(compile(plan.probePiece));
  }

  private gather({ to, moved }: Extract<Op, { kind: 'gather' }>): Work {
    const [height, width, channels] = to.shape;
    const place = [this.at.places[to.id]!, to.border * channels, to.border] as const;
    const picture = [height, width, channels] as const;
    if (moved)
      return rows =>
        this.kernels.exports.gatherMoved(this.source, this.indices, this.moves, rows, ...picture, ...place);
    return rows =>
      this.kernels.exports.gather(this.source, this.indices, rows, height, width * channels, ...place);
  }

  private lossWork({ outputs, gradient }: Extract<Op, { kind: 'loss' }>): Work {
    const { loss, targets, plan } = this.options;
    const [from, to] = [this.at.places[outputs.id]!, this.at.places[gradient.id]!];
    const { classes } = plan;
    return rows => {
      const values = this.kernels.floats(from, rows * classes);
      const derivative = this.kernels.floats(to, rows * classes);
      const samples = this.batch.subarray(this.start, this.start + rows);
      this.loss += this.scale.apply(values, samples, derivative, trained =>
        batchLoss(loss, trained, targets, samples, plan.batch, derivative),
      );
    };
  }

  private choose(source: number, samples: Int32Array): void {
    this.source = source;
    this.write(this.indices, samples);
  }

  private write(address: number, values: Int32Array): void {
    const target = this.kernels.floats(address, values.length);
    new Int32Array(target.buffer, target.byteOffset, values.length).set(values);
  }

  async step(batch: Int32Array, breathe: Breathe, moves: Int32Array | null = null): Promise<void> {
    const { plan, inputs } = this.options;
    checkMoves(plan.moved, batch.length, moves);
    this.scale.check();
    this.kernels.floats(this.at.gradients, plan.trainedSize).fill(0);
    this.batch = batch;
    this.loss = 0;
    for (const { start, rows } of piecesOf(batch.length, plan.piece)) {
      this.start = start;
      this.choose((inputs as WasmInputs).address, batch.subarray(start, start + rows));
      if (moves) this.write(this.moves, moves.subarray(start, start + rows));
      for (const work of this.forward) {
        work(rows);
        await breathe();
      }
      for (const work of this.backward) {
        work(rows);
        await breathe();
      }
    }
    this.unread.push(this.loss / batch.length);
    this.update();
  }

  private update(): void {
    this.updates++;
    this.clip();
    const rule = ruleAt(this.options.rule, this.options.schedule, this.updates);
    for (const { offset, size, factor } of this.rates) {
      const at = [this.at.parameters, ...this.slots, this.at.gradients].map(address => address + 4 * offset);
      this.updateGroup(ruleTimes(rule, factor), at, size);
    }
  }

  /** @param at addresses of the parameters, the optimiser's values and the gradients */
  private updateGroup(rule: UpdateRule, at: readonly number[], count: number): void {
    const { exports } = this.kernels;
    if (rule.kind === 'sgd') {
      const { learningRate, momentum, weightDecay } = rule;
      exports.sgd(...at, count, learningRate, momentum, weightDecay);
      return;
    }
    const { rate, correction, shrink } = adamwFactors(rule, this.updates);
    exports.adamw(...at, count, rate, correction, shrink, rule.beta1, rule.beta2, rule.epsilon);
  }

  /** Shortens the gradient where it is too long; its length is summed up in float64. */
  private clip(): void {
    const { clipNorm, plan } = this.options;
    if (!clipNorm) return;
    const { gradients } = this.at;
    const norm = Math.sqrt(this.sizes(gradients, gradients)[0]);
    if (norm > clipNorm) this.kernels.exports.scale(gradients, plan.trainedSize, clipNorm / norm);
  }

  /** ‖a‖² and ‖a − b‖² of arrays that are laid out as the trained parameters. */
  private sizes(a: number, b: number): [number, number] {
    const to = this.kernels.scratch(16);
    this.kernels.exports.parameterSizes(a, b, this.options.plan.trainedSize, to);
    const { buffer } = this.kernels.floats(to, 4);
    return [...new Float64Array(buffer, to, 2)] as [number, number];
  }

  async losses(): Promise<Float32Array> {
    const losses = Float32Array.from(this.unread);
    this.unread = [];
    return losses;
  }

  async probe(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Outcome> {
    const { plan } = this.options;
    const features = new Float32Array(count * plan.features.shape.reduce((a, b) => a * b, 1));
    const outputs = new Float32Array(count * plan.classes);
    const taps = new TapGrams(this.kernels, plan, this.at.places, count);
    try {
      for (const { start, rows } of piecesOf(count, plan.probePiece)) {
        await this.infer(inputs, start, rows, breathe);
        this.read(plan.features.id, features, start, rows, count);
        this.read(plan.outputs.id, outputs, start, rows, count);
        await taps.add(start, rows, breathe);
      }
      return { features, outputs, grams: taps.grams };
    } finally {
      taps.dispose();
    }
  }

  /** A forward pass over samples [start, start + rows), whose values then lie in their places. */
  private async infer(inputs: DeviceInputs, start: number, rows: number, breathe: Breathe): Promise<void> {
    const samples = Int32Array.from({ length: rows }, (_, i) => start + i);
    this.choose((inputs as WasmInputs).address, samples);
    for (const work of this.inference) {
      work(rows);
      await breathe();
    }
  }

  async outputs(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Float32Array> {
    const { plan } = this.options;
    const outputs = new Float32Array(count * plan.classes);
    for (const { start, rows } of piecesOf(count, plan.probePiece)) {
      await this.infer(inputs, start, rows, breathe);
      this.read(plan.outputs.id, outputs, start, rows, count);
    }
    return outputs;
  }

  centre(base: Float32Array): void {
    this.scale.centre(base);
  }

  /** Copies the first `rows` samples of a place behind the `start` that are there already. */
  private read(place: number, to: Float32Array, start: number, rows: number, count: number): void {
    const size = to.length / count;
    to.set(this.kernels.floats(this.at.places[place]!, rows * size), start * size);
  }

  async parameter(index: number): Promise<Float32Array> {
    const { offset, size } = this.options.plan.parameters[index]!;
    return this.kernels.floats(this.at.parameters + 4 * offset, size).slice();
  }

  async parameters(): Promise<Float32Array> {
    return this.kernels.floats(this.at.parameters, this.options.plan.parameterSize).slice();
  }

  async norms(): Promise<ParameterNorms> {
    const [squared, squaredDistance] = this.sizes(this.at.parameters, this.begin);
    return { squared, squaredDistance, squaredStart: this.squaredStart };
  }

  async save(): Promise<ProgramState> {
    const { plan } = this.options;
    return {
      parameters: await this.parameters(),
      slots: this.slots.map(slot => this.kernels.floats(slot, plan.trainedSize).slice()),
      updates: this.updates,
    };
  }

  load({ parameters, slots, updates }: ProgramState): void {
    this.kernels.floats(this.at.parameters, parameters.length).set(parameters);
    slots.forEach((values, i) => {
      this.kernels.floats(this.slots[i]!, values.length).set(values);
    });
    this.updates = updates;
    this.unread = [];
  }

  dispose(): void {
    const { places, parameters, gradients } = this.at;
    for (const address of [
      ...places,
      parameters,
      gradients,
      ...this.slots,
      this.indices,
      this.moves,
      this.begin,
    ])
      this.kernels.release(address);
  }
}

export function createWasmRuntime(kernels: WasmKernels): Runtime & TangentRuntime {
  return {
    pieceFlops: PIECE_FLOPS,
    queued: false,
    upload: (values, count, breathe) => WasmInputs.create(kernels, values, count, breathe),
    createProgram: async options => new WasmProgram(kernels, options),
    createTangent: options => new WasmTangent(kernels, options),
    allocatedBytes: () => kernels.allocatedBytes,
  };
}
