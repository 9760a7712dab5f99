import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Exports of `assembly/`; addresses are byte offsets in tfjs's memory. */
interface Exports {
  gemm(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    c: number,
    bias: number,
    relu: number,
    accumulate: number,
    scratch: number,
  ): void;
  gemmScratchBytes(n: number): number;
  conv2d(
    x: number,
    filter: number,
    bias: number,
    relu: number,
    y: number,
    batch: number,
    ...geometry: number[]
  ): void;
  conv2dFilterGradient(x: number, dy: number, dFilter: number, batch: number, ...geometry: number[]): void;
  conv2dInputGradient(dy: number, filter: number, dx: number, batch: number, ...geometry: number[]): void;
  conv2dScratchBytes(
    outHeight: number,
    outWidth: number,
    filterHeight: number,
    filterWidth: number,
    inChannels: number,
    outChannels: number,
  ): number;
  maxPoolGradient(
    x: number,
    dy: number,
    dx: number,
    batch: number,
    channels: number,
    ...geometry: number[]
  ): void;
  sgd(
    theta: number,
    velocity: number,
    gradient: number,
    count: number,
    rate: number,
    momentum: number,
    weightDecay: number,
  ): void;
  adamw(
    theta: number,
    first: number,
    second: number,
    gradient: number,
    count: number,
    rate: number,
    correction: number,
    shrink: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  columnSums(x: number, to: number, rows: number, columns: number): void;
  reluGradient(y: number, dy: number, dx: number, count: number): void;
}

/** What we use of tfjs's Emscripten module beyond its typed surface. */
interface HeapModule {
  HEAPU8: Uint8Array;
  asm: { memory: WebAssembly.Memory };
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** Our kernels, bound to the memory of one tfjs wasm backend, so that they read and write its tensors in place. */
export class WasmKernels {
  readonly exports: Exports;
  private readonly backend: BackendWasm;
  private readonly heap: HeapModule;
  private scratchAddress = 0;
  private scratchBytes = 0;

  private constructor(backend: BackendWasm, heap: HeapModule, exports: Exports) {
    this.backend = backend;
    this.heap = heap;
    this.exports = exports;
  }

  /** @param binary the compiled `assembly/` */
  static async create(backend: BackendWasm, binary: BufferSource): Promise<WasmKernels> {
    const heap = backend.wasm as unknown as HeapModule;
    const { instance } = await WebAssembly.instantiate(binary, { env: { memory: heap.asm.memory } });
    return new WasmKernels(backend, heap, instance.exports as unknown as Exports);
  }

  /** Byte offset of a float32 tensor's data. */
  address(tensor: Pick<TensorInfo, 'dataId'>): number {
    return this.backend.getMemoryOffset(tensor.dataId);
  }

  /** Copies `bytes` within the memory. */
  copy(from: number, to: number, bytes: number): void {
    this.heap.HEAPU8.copyWithin(to, from, from + bytes);
  }

  /** Scratch space of at least this size, kept between calls; its content is undefined. */
  scratch(bytes: number): number {
    if (bytes > this.scratchBytes) {
      if (this.scratchAddress) this.heap._free(this.scratchAddress);
      this.scratchAddress = this.heap._malloc(bytes) >>> 0;
      this.scratchBytes = bytes;
    }
    return this.scratchAddress;
  }
}
