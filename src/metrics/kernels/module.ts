import type { Numerics } from '../numerics';
import { KernelModule } from './blocks';
import { centreByKernel } from './centre';
import { eigen } from './eigen';
import { combine, gram, gramInParts, product, productSingle } from './products';

/** The numerics in WebAssembly. @param binary the compiled `assembly/` */
export async function createNumerics(binary: BufferSource): Promise<Numerics> {
  const module = await KernelModule.create(binary);
  return {
    centre: (matrix, order, isBrief = false) => centreByKernel(module, matrix, order, isBrief),
    gram: (a, from = 0, to = a.rows) => gram(module, a, from, to),
    gramInParts: (a, edges, others) => gramInParts(module, a, edges, others),
    product: (a, b, from = 0, to = a.rows) => product(module, a, b, from, to),
    productSingle: (a, b) => productSingle(module, a, b),
    combine: (a, weights) => combine(module, a, weights),
    eigen: (square, size, carried = new Float64Array(0)) => eigen(module, square, size, carried),
  };
}
