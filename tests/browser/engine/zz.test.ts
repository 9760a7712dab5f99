import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, ready, setBackend } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { Gpu } from '../../../src/engine/kernels/webgpu/gpu';
import { Lowering } from '../../../src/engine/kernels/webgpu/lower';
import { allOpCases } from '../../unit/engine/op-cases';
import { runOnTfjs } from '../../unit/engine/op-on-cpu';
import { runOnWebgpu } from './op-on-webgpu';

it('x', async () => {
  const c = allOpCases(11, 8).find(m => m.name.includes('conv 2×6×9×2→17, filter 1×1, stride 3'))!;
  await setBackend('cpu');
  await ready();
  const e = runOnTfjs(c);
  await setBackend('webgpu');
  await ready();
  const gpu = new Gpu(backend() as WebGPUBackend, 4);
  const r = await runOnWebgpu(gpu, c);
  console.log(JSON.stringify(c.op), JSON.stringify(c.parameters));
  console.log(
    Array.from(r.values[1]!)
      .map((v, i) => [i, v, e.values[1]![i]!] as const)
      .filter(([, a, b]) => !(Math.abs(a - b) < 1e-4))
      .map(x => x.join(' '))
      .join('\n'),
  );
  const l = new Lowering({
    plan: { parameters: c.parameters, batch: 2, classes: 1, trainedSize: 100 },
    loss: 'mse',
    rule: { kind: 'sgd', learningRate: 1, momentum: 0, weightDecay: 0 },
    tile: 4,
  });
  console.log(l.lower(c.op)[0]!.code);
});
