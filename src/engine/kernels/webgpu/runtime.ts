import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, env, ready, setBackend } from '@tensorflow/tfjs-core';
import type { Op, Place } from '../../program/ops';
import { placeSize, startingParameters } from '../../program/plan';
import {
  adamwFactors,
  type Breathe,
  type DeviceInputs,
  type Outcome,
  type Program,
  type ProgramOptions,
  type ProgramState,
  piecesOf,
  type Runtime,
  slotCount,
} from '../../program/program';
import { Gpu, type Pass } from './gpu';
import { Lowering } from './lower';
import { CALL, type Kernel, type Shared } from './shader';

/** Losses that the device keeps until they are read. */
const LOSS_SLOTS = 256;
/** Floats that are uploaded between two breaths. */
const UPLOAD = 2_000_000;

class GpuInputs implements DeviceInputs {
  readonly count: number;
  readonly buffer: GPUBuffer;
  private readonly gpu: Gpu;

  private constructor(gpu: Gpu, buffer: GPUBuffer, count: number) {
    this.gpu = gpu;
    this.buffer = buffer;
    this.count = count;
  }

  static async create(gpu: Gpu, values: Float32Array, count: number, breathe: Breathe): Promise<GpuInputs> {
    const buffer = gpu.create(values.length);
    for (let start = 0; start < values.length; start += UPLOAD) {
      gpu.write(buffer, values.subarray(start, start + UPLOAD), start);
      await breathe();
    }
    return new GpuInputs(gpu, buffer, count);
  }

  dispose(): void {
    this.gpu.release(this.buffer);
  }
}

type Buffers = Record<Exclude<Shared, 'inputs'>, GPUBuffer>;

/** One network on a GPU: a step is one recorded list of passes over buffers that stay where they are. */
class GpuProgram implements Program {
  private readonly gpu: Gpu;
  private readonly options: ProgramOptions;
  private readonly places: readonly GPUBuffer[];
  private readonly shared: Buffers;
  private readonly training: Pass[];
  private readonly update: Pass;
  /** Everything of a probe but the first pass, which gathers from whatever is probed. */
  private readonly inference: Pass[];
  private readonly gather: Kernel;
  private readonly gathers = new Map<GPUBuffer, Pass>();
  private readonly callWords: Uint32Array;
  private readonly callFloats: Float32Array;
  private updates = 0;
  private unread = 0;

  private constructor(
    gpu: Gpu,
    options: ProgramOptions,
    buffers: { places: readonly GPUBuffer[]; shared: Buffers },
    passes: { training: Pass[]; update: Pass; inference: Pass[]; gather: Kernel },
  ) {
    this.gpu = gpu;
    this.options = options;
    this.places = buffers.places;
    this.shared = buffers.shared;
    this.training = passes.training;
    this.update = passes.update;
    this.inference = passes.inference;
    this.gather = passes.gather;
    this.callWords = new Uint32Array(callWords(options));
    this.callFloats = new Float32Array(this.callWords.buffer);
  }

  static async create(gpu: Gpu, options: ProgramOptions): Promise<GpuProgram> {
    const { plan, rule, targets } = options;
    const lowering = new Lowering({ ...options, tile: gpu.tile });
    const lower = (ops: readonly Op[]) => ops.flatMap(op => lowering.lower(op));
    const training = [...lower(plan.forward), ...lower(plan.backward)];
    const [gather, ...inference] = lower(plan.inference) as [Kernel, ...Kernel[]];
    const update = lowering.update();
    const trained = () => gpu.create(plan.trainedSize);
    const places = plan.places.map(place => gpu.create(placeSize(place)));
    const shared: Buffers = {
      call: gpu.create(callWords(options)),
      targets: gpu.create(targets.length),
      parameters: gpu.create(plan.parameterSize),
      gradients: trained(),
      partials: gpu.create(lowering.partialSize),
      first: trained(),
      second: slotCount(rule) > 1 ? trained() : gpu.create(4),
      losses: gpu.create(LOSS_SLOTS),
    };
    gpu.write(shared.targets, targets);
    gpu.write(shared.parameters, startingParameters(plan));
    const inputs = (options.inputs as GpuInputs).buffer;
    const bufferOf = (source: Place | Shared) =>
      typeof source !== 'string' ? places[source.id]! : source === 'inputs' ? inputs : shared[source];
    const prepare = (kernels: readonly Kernel[]) =>
      Promise.all(kernels.map(kernel => gpu.prepare(kernel, bufferOf)));
    const passes = {
      training: await prepare(training),
      update: await gpu.prepare(update, bufferOf),
      inference: await prepare(inference),
      gather,
    };
    return new GpuProgram(gpu, options, { places, shared }, passes);
  }

  /** Tells the next passes which samples are theirs, and where they stand in the batch. */
  private call(samples: Int32Array, first: boolean, slot: number): void {
    const { rule } = this.options;
    const { callWords: words, callFloats: floats } = this;
    words[CALL.rows] = samples.length;
    words[CALL.first] = first ? 1 : 0;
    words[CALL.slot] = slot;
    if (rule.kind === 'adamw') {
      const { rate, correction, shrink } = adamwFactors(rule, this.updates + 1);
      floats[CALL.rate] = rate;
      floats[CALL.correction] = correction;
      floats[CALL.shrink] = shrink;
    }
    words.set(samples, CALL.words);
    this.gpu.write(this.shared.call, words.subarray(0, CALL.words + samples.length));
  }

