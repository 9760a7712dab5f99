import {
  add,
  addN,
  div,
  memory,
  minimum,
  mul,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { batchLoss } from '../../losses';
import { OutputScale } from '../../output-scale';
import { checkMoves } from '../../program/moves';
import type { Op } from '../../program/ops';
import { startingParameters } from '../../program/plan';
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
} from '../../program/program';
import { ruleAt, ruleTimes } from '../../program/rate';
import { normsOf } from '../../program/sizes';
import { TapGrams } from './grams';
import { TfjsInputs, TfjsNetwork } from './network';
import { TfjsTangent } from './tangent';

/** Floating-point operations between two breaths: about what the cpu backend does in 30 ms. */
const PIECE_FLOPS = 1e7;

/**
 * One network by tfjs's own operations, one at a time. On its cpu backend this is the reference that our kernels
 * are tested against.
 */
class TfjsProgram implements Program {
  private readonly options: ProgramOptions;
  private readonly network: TfjsNetwork;
  private readonly slots: (Variable | null)[][];
  private readonly scale: OutputScale;
  private unread: number[] = [];
  private updates = 0;

  constructor(options: ProgramOptions) {
    this.options = options;
    this.network = new TfjsNetwork(options.plan);
    this.scale = new OutputScale(options.outputScale ?? 1);
    this.slots = Array.from({ length: slotCount(options.rule) }, () => this.network.blank());
  }

  private async addLoss({ outputs, gradient }: Extract<Op, { kind: 'loss' }>, samples: Int32Array) {
    const { loss, targets, plan } = this.options;
    const values = await this.network.value(outputs).data<'float32'>();
    const derivative = new Float32Array(values.length);
    const index = this.unread.length - 1;
    const total = this.scale.apply(values, samples, derivative, trained =>
      batchLoss(loss, trained, targets, samples, plan.batch, derivative),
    );
    this.unread[index]! += total / plan.batch;
    this.network.put(gradient, tensor(derivative, [samples.length, 1, 1, plan.classes]));
  }

  async step(batch: Int32Array, breathe: Breathe, moves: Int32Array | null = null): Promise<void> {
    const { plan, inputs } = this.options;
    checkMoves(plan.moved, batch.length, moves);
    this.scale.check();
    this.network.clearGradients();
    this.unread.push(0);
    for (const { start, rows } of piecesOf(batch.length, plan.piece)) {
      const samples = batch.subarray(start, start + rows);
      const ops = [...plan.forward, ...plan.backward];
      const picked = { samples, moves: moves?.subarray(start, start + rows) ?? null };
      await this.network.run(ops, inputs, picked, breathe, op => this.addLoss(op, samples));
    }
    this.updates++;
    tidy(() => this.update());
  }

  private update(): void {
    const { plan, schedule } = this.options;
    const common = ruleAt(this.options.rule, schedule, this.updates);
    this.clip();
    for (const [index, gradient] of this.network.gradients.entries()) {
      if (!gradient) continue;
      const theta = this.network.parameters[index]!;
      const rule = ruleTimes(common, plan.parameters[index]!.learningRateFactor[common.kind]);
      const [first, second] = this.slots.map(slot => slot[index]!) as [Variable, Variable];
      if (rule.kind === 'sgd') {
        first.assign(add(mul(first, rule.momentum), add(gradient, mul(theta, rule.weightDecay))));
        theta.assign(sub(theta, mul(first, rule.learningRate)));
        continue;
      }
      const { rate, correction, shrink } = adamwFactors(rule, this.updates);
      first.assign(add(mul(first, rule.beta1), mul(gradient, 1 - rule.beta1)));
      second.assign(add(mul(second, rule.beta2), mul(square(gradient), 1 - rule.beta2)));
      const step = div(mul(first, rate), add(mul(sqrt(second), correction), rule.epsilon));
      theta.assign(sub(mul(theta, shrink), step));
    }
  }

  private clip(): void {
    const { clipNorm } = this.options;
    if (!clipNorm) return;
    const gradients = this.network.gradients.filter(gradient => gradient !== null);
    const norm = sqrt(addN(gradients.map(gradient => sum(square(gradient)))));
    const factor = minimum(1, div(clipNorm, norm));
    for (const gradient of gradients) gradient.assign(mul(gradient, factor));
  }

  async losses(): Promise<Float32Array> {
    const losses = Float32Array.from(this.unread);
    this.unread = [];
    return losses;
  }

  async probe(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Outcome> {
    const { network, options } = this;
    const { plan } = options;
    const features: Float32Array[] = [];
    const outputs: Float32Array[] = [];
    const taps = new TapGrams(plan.taps, count, PIECE_FLOPS);
    try {
      for (const { start, rows } of piecesOf(count, plan.probePiece)) {
        const samples = Int32Array.from({ length: rows }, (_, i) => start + i);
        await network.run(plan.inference, inputs, { samples, moves: null }, breathe, () => {});
        features.push(await network.value(plan.features).data<'float32'>());
        outputs.push(await network.value(plan.outputs).data<'float32'>());
        await taps.add(start, rows, place => network.value(place), breathe);
      }
      return { features: joined(features), outputs: joined(outputs), grams: taps.grams };
    } finally {
      taps.dispose();
    }
  }

  async outputs(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Float32Array> {
    const { network, options } = this;
    const { plan } = options;
    const outputs: Float32Array[] = [];
    for (const { start, rows } of piecesOf(count, plan.probePiece)) {
      const samples = Int32Array.from({ length: rows }, (_, i) => start + i);
      await network.run(plan.inference, inputs, { samples, moves: null }, breathe, () => {});
      outputs.push(await network.value(plan.outputs).data<'float32'>());
    }
    return joined(outputs);
  }

  centre(base: Float32Array): void {
    this.scale.centre(base);
  }

  async parameter(index: number): Promise<Float32Array> {
    // On the processor data() is the weights themselves, which must not be given away.
    return (await this.network.parameters[index]!.data<'float32'>()).slice();
  }

  parameters(): Promise<Float32Array> {
    return this.network.laidOut(this.network.parameters, this.options.plan.parameterSize);
  }

  async norms(): Promise<ParameterNorms> {
    const { trainedSize } = this.options.plan;
    const start = startingParameters(this.options.plan).subarray(0, trainedSize);
    return normsOf((await this.parameters()).subarray(0, trainedSize), start);
  }

  async save(): Promise<ProgramState> {
    const { network, options } = this;
    return {
      parameters: await this.parameters(),
      slots: await Promise.all(this.slots.map(slot => network.laidOut(slot, options.plan.trainedSize))),
      updates: this.updates,
    };
  }

  load({ parameters, slots, updates }: ProgramState): void {
    this.network.assign(this.network.parameters, parameters);
    slots.forEach((values, i) => {
      this.network.assign(this.slots[i]!, values);
    });
    this.updates = updates;
    this.unread = [];
  }

  dispose(): void {
    this.network.dispose();
    for (const held of this.slots.flat()) held?.dispose();
  }
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** tfjs's own operations on the backend that is set. */
export function createTfjsRuntime(): Runtime & TangentRuntime {
  return {
    pieceFlops: PIECE_FLOPS,
    queued: false,
    upload: async (values, count) => new TfjsInputs(values, count),
    createProgram: async options => new TfjsProgram(options),
    createTangent: options => new TfjsTangent(options),
    allocatedBytes: () => memory().numBytes,
  };
}
