import type { Op } from '../../program/ops';
import { placeSize } from '../../program/plan';
import type { Breathe, TangentOptions, TangentProgram } from '../../program/program';
import type { Work } from './context';
import type { WasmKernels } from './module';
import { type Addresses, OpCompiler, type OwnOp } from './ops';

/** Parameters whose products are summed in float32 before they are added up in float64. */
const CHUNK = 256;

type LossOp = Extract<Op, { kind: 'loss' }>;

/**
 * The tangent kernel by our kernels: for each output, the gradients of all samples one under the other, and the
 * products of these rows.
 */
export class WasmTangent implements TangentProgram {
  private readonly kernels: WasmKernels;
  private readonly options: TangentOptions;
  private readonly at: Omit<Addresses, 'gradients'>;
  private readonly inputs: number;
  private readonly index: number;
  private readonly forward: readonly Work[];
  /** Where the gradient of the outputs enters. */
  private readonly entry: LossOp;

  constructor(kernels: WasmKernels, options: TangentOptions) {
    const { plan, inputs } = options;
    this.kernels = kernels;
    this.options = options;
    this.at = {
      places: plan.places.map(place => kernels.allocate(placeSize(place))),
      parameters: kernels.allocate(plan.parameterSize),
    };
    this.inputs = kernels.upload(inputs);
    this.index = kernels.allocate(1);
    const compiler = new OpCompiler(kernels, plan, { ...this.at, gradients: 0 });
    this.forward = plan.forward.map(op =>
      op.kind === 'gather' ? this.gather(op) : compiler.compile(op as Exclude<Op, OwnOp>),
    );
    this.entry = plan.backward.find((op): op is LossOp => op.kind === 'loss')!;
  }

  private gather({ to }: Extract<Op, { kind: 'gather' }>): Work {
    const [height, width, channels] = to.shape;
    const place = [this.at.places[to.id]!, to.border * channels, to.border] as const;
    return () => this.kernels.exports.gather(this.inputs, this.index, 1, height, width * channels, ...place);
  }

  /** The way back to gradients that lie at this address. */
  private backwardTo(gradients: number): Work[] {
    const { plan } = this.options;
    const compiler = new OpCompiler(this.kernels, plan, { ...this.at, gradients });
    return plan.backward
      .filter((op): op is Exclude<Op, OwnOp> => op.kind !== 'loss' && op.kind !== 'gather')
      .map(op => compiler.compile(op));
  }

  async kernel(parameters: Float32Array, breathe: Breathe): Promise<Float64Array> {
    const { kernels, options } = this;
    const { plan, samples } = options;
    kernels.floats(this.at.parameters, parameters.length).set(parameters);
    const sum = new Float64Array(samples ** 2);
    const jacobian = kernels.reserve(samples * plan.trainedSize + samples ** 2);
    const product = jacobian + 4 * samples * plan.trainedSize;
    try {
      const rows = Array.from({ length: samples }, (_, i) => jacobian + 4 * i * plan.trainedSize);
      const backward = rows.map(row => this.backwardTo(row));
      for (let output = 0; output < plan.classes; output++) {
        for (let sample = 0; sample < samples; sample++) {
          kernels.floats(rows[sample]!, plan.trainedSize).fill(0);
          this.derive(sample, output, backward[sample]!);
          await breathe();
        }
        for (let start = 0; start < plan.trainedSize; start += CHUNK) {
          const depth = Math.min(CHUNK, plan.trainedSize - start);
          this.addProducts(jacobian + 4 * start, depth, product, sum);
          await breathe();
        }
      }
    } finally {
      kernels.release(jacobian);
    }
    return mirrored(sum, samples);
  }

  /** Adds ∂f_output(x_sample)/∂θ to where `backward` leads. */
  private derive(sample: number, output: number, backward: readonly Work[]): void {
    const { kernels, entry } = this;
    const index = kernels.floats(this.index, 1);
    new Int32Array(index.buffer, index.byteOffset, 1)[0] = sample;
    for (const work of this.forward) work(1);
    const gradient = kernels.floats(this.at.places[entry.gradient.id]!, placeSize(entry.gradient));
    gradient.fill(0);
    gradient[output] = 1;
    for (const work of backward) work(1);
  }

  private addProducts(from: number, depth: number, product: number, sum: Float64Array): void {
    const { kernels, options } = this;
    const { samples, plan } = options;
    const { exports } = kernels;
    const scratch = kernels.scratch(exports.gramScratchBytes(samples));
    exports.gramLower(samples, depth, from, plan.trainedSize, product, 0, scratch);
    const values = kernels.floats(product, samples ** 2);
    for (let i = 0; i < samples; i++)
      for (let at = i * samples; at <= i * samples + i; at++) sum[at]! += values[at]!;
  }

  dispose(): void {
    const { places, parameters } = this.at;
    for (const address of [...places, parameters, this.inputs, this.index]) this.kernels.release(address);
  }
}

/** The lower triangle, written above the diagonal as well. */
function mirrored(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j]!;
  return matrix;
}
