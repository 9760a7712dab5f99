import { afterEach, describe, expect, it, vi } from 'vitest';
import { emptyColumns } from '../../../src/metrics/columns';
import { diagonalise } from '../../../src/metrics/eigen';
import { loadNumerics } from '../../../src/metrics/kernels/load';
import { CallMemory } from '../../../src/metrics/kernels/memory';
import { hasRelaxedSimd } from '../../../src/metrics/kernels/simd';
import { plainNumerics } from '../../../src/metrics/numerics';
import { numericsFile, wasmNumerics } from './numerics';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the choice of numerics', () => {
  it('takes the best file that runs here, and says which', async () => {
    const asked: string[] = [];
    const { numerics, name } = await loadNumerics(file => {
      asked.push(file);
      return numericsFile(file);
    });
    const relaxed = hasRelaxedSimd();
    expect(asked).toEqual([relaxed ? 'numerics-fma' : 'numerics']);
    expect(name).toBe(relaxed ? 'WebAssembly, relaxed SIMD' : 'WebAssembly, SIMD');
    expect(numerics).not.toBe(plainNumerics);
  });

  it('takes the file without relaxed SIMD where only SIMD runs', async () => {
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValueOnce(true).mockReturnValueOnce(false);
    const { name } = await loadNumerics(numericsFile);
    expect(validate).toHaveBeenCalledTimes(2);
    expect(name).toBe('WebAssembly, SIMD');
  });

  it('takes the TypeScript twin where there is no SIMD or no WebAssembly, and asks for no file', async () => {
    const noFile = () => Promise.reject(new Error('A file was asked for.'));
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(await loadNumerics(noFile)).toEqual({ numerics: plainNumerics, name: 'TypeScript' });
    vi.stubGlobal('WebAssembly', undefined);
    expect(await loadNumerics(noFile)).toEqual({ numerics: plainNumerics, name: 'TypeScript' });
  });

  it('does not hide that a file is missing', async () => {
    await expect(loadNumerics(() => Promise.reject(new Error('404')))).rejects.toThrow('404');
  });
});

describe('the memory of the kernels', () => {
  it('gives pieces that do not overlap and grows to the largest call only', () => {
    const memory = new CallMemory();
    const first = memory.lay({ a: 100_000, b: 8, c: 0 });
    expect(first.a % 64).toBe(0);
    expect(first.b).toBeGreaterThanOrEqual(first.a + 100_000);
    expect(first.c).toBeGreaterThanOrEqual(first.b + 8);
    const bytes = memory.memory.buffer.byteLength;
    expect(bytes).toBe(2 * 65_536);
    for (let i = 0; i < 10; i++) memory.lay({ a: 100_000, b: 16 });
    expect(memory.memory.buffer.byteLength).toBe(bytes);
  });

  it('keeps a piece that calls do not touch', () => {
    const memory = new CallMemory();
    const kept = memory.keep(1000);
    expect(memory.lay({ a: 8 }).a).toBeGreaterThanOrEqual(kept + 1000);
  });

  it('holds one set of brief columns at a time, and says so of the one before', async () => {
    const numerics = await wasmNumerics();
    const matrix = { rows: 3, columns: 1, data: Float32Array.of(1, 2, 4) };
    const read = numerics.centre(matrix, undefined, true)!;
    const before = read.data;
    const lost = numerics.centre(matrix, undefined, true)!;
    numerics.centre(matrix, undefined, true);
    expect(read.data).toBe(before);
    expect(() => lost.data).toThrow('made room for others');
    expect(() => numerics.gram(lost)).toThrow('made room for others');
  });

  it('says what to do where there is no more', () => {
    expect(() => new CallMemory().lay({ a: 2 ** 33 })).toThrow(/Measuring needs 8193 MB.*narrower network/);
    const memory = new CallMemory();
    vi.spyOn(memory.memory, 'grow').mockImplementation(() => {
      throw new RangeError('no');
    });
    expect(() => memory.lay({ a: 2 ** 20 })).toThrow('Measuring needs 2 MB');
  });
});

describe('what cannot be solved', () => {
  it('ends the sweeps that do not converge with an error', () => {
    const lost = { diagonal: new Float64Array(4).fill(Number.NaN), beside: new Float64Array(4).fill(1) };
    expect(() => diagonalise(lost, new Float64Array(0), 0)).toThrow('4 × 4 matrix did not converge');
  });

  it('refuses sums that leave the range of float32', async () => {
    const numerics = await wasmNumerics();
    const large = emptyColumns(4, 4);
    large.data.fill(1e20);
    expect(() => numerics.productSingle(large, large)).toThrow('too large for single precision');
    expect(numerics.product(large, large)[0]).toBeCloseTo(4e40, -26);
  });
});
