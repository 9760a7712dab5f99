import { registerConvolutions } from './convolutions';
import { registerCopies } from './copies';
import { registerElementwise } from './elementwise';
import type { WasmKernels } from './module';
import { registerProducts } from './products';

/** Puts our kernels in the place of those that tfjs's wasm backend lacks or has only slow ones of. */
export function registerWasmKernels(kernels: WasmKernels): void {
  registerProducts(kernels);
  registerConvolutions(kernels);
  registerCopies(kernels);
  registerElementwise(kernels);
}
