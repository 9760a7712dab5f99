import { type Numerics, plainNumerics } from '../numerics';
import { createNumerics } from './module';
import { hasRelaxedSimd, hasSimd } from './simd';

/** Our compiled kernels: for every browser with SIMD, and for those that multiply and add in one instruction. */
export type NumericsFile = 'numerics' | 'numerics-fma';

/** Which numerics run, in words for people. */
export type NumericsName = 'WebAssembly, relaxed SIMD' | 'WebAssembly, SIMD' | 'TypeScript';

export interface LoadedNumerics {
  numerics: Numerics;
  name: NumericsName;
}

/**
 * The quickest numerics that this browser runs: WebAssembly, or the TypeScript twin where it has no SIMD.
 * @param file reads one of the two; they lie in different places for page and command line
 */
export async function loadNumerics(
  file: (name: NumericsFile) => Promise<BufferSource>,
): Promise<LoadedNumerics> {
  if (!hasSimd()) return { numerics: plainNumerics, name: 'TypeScript' };
  const relaxed = hasRelaxedSimd();
  const numerics = await createNumerics(await file(relaxed ? 'numerics-fma' : 'numerics'));
  return { numerics, name: relaxed ? 'WebAssembly, relaxed SIMD' : 'WebAssembly, SIMD' };
}
