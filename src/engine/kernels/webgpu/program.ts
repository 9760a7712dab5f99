import { OutputScale } from '../../output-scale';
import { productFlops } from '../../program/cost';
import { checkMoves } from '../../program/moves';
import type { Op, Place } from '../../program/ops';
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
  slotCount,
} from '../../program/program';
import { ruleAt } from '../../program/rate';
import { sumOfSquares } from '../../program/sizes';
import { CLIP_FLOATS } from './clip';
import type { Gpu, Pass } from './gpu';
import { TapGrams } from './grams';
import { grouped, PIECE_FLOPS } from './groups';
import type { GpuInputs } from './inputs';
import { Lowering } from './lower';
import { CALL, callSamples, type Kernel, type Shared } from './shader';
import { SIZE_FLOATS, sizesKernel } from './sizes';

/** Losses that the device keeps until they are read. */
const LOSS_SLOTS = 256;
type Buffers = Record<Exclude<Shared, 'inputs' | 'centred' | 'gramParts' | 'grams'>, GPUBuffer>;

/** One network on a GPU: a step is one recorded list of passes over buffers that stay where they are. */
export class GpuProgram implements Program {
  private readonly gpu: Gpu;
  private readonly options: ProgramOptions;
  private readonly places: readonly GPUBuffer[];
  private readonly shared: Buffers;
  /** In groups that are submitted one after the other. */
  private readonly training: Pass[][];
  private readonly update: Pass[];
  /** Everything of a probe but the first pass, which gathers from whatever is probed. */
  private readonly inference: Pass[][];
  private readonly sizes: Pass;
  private readonly taps: TapGrams;
  private readonly squaredStart: number;
  private readonly gather: Kernel;
  private readonly gathers = new Map<GPUBuffer, Pass>();
  private readonly callWords: Uint32Array;
  private readonly callFloats: Float32Array;
  private readonly scale: OutputScale;
  private updates = 0;
  private unread = 0;

  private constructor(
    gpu: Gpu,
    options: ProgramOptions,
    buffers: { places: readonly GPUBuffer[]; shared: Buffers },
    passes: { training: Pass[][]; update: Pass[]; inference: Pass[][]; sizes: Pass; gather: Kernel },
    taps: TapGrams,
  ) {
    this.gpu = gpu;
    this.options = options;
    this.scale = new OutputScale(options.outputScale ?? 1);
    this.places = buffers.places;
    this.shared = buffers.shared;
    this.training = passes.training;
    this.update = passes.update;
    this.inference = passes.inference;
    this.sizes = passes.sizes;
    this.gather = passes.gather;
    this.taps = taps;
    this.squaredStart = sumOfSquares(startingParameters(options.plan).subarray(0, options.plan.trainedSize));
    this.callWords = new Uint32Array(callWords(options));
    this.callFloats = new Float32Array(this.callWords.buffer);
  }

  /** @param pieceFlops products of one submission, where one op does not have more */
  static async create(gpu: Gpu, options: ProgramOptions, pieceFlops = PIECE_FLOPS): Promise<GpuProgram> {
    const { plan, rule, targets, outputScale = 1 } = options;
    const lowering = new Lowering({ ...options, tile: gpu.tile });
    const lower = (ops: readonly Op[]) =>
      ops.map(op => ({ kernels: lowering.lower(op), flops: productFlops(op) }));
    const training = lower([...plan.forward, ...plan.backward]);
    const [first, ...inference] = lower(plan.inference);
    const gather = first!.kernels[0]!;
    const update = lowering.update();
    const trained = () => gpu.create(plan.trainedSize);
    const places = plan.places.map(place => gpu.create(placeSize(place)));
    const shared: Buffers = {
      call: gpu.create(callWords(options)),
      targets: gpu.create(targets.length),
      base: gpu.create(outputScale === 1 ? 4 : targets.length),
      parameters: gpu.create(plan.parameterSize),
      gradients: trained(),
      partials: gpu.create(lowering.partialSize),
      clip: gpu.create(CLIP_FLOATS),
      first: trained(),
      second: slotCount(rule) > 1 ? trained() : gpu.create(4),
      losses: gpu.create(LOSS_SLOTS),
      start: trained(),
      sizes: gpu.create(SIZE_FLOATS),
    };
    gpu.write(shared.targets, targets);
    const start = startingParameters(plan);
    gpu.write(shared.parameters, start);
    gpu.write(shared.start, start.subarray(0, plan.trainedSize));
    const inputs = (options.inputs as GpuInputs).buffer;
    const bufferOf = (source: Place | Shared) =>
      typeof source !== 'string'
        ? places[source.id]!
        : source === 'inputs'
          ? inputs
          : shared[source as keyof Buffers];
    const prepare = async (works: ReturnType<typeof lower>, rows: number) =>
      grouped(
        await Promise.all(
          works.map(async ({ kernels, flops }) => ({
            passes: await Promise.all(kernels.map(kernel => gpu.prepare(kernel, bufferOf))),
            flops: flops * rows,
          })),
        ),
        pieceFlops,
      );
    const passes = {
      training: await prepare(training, plan.piece),
      update: await Promise.all(update.map(kernel => gpu.prepare(kernel, bufferOf))),
      inference: await prepare(inference, plan.probePiece),
      sizes: await gpu.prepare(sizesKernel(plan.trainedSize), bufferOf),
      gather,
    };
    const taps = await TapGrams.create(gpu, plan, bufferOf);
    return new GpuProgram(gpu, options, { places, shared }, passes, taps);
  }

