import { productFlops } from '../../program/cost';
import type { Op } from '../../program/ops';
import { type Plan, placeSize } from '../../program/plan';
import type { Work } from './context';
import type { WasmKernels } from './module';
import { type Addresses, OpCompiler, type OwnOp } from './ops';

/**
 * Compiles an op as works one after the other. It is one where the plan's pieces are small enough; a batch that must
 * stay whole, for the sake of batch norm, is cut op by op: products of so many samples as stay below `pieceFlops`.
 */
export function compileParts(
  kernels: WasmKernels,
  plan: Pick<Plan, 'parameters' | 'places'>,
  at: Addresses,
  op: Exclude<Op, OwnOp>,
  { rows, pieceFlops }: { rows: number; pieceFlops: number },
): Work[] {
  const limit = Math.max(1, Math.floor(pieceFlops / productFlops(op)));
  if (rows <= limit) return [new OpCompiler(kernels, plan, at).compile(op)];
  return Array.from({ length: Math.ceil(rows / limit) }, (_, part): Work => {
    const start = part * limit;
    const places = at.places.map((address, id) => {
      const place = plan.places[id]!;
      return address + 4 * start * (placeSize(place) / place.rows);
    });
    const work = new OpCompiler(kernels, plan, { ...at, places }).compile(op);
    return count => {
      const own = Math.min(limit, count - start);
      if (own > 0) work(own);
    };
  });
}
