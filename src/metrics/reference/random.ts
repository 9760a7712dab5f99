/** Draws of the reference cases. Same name, same draws, to the bit, in every browser. */
export interface Draws {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Mean 0, variance 1, bell-shaped. */
  normal(): number;
}

/** Uniforms whose sum stands for a normal draw: twelve have variance 1. */
const TERMS = 12;

/**
 * A generator named by a text: a counter, mixed. The normal draws are sums of uniforms (Irwin and Hall's
 * distribution), since logarithms and cosines differ in their last digit from browser to browser.
 */
export function drawsOf(name: string): Draws {
  let state = 0x9e3779b9;
  for (const character of name) state = mix(state ^ character.codePointAt(0)!);
  const uniform = () => {
    state = (state + 0x9e3779b9) | 0;
    return (mix(state) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    normal() {
      let sum = -TERMS / 2;
      for (let i = 0; i < TERMS; i++) sum += uniform();
      return sum;
    },
  };
}

/** Spreads every bit of a 32-bit number over all of them: the finalizer of MurmurHash3. */
function mix(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
