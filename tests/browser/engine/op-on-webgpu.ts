import type { Gpu } from '../../../src/engine/kernels/webgpu/gpu';
import { Lowering } from '../../../src/engine/kernels/webgpu/lower';
import { CALL, type Shared } from '../../../src/engine/kernels/webgpu/shader';
import type { Place } from '../../../src/engine/program/ops';
import { bordered, type OpCase, type OpResult, unbordered } from '../../unit/engine/op-cases';

/** Runs a case by our WGSL programs. Parts of gradients are added up by the update, with learning rate −1. */
export async function runOnWebgpu(gpu: Gpu, made: OpCase): Promise<OpResult> {
  const { op, rows, places, parameters, values, weights, gradients } = made;
  const total = parameters.reduce((most, { offset, size }) => Math.max(most, offset + size), 4);
  const trainedSize = Math.ceil(total / 4) * 4;
  const laidOut = (arrays: readonly Float32Array[]) => {
    const all = new Float32Array(trainedSize);
    for (const [i, array] of arrays.entries()) all.set(array, parameters[i]!.offset);
    return all;
  };
  const upload = (array: Float32Array) => {
    const buffer = gpu.create(array.length);
    gpu.write(buffer, array);
    return buffer;
  };
  const rule = { kind: 'sgd', learningRate: -1, momentum: 0, weightDecay: 0 } as const;
  const plan = { parameters, batch: rows, classes: 1, trainedSize, piece: rows, probePiece: rows };
  const lowering = new Lowering({ plan, loss: 'mse', rule, tile: gpu.tile });
  const kernels = lowering.lower(op);
  const update = lowering.update();
  // What no window of a pool covers is never written, and has been zero from the start.
  const placed = places.map((place, i) =>
    op.kind === 'maxPoolGradient' && place === op.dx
      ? gpu.create(bordered(values[i]!, place).length)
      : upload(bordered(values[i]!, place)),
  );
  const shared: Record<Shared, GPUBuffer> = {
    call: gpu.create(CALL.words),
    inputs: gpu.create(4),
    targets: gpu.create(4),
    base: gpu.create(4),
    parameters: upload(laidOut(weights)),
    gradients: upload(laidOut(gradients)),
    clip: gpu.create(4),
    partials: gpu.create(lowering.partialSize),
    first: gpu.create(trainedSize),
    second: gpu.create(4),
    losses: gpu.create(4),
    start: gpu.create(4),
    sizes: gpu.create(4),
    centred: gpu.create(4),
    gramParts: gpu.create(4),
    grams: gpu.create(4),
  };
  const call = new Uint32Array(CALL.words);
  call[CALL.rows] = rows;
  // Dense gradients are added to what is there; the parts of convolutions start anew.
  call[CALL.first] = op.kind === 'convGradient' ? 1 : 0;
  new Float32Array(call.buffer)[CALL.rate] = rule.learningRate;
  gpu.write(shared.call, call);
  const bufferOf = (source: Place | Shared) =>
    typeof source === 'string' ? shared[source] : placed[source.id]!;
  const run = async (list: typeof kernels) => {
    const passes = await Promise.all(list.map(kernel => gpu.prepare(kernel, bufferOf)));
    const encoder = gpu.device.createCommandEncoder();
    gpu.encode(encoder, passes, rows);
    gpu.device.queue.submit([encoder.finish()]);
  };
  await run(kernels);
  const kept = await gpu.read(shared.parameters, 0, trainedSize);
  let after = await gpu.read(shared.gradients, 0, trainedSize);
  if (op.kind === 'convGradient') {
    gpu.write(shared.parameters, after);
    await run(update);
    after = await gpu.read(shared.parameters, 0, trainedSize);
    const own = new Set([op.weights, op.bias]);
    parameters.forEach(({ offset, size }, i) => {
      for (let j = 0; j < size; j++) if (!own.has(i)) after[offset + j]! = gradients[i]![j]!;
    });
  }
  const slice = (all: Float32Array) => parameters.map(({ offset, size }) => all.slice(offset, offset + size));
  const result = {
    values: await Promise.all(
      places.map(async (place, i) => {
        const size = bordered(values[i]!, place).length;
        return unbordered(await gpu.read(placed[i]!, 0, size), place, rows);
      }),
    ),
    weights: slice(kept),
    gradients: slice(after),
  };
  for (const buffer of [...placed, ...Object.values(shared)]) gpu.release(buffer);
  return result;
}
