import type { BenchCase } from '../cases';

/** `wasm` has one thread everywhere; `wasm-threads` has those that an isolated page allows. */
export type BenchDevice = 'webgpu' | 'wasm' | 'wasm-threads' | 'webgl' | 'cpu';

export interface Setting {
  device: BenchDevice;
  /** URL of the folder with TensorFlow.js's wasm binaries, ending in a slash. */
  tfjsWasm: string;
}

/** One engine in training on one case. */
export interface Contender {
  step(): Promise<void> | void;
  /** Loss of the newest step's batch, before its update; resolves when all that was started has ended. */
  loss(): Promise<number>;
  dispose(): void;
  /** WebGPU dispatches so far; absent where the engine does not use WebGPU. */
  dispatches?(): number;
  /** For ours on WebAssembly: what a step computes, and how quick its own matrix product is by itself. */
  arithmetic?(): { flopsPerStep: number; productGflops: number };
}

/** @throws Error one sentence, where the engine cannot run this case on this device */
export type CreateContender = (testCase: BenchCase, setting: Setting) => Promise<Contender>;
