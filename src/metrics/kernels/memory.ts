const PAGE = 65_536;
/** Addresses are multiples of a cache line. */
const LINE = 64;

/** Gives out one after another the pieces of the kernels' memory that one call needs, and one that stays between calls. */
export class CallMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  private kept = LINE;

  /**
   * Address of a piece of these many bytes that calls do not use; one at a time, its content lost when the next one is
   * asked for. To be called before `lay`, whose pieces come behind it.
   */
  keep(bytes: number): number {
    this.kept = LINE + Math.ceil(bytes / LINE) * LINE;
    this.reserve(this.kept);
    return LINE;
  }

  /**
   * Addresses of pieces of these many bytes, valid for this call only; what they hold is left from earlier calls.
   * The memory grows to the largest call seen.
   * @throws Error where the browser gives no more memory
   */
  lay<Name extends string>(bytes: Record<Name, number>): Record<Name, number> {
    let end = this.kept;
    const addresses = {} as Record<Name, number>;
    for (const name of Object.keys(bytes) as Name[]) {
      addresses[name] = end;
      end += Math.ceil(bytes[name] / LINE) * LINE;
    }
    this.reserve(end);
    return addresses;
  }

  floats(address: number, count: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, count);
  }

  private reserve(bytes: number): void {
    const missing = Math.ceil((bytes - this.memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    try {
      this.memory.grow(missing);
    } catch {
      const megabytes = Math.ceil(bytes / 2 ** 20);
      throw new Error(
        `Measuring needs ${megabytes} MB, more than this browser gives: use a narrower network or fewer probe inputs.`,
      );
    }
  }
}