  /** Tells the next passes which samples are theirs, and where they stand in the batch. */
  private call(samples: Int32Array, first: boolean, slot: number, moves: Int32Array | null = null): void {
    const rule = ruleAt(this.options.rule, this.options.schedule, this.updates + 1);
    const { callWords: words, callFloats: floats } = this;
    words[CALL.rows] = samples.length;
    words[CALL.first] = first ? 1 : 0;
    words[CALL.slot] = slot;
    if (rule.kind === 'sgd') floats[CALL.rate] = rule.learningRate;
    else {
      const { rate, correction, shrink } = adamwFactors(rule, this.updates + 1);
      floats[CALL.rate] = rate;
      floats[CALL.correction] = correction;
      floats[CALL.shrink] = shrink;
    }
    words.set(samples, CALL.words);
    const movesAt = CALL.words + callSamples(this.options.plan);
    if (moves) words.set(moves, movesAt);
    const end = moves ? movesAt + moves.length : CALL.words + samples.length;
    this.gpu.write(this.shared.call, words.subarray(0, end));
  }

  async step(batch: Int32Array, breathe: Breathe, moves: Int32Array | null = null): Promise<void> {
    checkMoves(this.options.plan.moved, batch.length, moves);
    this.scale.check();
    if (this.unread === LOSS_SLOTS)
      throw new RangeError(`Losses must be read at least every ${LOSS_SLOTS} steps.`);
    const { gpu, options } = this;
    for (const { start, rows } of piecesOf(batch.length, options.plan.piece)) {
      const own = moves?.subarray(start, start + rows) ?? null;
      this.call(batch.subarray(start, start + rows), start === 0, this.unread, own);
      const last = start + rows === batch.length;
      for (const [index, group] of this.training.entries()) {
        const ends = last && index === this.training.length - 1;
        const encoder = gpu.device.createCommandEncoder();
        gpu.encode(encoder, ends ? [...group, ...this.update] : group, rows);
        gpu.device.queue.submit([encoder.finish()]);
        await breathe();
      }
    }
    this.unread++;
    this.updates++;
  }

  async losses(): Promise<Float32Array> {
    const count = this.unread;
    if (!count) return new Float32Array();
    this.unread = 0;
    // Always all of them, so that the same buffer serves to read them back.
    return (await this.gpu.read(this.shared.losses, 0, LOSS_SLOTS)).subarray(0, count);
  }

