import { tensor } from '@tensorflow/tfjs-core';
import type { Breathe, TangentOptions, TangentProgram } from '../../program/program';
import { TfjsInputs, TfjsNetwork } from './network';

/** The tangent kernel by tfjs's operations: the gradients of each output, and their products in float64. */
export class TfjsTangent implements TangentProgram {
  private readonly options: TangentOptions;
  private readonly network: TfjsNetwork;
  private readonly inputs: TfjsInputs;

  constructor(options: TangentOptions) {
    this.options = options;
    this.network = new TfjsNetwork(options.plan);
    this.inputs = new TfjsInputs(options.inputs, options.samples);
  }

  async kernel(parameters: Float32Array, breathe: Breathe): Promise<Float64Array> {
    const { plan, samples } = this.options;
    this.network.assign(this.network.parameters, parameters);
    const kernel = new Float64Array(samples ** 2);
    for (let output = 0; output < plan.classes; output++) {
      const gradients: Float32Array[] = [];
      for (let sample = 0; sample < samples; sample++) {
        gradients.push(await this.derive(sample, output, breathe));
        for (let other = 0; other <= sample; other++) {
          kernel[sample * samples + other]! += dot(gradients[sample]!, gradients[other]!);
          await breathe();
        }
      }
    }
    for (let i = 0; i < samples; i++)
      for (let j = 0; j < i; j++) kernel[j * samples + i] = kernel[i * samples + j]!;
    return kernel;
  }

  /** ∂f_output(x_sample)/∂θ, as the plan lays out the trained parameters. */
  private async derive(sample: number, output: number, breathe: Breathe): Promise<Float32Array> {
    const { network } = this;
    const { plan } = this.options;
    const unit = Float32Array.from({ length: plan.classes }, (_, i) => (i === output ? 1 : 0));
    network.clearGradients();
    const ops = [...plan.forward, ...plan.backward];
    const picked = { samples: Int32Array.of(sample), moves: null };
    await network.run(ops, this.inputs, picked, breathe, ({ gradient }) =>
      network.put(gradient, tensor(unit, [1, 1, 1, plan.classes])),
    );
    return network.laidOut(network.gradients, plan.trainedSize);
  }

  dispose(): void {
    this.network.dispose();
    this.inputs.dispose();
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