  async step(batch: Int32Array, breathe: Breathe): Promise<void> {
    if (this.unread === LOSS_SLOTS)
      throw new RangeError(`Losses must be read at least every ${LOSS_SLOTS} steps.`);
    const { gpu, options } = this;
    for (const { start, rows } of piecesOf(batch.length, options.plan.piece)) {
      this.call(batch.subarray(start, start + rows), start === 0, this.unread);
      const last = start + rows === batch.length;
      const encoder = gpu.device.createCommandEncoder();
      gpu.encode(encoder, last ? [...this.training, this.update] : this.training, rows);
      gpu.device.queue.submit([encoder.finish()]);
      await breathe();
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
    const sizes = [plan.features, plan.outputs].map(({ shape: [h, w, c] }) => h * w * c) as [number, number];
    const staging = sizes.map(size => gpu.createStaging(count * size)) as [GPUBuffer, GPUBuffer];
    try {
      for (const { start, rows } of piecesOf(count, plan.probePiece)) {
        this.call(
          Int32Array.from({ length: rows }, (_, i) => start + i),
          true,
          0,
        );
        const encoder = gpu.device.createCommandEncoder();
        gpu.encode(encoder, [gather, ...this.inference], rows);
        for (const [i, place] of [plan.features, plan.outputs].entries()) {
          const [from, bytes] = [this.places[place.id]!, 4 * sizes[i]!];
          encoder.copyBufferToBuffer(from, 0, staging[i]!, start * bytes, rows * bytes);
        }
        gpu.device.queue.submit([encoder.finish()]);
        await breathe();
      }
    } catch (error) {
      for (const buffer of staging) gpu.releaseStaging(buffer);
      throw error;
    }
    const [features, outputs] = await Promise.all([
      gpu.readStaging(staging[0], count * sizes[0]),
      gpu.readStaging(staging[1], count * sizes[1]),
    ]);
    return { features, outputs };
  }

  private async gatherFrom(inputs: GPUBuffer): Promise<Pass> {
    const known = this.gathers.get(inputs);
    if (known) return known;
    const pass = await this.gpu.prepare(this.gather, source =>
      typeof source !== 'string'
        ? this.places[source.id]!
        : source === 'inputs'
          ? inputs
          : this.shared[source],
    );
    this.gathers.set(inputs, pass);
    return pass;
  }

  parameter(index: number): Promise<Float32Array> {
    const { offset, size } = this.options.plan.parameters[index]!;
    return this.gpu.read(this.shared.parameters, offset, size);
  }

  private get slots(): GPUBuffer[] {
    return [this.shared.first, this.shared.second].slice(0, slotCount(this.options.rule));
  }

  async save(): Promise<ProgramState> {
    const { plan } = this.options;
    const { updates } = this;
    const [parameters, ...slots] = await Promise.all([
      this.gpu.read(this.shared.parameters, 0, plan.parameterSize),
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
  }
}

const callWords = ({ plan }: ProgramOptions) => CALL.words + Math.max(plan.piece, plan.probePiece);

/** Dawn's messages go on with where in its own code something happened. */
const firstLine = (message: string) => message.trim().split('\n', 1)[0]!.trim();

/** What makes the results of a device worthless, as a clause: "the GPU ran out of memory". */
function failureOf(error: GPUError): string {
  if (error instanceof GPUOutOfMemoryError) return 'the GPU ran out of memory';
  return `the GPU reported an error (${firstLine(error.message)})`;
}

/** Resolves with the reason once the device is lost, or has failed in a way that makes its results worthless. */
function lossOf(device: GPUDevice): Promise<string> {
  const failed = new Promise<string>(resolve => {
    device.addEventListener('uncapturederror', event => resolve(failureOf(event.error)));
  });
  const lost = device.lost.then(
    ({ message, reason }) => `the GPU was lost (${firstLine(message) || reason || 'no reason given'})`,
  );
  return Promise.race([lost, failed]);
}

/** Starts tfjs's WebGPU backend, whose device, queue and buffers ours are. @returns null where it does not start */
export async function createWebgpuRuntime(
  software: boolean,
): Promise<{ runtime: Runtime; lost: Promise<string> } | null> {
  await import('@tensorflow/tfjs-backend-webgpu');
  env().set('WEBGPU_CPU_FORWARD', false);
  if (!(await setBackend('webgpu'))) return null;
  await ready();
  const gpu = new Gpu(backend() as WebGPUBackend, software ? 8 : 4);
  const runtime: Runtime = {
    pieceFlops: 4e9,
    queued: true,
    upload: (values, count, breathe) => GpuInputs.create(gpu, values, count, breathe),
    createProgram: options => GpuProgram.create(gpu, options),
    allocatedBytes: () => gpu.allocatedBytes,
  };
  return { runtime, lost: lossOf(gpu.device) };
}
