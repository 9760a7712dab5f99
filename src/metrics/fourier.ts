/** Weights that a network of modular arithmetic looks a number up in, and the group that its operation works in. */
export interface EmbeddingProbe {
  /** (tables · p, width), row-major: one table of p rows for each operand, or one for both. */
  weights: Float32Array;
  width: number;
  /** p */
  modulus: number;
  /** Sums of the numbers 0 … p − 1, or products of 1 … p − 1. */
  group: 'additive' | 'multiplicative';
}

/** What `embeddingSpectra` finds. */
export interface EmbeddingSpectra {
  /** Per table: the share of its power at each frequency k = 0 … ⌊n/2⌋, n the order of the group; they sum to 1. */
  spectra: number[][];
  /** Participation ratio of the frequencies k ≥ 1, all tables and units together; null where there is no power in them. */
  effectiveFrequencies: number | null;
  /** The same of each unit alone, all tables together, as a mean of the units by their power. */
  frequenciesPerUnit: number | null;
}

/** Why an embedding has no spectrum, as a sentence for people. */
export interface NoSpectra {
  missing: string;
}

/**
 * Rows of the numbers 1 … p − 1 in the order g⁰, g¹, …, g^(p−2), g the least primitive root of p: multiplication is
 * a shift in it. null where there is none, since p is not prime.
 */
export function logarithmicOrder(modulus: number): number[] | null {
  for (let root = 1; root < modulus; root++) {
    const powers = [1];
    for (let power = root % modulus; power > 1; power = (power * root) % modulus) {
      powers.push(power);
      // A root that shares a factor with p never comes back to 1.
      if (powers.length >= modulus) break;
    }
    if (powers.length === modulus - 1 && new Set(powers).size === modulus - 1) return powers;
  }
  return null;
}

/**
 * The discrete Fourier transform of a table over its rows in a given order, unit by unit:
 * P_k,j = |Σ_m E[order_m, j] e^(−2πikm/n)|² / n, k and n − k taken together. By Parseval they sum to Σ_m ‖E[order_m]‖².
 * @returns (⌊n/2⌋ + 1, width), row-major: k = 0 … ⌊n/2⌋
 */
export function rowPowers(weights: ArrayLike<number>, width: number, order: readonly number[]): Float64Array {
  const n = order.length;
  const frequencies = Math.floor(n / 2) + 1;
  const powers = new Float64Array(frequencies * width);
  const [real, imaginary] = [new Float64Array(width), new Float64Array(width)];
  for (let k = 0; k < frequencies; k++) {
    real.fill(0);
    imaginary.fill(0);
    for (let m = 0; m < n; m++) {
      // The product is taken modulo n first: whole turns would cost precision.
      const angle = (2 * Math.PI * ((k * m) % n)) / n;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      const row = order[m]! * width;
      for (let j = 0; j < width; j++) {
        real[j]! += cosine * weights[row + j]!;
        imaginary[j]! -= sine * weights[row + j]!;
      }
    }
    const partners = k === 0 || 2 * k === n ? 1 : 2;
    for (let j = 0; j < width; j++)
      powers[k * width + j] = (partners * (real[j]! ** 2 + imaginary[j]! ** 2)) / n;
  }
  return powers;
}

const sumOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
};

/** How many of the frequencies k ≥ 1 carry the power, as (Σ P_k)² / Σ P_k²; null where there is none. */
export function effectiveFrequencies(powers: ArrayLike<number>): number | null {
  const oscillating = Array.from(powers).slice(1);
  const squares = sumOf(oscillating.map(power => power ** 2));
  return squares > 0 ? sumOf(oscillating) ** 2 / squares : null;
}

/** Effective frequencies of each column of `powers`, as a mean by the columns' power at k ≥ 1; null where there is none. */
function frequenciesPerUnit(powers: Float64Array, width: number): number | null {
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  for (let i = width; i < powers.length; i++) {
    sums[i % width]! += powers[i]!;
    squares[i % width]! += powers[i]! ** 2;
  }
  const total = sumOf(sums);
  if (!(total > 0)) return null;
  return sumOf(sums.map((sum, j) => (squares[j]! > 0 ? sum ** 3 / squares[j]! : 0))) / total;
}

/**
 * The Fourier spectrum of a learned embedding: over the residues in their order where numbers are added, and in the
 * order of their discrete logarithms where they are multiplied, without 0, which has none. (Nanda et al., arXiv
 * 2301.05217, section 4; Gromov, arXiv 2301.02679.)
 */
export function embeddingSpectra({
  weights,
  width,
  modulus,
  group,
}: EmbeddingProbe): EmbeddingSpectra | NoSpectra {
  const order =
    group === 'additive' ? Array.from({ length: modulus }, (_, a) => a) : logarithmicOrder(modulus);
  if (!order)
    return {
      missing: `Products modulo ${modulus} are no cyclic group, since ${modulus} is not prime: there are no frequencies.`,
    };
  const size = modulus * width;
  const tables = Array.from({ length: weights.length / size }, (_, table) =>
    rowPowers(weights.subarray(table * size, (table + 1) * size), width, order),
  );
  const spectra = tables.map(powers => {
    const total = sumOf(powers);
    const frequencies = powers.length / width;
    return Array.from(
      { length: frequencies },
      (_, k) => sumOf(powers.subarray(k * width, (k + 1) * width)) / total,
    );
  });
  if (!spectra.flat().every(Number.isFinite))
    return { missing: 'The embedding is zero or not finite, so its spectrum is undefined.' };
  const all = tables[0]!.map((_, i) => sumOf(tables.map(powers => powers[i]!)));
  const byFrequency = spectra[0]!.map((_, k) => sumOf(all.subarray(k * width, (k + 1) * width)));
  return {
    spectra,
    effectiveFrequencies: effectiveFrequencies(byFrequency),
    frequenciesPerUnit: frequenciesPerUnit(all, width),
  };
}
