import type { Features } from './features';
import { type EmbeddingProbe, embeddingSpectra } from './fourier';
import { measureLayers } from './layers';
import { measure, prepareStart } from './measure';
import { type Numerics, plainNumerics } from './numerics';
import { kernelCka } from './similarity';
import type { Activations, LayerGram, LayerMeasures, Measures, ProbeInput } from './types';

/** One split of one probe. */
export interface ProbeArrays extends Activations {
  layers: readonly LayerGram[];
}

/** What a probe says of the parameters; null where it was not asked. */
export interface NetworkProbe {
  parameters: { squared: number; squaredDistance: number; squaredStart: number } | null;
  tangentKernel: { samples: number; kernel: Float64Array; milliseconds: number } | null;
  /** Why there is none although it was asked for; null where there is one, or nobody asked. */
  tangentKernelFault: string | null;
  /** Of a network of modular arithmetic; null or absent for any other. */
  embedding?: EmbeddingProbe | null;
}

/** Measures of the network itself; null is undefined or not measured. */
export interface NetworkMeasures {
  /** ‖θ‖² */
  parameterNorm: number | null;
  /** ‖θ − θ_0‖ / ‖θ_0‖ */
  parameterDistance: number | null;
  /** 1 − centred CKA of the tangent kernels at step 0 and now. */
  tangentKernelChange: number | null;
  /** Milliseconds that the kernel took, and why there is none although it was asked for. */
  tangentKernelCost?: number;
  tangentKernelMissing?: string;
  /** How many frequencies carry the embedding's power; absent where there is no embedding. */
  effectiveFrequencies?: number | null;
  /** The same of each of its units alone, on the mean. */
  frequenciesPerUnit?: number | null;
  /** Per table of the embedding, the share of its power at each frequency from 0. */
  embeddingSpectra?: number[][];
  /** Why there are none although there is an embedding. */
  embeddingMissing?: string;
}

/** A probe as the measures take it. */
export function probeInput({
  samples: rows,
  width,
  features,
  outputs,
  labels,
  head,
}: ProbeArrays): ProbeInput {
  const classes = outputs.length / rows;
  return {
    features: { rows, columns: width, data: features },
    outputs: { rows, columns: classes, data: outputs },
    labels,
    head: { rows: classes, columns: width, data: head },
  };
}

/** What an embedding's Fourier spectrum says. */
function frequenciesOf(embedding: EmbeddingProbe): Partial<NetworkMeasures> {
  const found = embeddingSpectra(embedding);
  if ('missing' in found)
    return { effectiveFrequencies: null, frequenciesPerUnit: null, embeddingMissing: found.missing };
  const { spectra, ...numbers } = found;
  return { ...numbers, embeddingSpectra: spectra };
}

/** Measures the probes of one arm; remembers of step 0 what later ones are compared with. */
export class ArmMeter {
  private readonly numerics: Numerics;
  private readonly starts = new Map<string, Features | null>();
  private firstKernel: Float64Array | null = null;

  constructor(numerics: Numerics = plainNumerics) {
    this.numerics = numerics;
  }

  /** @param split name of the probe set, the same at every step */
  measure(split: string, step: number, probe: ProbeArrays): Measures {
    const input = probeInput(probe);
    if (step === 0) this.starts.set(split, prepareStart(input.features, this.numerics));
    return measure(input, this.numerics, this.starts.get(split));
  }

  /** Layer by layer, from the input. */
  measureLayers(probe: ProbeArrays): LayerMeasures[] {
    return measureLayers(probe.layers, probeInput(probe).outputs, true, this.numerics);
  }

  /** Formulas: method.md, "What it is compared with". */
  measureNetwork(step: number, probe: NetworkProbe): NetworkMeasures {
    const { parameters, tangentKernel, tangentKernelFault, embedding } = probe;
    const finite = (value: number | undefined) =>
      value !== undefined && Number.isFinite(value) ? value : null;
    const distance =
      parameters && parameters.squaredStart > 0
        ? Math.sqrt(parameters.squaredDistance / parameters.squaredStart)
        : undefined;
    return {
      parameterNorm: finite(parameters?.squared),
      parameterDistance: finite(distance),
      tangentKernelChange: this.tangentKernelChange(step, tangentKernel),
      ...(tangentKernel && { tangentKernelCost: tangentKernel.milliseconds }),
      ...(tangentKernelFault !== null && { tangentKernelMissing: tangentKernelFault }),
      ...(embedding && frequenciesOf(embedding)),
    };
  }

  private tangentKernelChange(step: number, now: NetworkProbe['tangentKernel']): number | null {
    if (now === null) return null;
    if (step === 0) this.firstKernel = now.kernel;
    if (this.firstKernel?.length !== now.kernel.length) return null;
    const cka = kernelCka(this.firstKernel, now.kernel, now.samples);
    return cka === null ? null : 1 - cka;
  }
}
