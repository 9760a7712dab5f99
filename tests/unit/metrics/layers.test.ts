import { describe, expect, it } from 'vitest';
import { measureLayers } from '../../../src/metrics/layers';
import { measure } from '../../../src/metrics/measure';
import { plainNumerics } from '../../../src/metrics/numerics';
import type { LayerGram, Matrix } from '../../../src/metrics/types';
import { at, matrix, net, times, transpose } from './nets';

/** What the device hands over: products of centred features in single precision. */
function gramOf(features: Matrix, name = 'dense 1'): LayerGram {
  const means = Array.from({ length: features.columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < features.rows; i++) sum += at(features, i, j) / features.rows;
    return sum;
  });
  const centred = matrix(features.rows, features.columns, (i, j) =>
    Math.fround(at(features, i, j) - means[j]!),
  );
  const gram = Float32Array.from(times(centred, transpose(centred)).data);
  return { name, width: features.columns, samples: features.rows, gram };
}

const shape = { samples: 64, width: 20, classes: 5 };
const input = net(4, shape);
const measured = (layer: LayerGram, outputs = input.outputs) =>
  measureLayers([layer], outputs, true, plainNumerics)[0]!;

describe('a layer measured from its Gram matrix', () => {
  it.each([
    ['fewer features than samples', 20],
    ['more features than samples', 150],
  ])('has the values of its features: %s', (_, width) => {
    const wide = net(4, { ...shape, width });
    const expected = measure(wide);
    const layer = measured(gramOf(wide.features), wide.outputs);
    for (const name of ['dlr', 'share'] as const) expect(layer[name]).toBeCloseTo(expected[name]!, 5);
    for (const name of ['participation', 'effectiveDimension'] as const)
      expect(layer[name]! / expected[name]!).toBeCloseTo(1, 5);
    expect(layer).toMatchObject({ name: 'dense 1', width, samples: 64 });
    for (let k = 0; k < 10; k++)
      expect(layer.relativeEigenvalues![k]).toBeCloseTo(expected.relativeEigenvalues![k]!, 5);
    expect(layer.undefinedBecause).toBeUndefined();
  });

  it('is held against the outputs of its own samples, the first of the probe', () => {
    const more = net(4, { ...shape, samples: 90 });
    const first = (m: Matrix) => matrix(64, m.columns, (i, j) => at(m, i, j));
    const layer = measured(gramOf(first(more.features)), more.outputs);
    const { features, outputs, labels } = more;
    const expected = measure({
      features: first(features),
      outputs: first(outputs),
      labels: labels.slice(0, 64),
    });
    expect(layer.dlr).toBeCloseTo(expected.dlr!, 5);
  });

  it('does not notice a scale', () => {
    const scaled = gramOf(matrix(64, 20, (i, j) => 1e-5 * at(input.features, i, j)));
    const expected = measured(gramOf(input.features));
    expect(measured(scaled).dlr).toBeCloseTo(expected.dlr!, 5);
    expect(measured(scaled).effectiveDimension).toBeCloseTo(expected.effectiveDimension!, 4);
  });

  it.each([
    ['dead units', () => 0],
    ['constant units', () => 3],
  ])('is undefined with a reason: %s', (_, value) => {
    const layer = measured(gramOf(matrix(64, 20, value)));
    expect(layer).toMatchObject({ dlr: null, share: null, participation: null, effectiveDimension: null });
    expect(layer.undefinedBecause).toMatch(/same for every input/);
  });

  it('is undefined with a reason: numbers that are not finite', () => {
    const layer = gramOf(input.features);
    layer.gram[5] = Number.NaN;
    expect(measured(layer)).toMatchObject({ dlr: null, effectiveDimension: null });
    expect(measured(layer).undefinedBecause).toMatch(/not finite/);
  });

  it('keeps its spectrum where the outputs do not differ', () => {
    const layer = measured(
      gramOf(input.features),
      matrix(64, 5, () => 0),
    );
    expect(layer.dlr).toBeNull();
    expect(layer.undefinedBecause).toMatch(/outputs do not differ/);
    expect(layer.effectiveDimension).toBeGreaterThan(1);
    expect(layer.relativeEigenvalues![0]).toBe(1);
  });
});