  async probe(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Outcome> {
    const { gpu, options } = this;
    const { plan } = options;
    const gather = await this.gatherFrom((inputs as GpuInputs).buffer);
    const { taps } = this;
    const sizes = [plan.features, plan.outputs].map(({ shape: [h, w, c] }) => h * w * c) as [number, number];
    const lengths = [count * sizes[0], count * sizes[1], ...(plan.taps.length ? [taps.size] : [])];
    const staging = lengths.map(length => gpu.createStaging(length));
    try {
      for (const { start, rows } of piecesOf(count, plan.probePiece)) {
        this.call(
          Int32Array.from({ length: rows }, (_, i) => start + i),
          true,
          0,
        );
        for (const [index, group] of this.inference.slice(0, -1).entries()) {
          const encoder = gpu.device.createCommandEncoder();
          gpu.encode(encoder, index ? group : [gather, ...group], rows);
          gpu.device.queue.submit([encoder.finish()]);
          await breathe();
        }
        const encoder = gpu.device.createCommandEncoder();
        const ending = this.inference.at(-1)!;
        gpu.encode(encoder, this.inference.length > 1 ? ending : [gather, ...ending], rows);
        for (const [i, place] of [plan.features, plan.outputs].entries()) {
          const [from, bytes] = [this.places[place.id]!, 4 * sizes[i]!];
          encoder.copyBufferToBuffer(from, 0, staging[i]!, start * bytes, rows * bytes);
        }
        taps.keep(encoder, start, rows);
        gpu.device.queue.submit([encoder.finish()]);
        await breathe();
        await taps.multiply({ start, rows, count }, tapRows => this.tellRows(tapRows), breathe);
      }
      if (plan.taps.length) {
        const encoder = gpu.device.createCommandEncoder();
        taps.copy(encoder, staging[2]!);
        gpu.device.queue.submit([encoder.finish()]);
      }
    } catch (error) {
      for (const buffer of staging) gpu.releaseStaging(buffer);
      throw error;
    }
    const [features, outputs, grams] = await Promise.all(
      staging.map((buffer, i) => gpu.readStaging(buffer, lengths[i]!)),
    );
    return { features: features!, outputs: outputs!, grams: grams ? taps.split(grams, count) : [] };
  }

  async outputs(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Float32Array> {
    const { gpu, options } = this;
    const { plan } = options;
    const gather = await this.gatherFrom((inputs as GpuInputs).buffer);
    const outputs = new Float32Array(count * plan.classes);
    for (const { start, rows } of piecesOf(count, plan.probePiece)) {
      this.call(
        Int32Array.from({ length: rows }, (_, i) => start + i),
        true,
        0,
      );
      for (const [index, group] of this.inference.entries()) {
        const encoder = gpu.device.createCommandEncoder();
        gpu.encode(encoder, index ? group : [gather, ...group], rows);
        gpu.device.queue.submit([encoder.finish()]);
        await breathe();
      }
      const piece = await gpu.read(this.places[plan.outputs.id]!, 0, rows * plan.classes);
      outputs.set(piece, start * plan.classes);
      await breathe();
    }
    return outputs;
  }

  centre(base: Float32Array): void {
    this.scale.centre(base);
    this.gpu.write(this.shared.base, base);
  }

  /** For passes that ask for no sample by its index. */
  private tellRows(rows: number): void {
    this.callWords[CALL.rows] = rows;
    this.gpu.write(this.shared.call, this.callWords.subarray(0, CALL.words));
  }

  private async gatherFrom(inputs: GPUBuffer): Promise<Pass> {
    const known = this.gathers.get(inputs);
    if (known) return known;
    const pass = await this.gpu.prepare(this.gather, source =>
      typeof source !== 'string'
        ? this.places[source.id]!
        : source === 'inputs'
          ? inputs
          : this.shared[source as keyof Buffers],
    );
    this.gathers.set(inputs, pass);
    return pass;
  }

  parameter(index: number): Promise<Float32Array> {
    const { offset, size } = this.options.plan.parameters[index]!;
    return this.gpu.read(this.shared.parameters, offset, size);
  }

  parameters(): Promise<Float32Array> {
    return this.gpu.read(this.shared.parameters, 0, this.options.plan.parameterSize);
  }

  async norms(): Promise<ParameterNorms> {
    const { gpu, shared, squaredStart } = this;
    const encoder = gpu.device.createCommandEncoder();
    gpu.encode(encoder, [this.sizes], 1);
    gpu.device.queue.submit([encoder.finish()]);
    const sums = await gpu.read(shared.sizes, 0, SIZE_FLOATS);
    const total = (which: number) => sums.reduce((sum, value, i) => (i % 4 === which ? sum + value : sum), 0);
    return { squared: total(0), squaredDistance: total(1), squaredStart };
  }

  private get slots(): GPUBuffer[] {
    return [this.shared.first, this.shared.second].slice(0, slotCount(this.options.rule));
  }

  async save(): Promise<ProgramState> {
    const { plan } = this.options;
    const { updates } = this;
    const [parameters, ...slots] = await Promise.all([
      this.parameters(),
      ...this.slots.map(slot => this.gpu.read(slot, 0, plan.trainedSize)),
    ]);
    return { parameters, slots, updates };
  }

  load({ parameters, slots, updates }: ProgramState): void {
    this.gpu.write(this.shared.parameters, parameters);
    this.slots.forEach((slot, i) => {
      this.gpu.write(slot, slots[i]!);
    });
    this.updates = updates;
    this.unread = 0;
  }

  dispose(): void {
    for (const buffer of [...this.places, ...Object.values(this.shared)]) this.gpu.release(buffer);
    this.taps.dispose();
  }
}

const callWords = ({ plan }: ProgramOptions) => CALL.words + callSamples(plan) * (plan.moved ? 2 : 1);
