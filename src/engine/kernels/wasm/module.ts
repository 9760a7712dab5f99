import { MemoryError } from '../../program/program';

/** Addresses are byte offsets in the module's memory, sizes are in floats unless they say otherwise. */
type Kernel = (...values: number[]) => void;

/** Exports of `assembly/`, whose files document them. */
export type KernelName =
  | 'adamw'
  | 'attention'
  | 'attentionGradient'
  | 'batchMoments'
  | 'centreColumns'
  | 'columnSumsAdd'
  | 'conv'
  | 'convGradientAdd'
  | 'convInputGradient'
  | 'convStridedInputGradientAdd'
  | 'copyRuns'
  | 'deviations'
  | 'frozenNormGradient'
  | 'gather'
  | 'gatherMoved'
  | 'gemm'
  | 'gemmTransposedAdd'
  | 'gramLower'
  | 'maxPool'
  | 'maxPoolGradient'
  | 'meanPool'
  | 'meanPoolGradient'
  | 'mirror'
  | 'multiplyDerivative'
  | 'normalise'
  | 'normGradient'
  | 'parameterSizes'
  | 'scale'
  | 'sequence'
  | 'sgd'
  | 'square'
  | 'sum';

type Exports = Record<KernelName, Kernel> & {
  gemmScratchBytes(columns: number): number;
  gramScratchBytes(rows: number): number;
  momentsScratchBytes(channels: number): number;
  convScratchBytes(height: number, width: number, inChannels: number, outChannels: number): number;
};

const PAGE = 65_536;
/** As many as 32 bits reach. */
const MOST_PAGES = 65_536;
/** A block starts where a cache line does, and products read up to 28 bytes beyond its end. */
const ALIGN = 64;
const SLACK = 32;

const tooMuch = (bytes: number) =>
  new MemoryError(
    `The network and its data need more memory than this browser gives (${Math.round(bytes / 2 ** 20)} MB): use a smaller network, batch or training set.`,
  );

/** A piece of the module's memory, in bytes. */
interface Block {
  address: number;
  bytes: number;
}

/**
 * Our kernels with a memory of their own. Blocks are given out first fit and joined again when freed, so that
 * runs one after another use the same memory.
 */
export class WasmKernels {
  readonly exports: Exports;
  private readonly memory: WebAssembly.Memory;
  private free: Block[] = [];
  private readonly used = new Map<number, number>();
  private scratchAddress = 0;
  private scratchBytes = 0;

  private constructor(memory: WebAssembly.Memory, exports: Exports) {
    this.memory = memory;
    this.exports = exports;
    // Address 0 stands for "none".
    this.free = [{ address: ALIGN, bytes: memory.buffer.byteLength - ALIGN }];
  }

  /** @param binary the compiled `assembly/` */
  static async create(binary: BufferSource): Promise<WasmKernels> {
    const memory = new WebAssembly.Memory({ initial: 16, maximum: MOST_PAGES });
    const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
    return new WasmKernels(memory, instance.exports as unknown as Exports);
  }

  /** Bytes that are given out. */
  get allocatedBytes(): number {
    let sum = this.scratchBytes;
    for (const bytes of this.used.values()) sum += bytes;
    return sum;
  }

  /**
   * Address of `count` floats, all zero.
   * @throws MemoryError where the memory is full
   */
  allocate(count: number): number {
    const address = this.reserve(count);
    this.floats(address, count).fill(0);
    return address;
  }

  /** Address of `count` floats, whatever they hold. */
  reserve(count: number): number {
    return this.take(Math.ceil((count * 4 + SLACK) / ALIGN) * ALIGN);
  }

  /**
   * Says at once what can never fit, before any of it is taken.
   * @param count floats that are wanted on top of what is given out
   * @throws MemoryError
   */
  expect(count: number): void {
    const bytes = this.allocatedBytes + 4 * count;
    if (bytes > MOST_PAGES * PAGE) throw tooMuch(bytes);
  }

  /** Address of a copy of these floats. */
  upload(values: Float32Array): number {
    const address = this.reserve(values.length);
    this.floats(address, values.length).set(values);
    return address;
  }

  release(address: number): void {
    const bytes = this.used.get(address);
    if (bytes === undefined) throw new RangeError(`No block of the kernels' memory starts at ${address}.`);
    this.used.delete(address);
    this.give({ address, bytes });
  }

  /** The floats at an address; valid until the next allocation. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, count);
  }

  /** Scratch space of at least this size, kept between calls; its content is undefined. */
  scratch(bytes: number): number {
    if (bytes > this.scratchBytes) {
      if (this.scratchBytes) this.give({ address: this.scratchAddress, bytes: this.scratchBytes });
      this.scratchBytes = Math.ceil(bytes / ALIGN) * ALIGN;
      this.scratchAddress = this.take(this.scratchBytes);
      this.used.delete(this.scratchAddress);
    }
    return this.scratchAddress;
  }

  private take(bytes: number): number {
    let index = this.free.findIndex(block => block.bytes >= bytes);
    if (index < 0) {
      this.grow(bytes);
      index = this.free.length - 1;
    }
    const block = this.free[index]!;
    const { address } = block;
    this.used.set(address, bytes);
    if (block.bytes === bytes) this.free.splice(index, 1);
    else this.free[index] = { address: address + bytes, bytes: block.bytes - bytes };
    return address;
  }

  /** Makes the last free block large enough. */
  private grow(bytes: number): void {
    const end = this.memory.buffer.byteLength;
    const last = this.free.at(-1);
    const joined = last && last.address + last.bytes === end ? last.bytes : 0;
    const pages = Math.ceil((bytes - joined) / PAGE);
    try {
      this.memory.grow(pages);
    } catch {
      throw tooMuch(end + pages * PAGE);
    }
    this.give({ address: end, bytes: pages * PAGE });
  }

  /** Puts a block back in order of address, joined with its neighbours. */
  private give(block: Block): void {
    const at = this.free.findIndex(({ address }) => address > block.address);
    const index = at < 0 ? this.free.length : at;
    this.free.splice(index, 0, block);
    for (const i of [index, index - 1]) {
      const [left, right] = [this.free[i], this.free[i + 1]];
      if (!left || !right || left.address + left.bytes !== right.address) continue;
      this.free.splice(i, 2, { address: left.address, bytes: left.bytes + right.bytes });
    }
  }
}
