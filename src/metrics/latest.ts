/**
 * What waits for a worker that is slower than its source: one slot per key, where the newest value replaces
 * an older one that is still waiting. Values marked `keep` are never replaced and are taken first.
 */
export class LatestSlots<T> {
  readonly #kept: T[] = [];
  /** A map keeps the place of a key whose value is replaced, so that no key is overtaken for ever. */
  readonly #waiting = new Map<string, T>();

  /** Adds a value; an older one of the same key that is not marked `keep` is dropped. */
  offer(key: string, value: T, keep: boolean): void {
    if (keep) {
      this.#waiting.delete(key);
      this.#kept.push(value);
    } else {
      this.#waiting.set(key, value);
    }
  }

  /** Removes and returns the next value: kept ones in the order of their offers, then the others. */
  take(): T | undefined {
    if (this.#kept.length > 0) return this.#kept.shift();
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    this.#waiting.delete(next[0]);
    return next[1];
  }

  /** Drops everything that waits, kept values too. */
  clear(): void {
    this.#kept.length = 0;
    this.#waiting.clear();
  }

  get size(): number {
    return this.#kept.length + this.#waiting.size;
  }
}
