import {
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  conv2d,
  engine,
  fused,
  gather,
  MaxPoolGrad,
  matMul,
  maxPool,
  setBackend,
  slice,
  type Tensor,
  tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/experiment/random';
import { columnSums, reluGradient } from '../../../src/models/ops';
import { nodeDevice } from './devices';

type Values = { data: Float32Array; shape: number[] };

function draw(random: Random, shape: number[], scale = 1): Values {
  const count = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Float32Array.from({ length: count }, () => scale * random.normal()) };
}

async function on(backend: string, compute: (upload: (v: Values) => Tensor) => Tensor): Promise<Values> {
  await setBackend(backend);
  const result = tidy(() => compute(v => tensor(v.data, v.shape)));
  const data = (await result.data()) as Float32Array;
  const { shape } = result;
  result.dispose();
  return { data, shape };
}

/** Compares wasm with tfjs's cpu kernels; the error is relative to the largest magnitude. */
async function expectSame(compute: (upload: (v: Values) => Tensor) => Tensor, tolerance = 2e-6) {
  const wasm = await on('wasm', compute);
  const cpu = await on('cpu', compute);
  expect(wasm.shape).toEqual(cpu.shape);
  expect(wasm.data.length).toBe(cpu.data.length);
  const scale = cpu.data.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  let worst = 0;
  for (let i = 0; i < cpu.data.length; i++) worst = Math.max(worst, Math.abs(wasm.data[i]! - cpu.data[i]!));
  expect(worst).toBeLessThanOrEqual(tolerance * scale);
}

beforeAll(async () => {
  await nodeDevice('wasm');
});

describe('wasm kernels against tfjs on cpu', () => {
  const random = createRandom(7, 'kernel tests');
  const upTo = (n: number) => 1 + random.integer(n);

  it.each(Array.from({ length: 24 }, (_, i) => i))(
    'matrix product, random shape and transposes %#',
    async () => {
      const [m, n, k] = [upTo(150), upTo(70), upTo(600)];
      const [ta, tb] = [random.uniform() < 0.5, random.uniform() < 0.5];
      const a = draw(random, ta ? [k, m] : [m, k]);
      const b = draw(random, tb ? [n, k] : [k, n]);
      await expectSame(up => matMul(up(a), up(b), ta, tb));
    },
  );

  it.each([
    [7, 5, 'relu'],
    [64, 128, 'linear'],
    [3, 10, 'relu'],
    [33, 1, 'linear'],
    [5, 6, 'elu'],
  ] as const)('product of %i × %i with bias, then %s', async (m, n, activation) => {
    const [a, b, bias] = [draw(random, [m, 19]), draw(random, [19, n]), draw(random, [n])];
    await expectSame(up =>
      fused.matMul({ a: up(a) as never, b: up(b) as never, bias: up(bias), activation }),
    );
  });

  it('rows by index and by range', async () => {
    const x = draw(random, [23, 4, 3]);
    const order = Int32Array.from([22, 0, 7, 7, 1]);
    await expectSame(up => gather(up(x), tensor1d(order, 'int32')), 0);
    await expectSame(up => slice(up(x), [5, 0, 0], [9, -1, -1]), 0);
    await expectSame(up => slice(up(x), [5, 1, 0], [9, 2, -1]), 0);
    await expectSame(up => gather(up(x), tensor1d(Int32Array.from([2, 0]), 'int32'), 1), 0);
    await setBackend('wasm');
    expect(() => tidy(() => gather(tensor(x.data, x.shape), tensor1d([23], 'int32')))).toThrow('0 … 22');
  });

  it('matrix product of one element, of batches and of rank 3', async () => {
    const one = draw(random, [1, 1]);
    await expectSame(up => matMul(up(one), up(one), true, true));
    const batch = draw(random, [3, 5, 7]);
    await expectSame(up => matMul(up(batch), up(batch), true, false));
    const flat = draw(random, [1, 5, 7]);
    await expectSame(up => matMul(up(flat), up(flat), false, true));
  });

  it('matrix product of zeros, huge and tiny values', async () => {
    const zero = draw(random, [9, 11], 0);
    const huge = draw(random, [11, 13], 1e15);
    const tiny = draw(random, [11, 13], 1e-15);
    await expectSame(up => matMul(up(zero), up(huge)));
    await expectSame(up => matMul(up(huge), up(tiny), true, false));
  });

  const geometries = Array.from({ length: 24 }, () => {
    const filter = [1 + random.integer(5), 1 + random.integer(5)] as [number, number];
    return {
      x: [upTo(3), filter[0] + random.integer(12), filter[1] + random.integer(12), upTo(9)],
      filter: [...filter, 0, upTo(17)],
      strides: [upTo(3), upTo(3)] as [number, number],
      pad: random.uniform() < 0.5 ? ('same' as const) : ('valid' as const),
    };
  });

  it.each(geometries)(
    'convolution gradients: x $x, filter $filter, strides $strides, $pad',
    async geometry => {
      const { strides, pad } = geometry;
      const x = draw(random, geometry.x);
      const w = draw(
        random,
        geometry.filter.map((size, i) => (i === 2 ? geometry.x[3]! : size)),
      );
      const out = await on('cpu', up => conv2d(up(x) as never, up(w) as never, strides, pad));
      const dy = draw(random, out.shape);
      const common = { strides, pad, dataFormat: 'NHWC' };
      await expectSame(up => {
        const attributes = { ...common, filterShape: w.shape };
        return engine().runKernel(
          Conv2DBackpropFilter,
          { x: up(x), dy: up(dy) },
          attributes as never,
        ) as Tensor;
      });
      await expectSame(up => {
        const attributes = { ...common, inputShape: x.shape };
        return engine().runKernel(
          Conv2DBackpropInput,
          { dy: up(dy), filter: up(w) },
          attributes as never,
        ) as Tensor;
      });
    },
  );

  it.each([
    { shape: [2, 8, 8, 3], filterSize: 2, strides: 2, pad: 'valid' as const },
    { shape: [1, 7, 9, 5], filterSize: 2, strides: 2, pad: 'valid' as const },
    { shape: [2, 7, 6, 4], filterSize: 3, strides: 2, pad: 'same' as const },
    { shape: [1, 5, 5, 1], filterSize: 3, strides: 1, pad: 'same' as const },
  ])('max-pool gradient: $shape, $filterSize/$strides, $pad', async ({ shape, filterSize, strides, pad }) => {
    const x = draw(random, shape);
    const out = await on('cpu', up => maxPool(up(x) as never, filterSize, strides, pad));
    const dy = draw(random, out.shape);
    await expectSame(up => {
      const inputs = { dy: up(dy), input: up(x), output: up(out) };
      return engine().runKernel(MaxPoolGrad, inputs, { filterSize, strides, pad } as never) as Tensor;
    });
  });

  it.each([[[1, 1]], [[5, 3]], [[17, 9]], [[2, 3, 4, 6]]])(
    'column sums and ReLU gradient of %j',
    async shape => {
      const x = draw(random, shape);
      const y = draw(random, shape);
      await expectSame(up => columnSums(up(x)));
      await expectSame(up => reluGradient(up(y), up(x)));
    },
  );
});
