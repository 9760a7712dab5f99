import { expect, it } from 'vitest';
import numericsUrl from '../../../src/metrics/kernels/generated/numerics.wasm?url';
import fmaUrl from '../../../src/metrics/kernels/generated/numerics-fma.wasm?url';
import { loadNumerics, type NumericsFile } from '../../../src/metrics/kernels/load';
import { createNumerics } from '../../../src/metrics/kernels/module';
import { describeCentre } from '../../unit/metrics/centre-suite';
import { describeEigen } from '../../unit/metrics/eigen-suite';
import { describeProducts } from '../../unit/metrics/products-suite';

const urls: Record<NumericsFile, string> = { numerics: numericsUrl, 'numerics-fma': fmaUrl };
const file = async (name: NumericsFile) => (await fetch(urls[name])).arrayBuffer();

it('takes the kernels with fused multiply-add in Chromium', async () => {
  expect((await loadNumerics(file)).name).toBe('WebAssembly, relaxed SIMD');
});

const fused = async () => createNumerics(await file('numerics-fma'));
describeEigen('WebAssembly with fused multiply-add', fused);
describeProducts('WebAssembly with fused multiply-add', fused);
describeCentre('WebAssembly with fused multiply-add', fused);
