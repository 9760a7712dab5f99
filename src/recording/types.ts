import type { Measures } from '../metrics/types';

/** What one probe of one arm measured. */
export interface Frame {
  /** Optimiser updates made before the probe. */
  step: number;
  /** Index of the arm in the experiment. */
  arm: number;
  train: SplitFrame;
  test: SplitFrame;
}

export interface SplitFrame {
  /** Share of the probe pictures whose largest output is their label, in [0, 1]. */
  accuracy: number;
  /** The training loss, on the probe pictures. */
  loss: number;
  measures: Measures;
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
