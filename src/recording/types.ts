import type { LayerMeasures, Measures } from '../metrics/types';

/** Of the file of a recording; see `format.ts`. */
export const RECORDING_FORMAT = 'richscope-recording';
export const RECORDING_VERSION = 3;

/** The two sets of pictures, on both of which everything is measured. */
export const SPLITS = ['train', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** What one probe of one arm measured. */
export interface Frame {
  /** Optimiser updates made before the probe. */
  step: number;
  /** Index of the arm in the experiment. */
  arm: number;
  train: SplitFrame;
  test: SplitFrame;
  network: NetworkFrame;
}

/** What a probe knows of the network itself, whatever the inputs. null: undefined or not measured. */
export interface NetworkFrame {
  /** ‖θ‖² over all parameters that are trained. */
  parameterNorm: number | null;
  /** ‖θ − θ_0‖ / ‖θ_0‖. */
  parameterDistance: number | null;
  /** 1 − centred CKA of the empirical tangent kernels at step 0 and now; measured seldom, and only where asked for. */
  tangentKernelChange: number | null;
  /** What the tangent kernel of this probe took, in milliseconds; absent where none was made. */
  tangentKernelCost?: number;
  /** Why no tangent kernel can be had although it was asked for, as a sentence. */
  tangentKernelMissing?: string;
  /** How many frequencies carry the power of the learned embedding; absent but for modular arithmetic. */
  effectiveFrequencies?: number | null;
  /** The same of each of its units alone, as a mean of the units by their power. */
  frequenciesPerUnit?: number | null;
  /** Fourier spectra of that embedding, one for each operand or one for both: the share of its power from k = 0 on. */
  embeddingSpectra?: number[][];
  /** Why it has none, as a sentence. */
  embeddingMissing?: string;
}

/** The network measures, in the order in which they are listed and exported. */
export const NETWORK_MEASURES = [
  'parameterNorm',
  'parameterDistance',
  'tangentKernelChange',
  'effectiveFrequencies',
  'frequenciesPerUnit',
] as const;
export type NetworkMeasure = (typeof NETWORK_MEASURES)[number];

export interface SplitFrame {
  /** Share of the probe pictures whose largest output is their label, in [0, 1]. */
  accuracy: number;
  /** The training loss, on the probe pictures. */
  loss: number;
  measures: Measures;
  /** Layer by layer from the input, the last one the features themselves; empty where there are no taps. */
  layers: LayerMeasures[];
}

/** Probe pictures as they are fed to the network, for looking at. */
export interface ProbePictures {
  count: number;
  /** Height, width, channels. */
  shape: [number, number, number];
  /** count × height × width × channels, 0 – 255. */
  data: Uint8Array;
  /** count class numbers. */
  labels: Uint16Array;
}

/** Where a run computes, in words for people. */
export interface DeviceInfo {
  device: 'webgpu' | 'wasm' | 'cpu';
  /** Name of the adapter or the instruction set: "NVIDIA H200", "SIMD, 1 thread". */
  adapter: string;
  /** The adapter is a software one. */
  software: boolean;
  /** One sentence: why this device and not a better one; null where it is the best or was asked for. */
  reason: string | null;
}

/** What is trained on, in words for people. */
export interface DataSummary {
  /** "Built-in digits". */
  name: string;
  train: number;
  test: number;
  classes: string[];
  /** Height, width, channels. */
  shape: [number, number, number];
  /** How the pictures were split or chosen, where that was our doing; null otherwise. */
  note: string | null;
}

export type RunStatus = 'loading' | 'compiling' | 'paused' | 'running' | 'finished' | 'failed';
