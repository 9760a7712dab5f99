import type { NetworkSpec } from '../models/spec';
import { type Device, DeviceError } from './device';
import { createPlan, type Plan } from './program/plan';
import type { Breathe, TangentProgram } from './program/program';

/** Inputs that the tangent kernel is measured on, at the most. */
export const TANGENT_SAMPLES = 48;
/** Trained parameters above which it would take too long. */
export const TANGENT_PARAMETERS = 100_000;

/** Empirical neural tangent kernel on a few probe inputs. */
export interface TangentKernel {
  samples: number;
  /** samples × samples, row-major: Σ over outputs of the products of the outputs' gradients by the parameters. */
  kernel: Float64Array;
  /** What it took. */
  milliseconds: number;
}

/** How one sample goes through a network and its gradients come back; parameters lie as in the plan of training. */
export const tangentPlan = (network: NetworkSpec, headOnly: boolean): Plan =>
  createPlan(network, {
    ...{ batch: 1, probe: 1, headOnly, gramSamples: 0, frozenStatistics: true },
    pieceFlops: Number.POSITIVE_INFINITY,
  });

/** What the kernel of one arm is measured on. */
export interface TangentData {
  /** Of the arm's training. */
  plan: Plan;
  headOnly: boolean;
  /** samples × size of a picture */
  inputs: Float32Array;
  samples: number;
}

/**
 * The empirical tangent kernel of one arm, K_ij = Σ_c ⟨∂f_c(x_i)/∂θ, ∂f_c(x_j)/∂θ⟩ over the trained parameters (Jacot
 * et al., arXiv 1806.07572), batch norms taking their running statistics as constants. Gradients are float32, their
 * products are summed up in float64. It is measured one sample at a time, on the processor, whatever the arm trains on.
 */
export class TangentMeter {
  /** Why there will be no kernel, in one sentence; null where there will. */
  readonly fault: string | null;
  private readonly program: TangentProgram | null;
  private readonly samples: number;

  private constructor(program: TangentProgram | null, samples: number, fault: string | null) {
    this.program = program;
    this.samples = samples;
    this.fault = fault;
  }

  static async create(
    device: Pick<Device, 'tangents'>,
    { plan, headOnly, inputs, samples }: TangentData,
  ): Promise<TangentMeter> {
    const parameters = plan.parameters.reduce((sum, { trained, size }) => sum + (trained ? size : 0), 0);
    if (parameters > TANGENT_PARAMETERS) {
      const [has, most] = [parameters, TANGENT_PARAMETERS].map(count => count.toLocaleString('en'));
      return new TangentMeter(
        null,
        samples,
        `The tangent kernel is measured for at most ${most} trained parameters, and this network has ${has}: use fewer or narrower layers.`,
      );
    }
    try {
      const runtime = await device.tangents();
      const own = tangentPlan(plan.network, headOnly);
      return new TangentMeter(runtime.createTangent({ plan: own, inputs, samples }), samples, null);
    } catch (error) {
      if (error instanceof DeviceError) return new TangentMeter(null, samples, error.message);
      throw error;
    }
  }

  /**
   * The kernel at these parameters, which are laid out as the arm's plan says; null where there is a fault.
   * @param breathe called every millisecond or so; what it throws ends the measurement
   */
  async measure(parameters: () => Promise<Float32Array>, breathe: Breathe): Promise<TangentKernel | null> {
    if (!this.program) return null;
    const start = performance.now();
    const kernel = await this.program.kernel(await parameters(), breathe);
    return { samples: this.samples, kernel, milliseconds: performance.now() - start };
  }

  dispose(): void {
    this.program?.dispose();
  }
}
