import { describe, expect, it } from 'vitest';
import {
  codeColumn,
  prepareInputs as prepare,
  prepareTargets,
  smoothTargets,
} from '../../../src/data/transforms';
import type { Dataset, Pictures } from '../../../src/data/types';
import { dataSettings } from './helpers';

const HEIGHT = 3;
const WIDTH = 12;

/** Black pictures with labels i mod `classes`. */
const blank = (count: number, classes: number): Pictures => ({
  count,
  pixels: new Uint8Array(count * HEIGHT * WIDTH),
  labels: Uint16Array.from({ length: count }, (_, i) => i % classes),
});

const blankSet = (count: number, classes: number): Dataset => ({
  name: 'blank',
  classes: Array.from({ length: classes }, (_, i) => String(i)),
  shape: [HEIGHT, WIDTH, 1],
  train: blank(count, classes),
  test: blank(count, classes),
  note: null,
});

/** Class whose code pixel is lit in picture i, with its value; everything else must be 0. */
function readCode(inputs: Float32Array, i: number, classes: number): { label: number; value: number } | null {
  const lit = [...inputs.subarray(i * HEIGHT * WIDTH, (i + 1) * HEIGHT * WIDTH).entries()].filter(
    ([, v]) => v !== 0,
  );
  if (lit.length === 0) return null;
  expect(lit).toHaveLength(1);
  const [at, value] = lit[0]!;
  const label = Array.from({ length: classes }, (_, k) => codeColumn(k, classes, WIDTH)).indexOf(at);
  expect(label).toBeGreaterThanOrEqual(0);
  return { label, value };
}

describe('code columns', () => {
  it('are spread evenly over the row', () => {
    expect(Array.from({ length: 10 }, (_, k) => codeColumn(k, 10, 28))).toEqual([
      4, 6, 8, 10, 12, 14, 16, 18, 20, 22,
    ]);
  });

  it.each([
    [2, 2],
    [10, 10],
    [10, 11],
    [7, 30],
    [26, 28],
  ])('are different and inside for %i classes in %i pixels', (classes, width) => {
    const columns = Array.from({ length: classes }, (_, k) => codeColumn(k, classes, width));
    expect(new Set(columns).size).toBe(classes);
    expect(Math.min(...columns)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...columns)).toBeLessThan(width);
  });
});

const prepareInputs = (set: Dataset, settings: Parameters<typeof prepare>[1]) =>
  prepare(set, settings, async () => {});

describe('prepareInputs', () => {
  it('scales pixels to [0, 1] and keeps the labels', async () => {
    const set = blankSet(4, 2);
    set.train.pixels.set([0, 51, 255]);
    const { train, test, shape, classes } = await prepareInputs(set, dataSettings({}));
    expect([...train.inputs.subarray(0, 3)]).toEqual([0, Math.fround(0.2), 1]);
    expect([...train.labels]).toEqual([0, 1, 0, 1]);
    expect(test.inputs.every(value => value === 0)).toBe(true);
    expect(shape).toEqual([HEIGHT, WIDTH, 1]);
    expect(classes).toEqual(['0', '1']);
  });

  it('codes the true label in training pictures, and adds it to what is there', async () => {
    const set = blankSet(30, 5);
    const settings = dataSettings({ codeStrength: 0.5, codeAtTest: 'absent', labelNoise: 1 });
    const { train, test } = await prepareInputs(set, settings);
    for (let i = 0; i < 30; i++) expect(readCode(train.inputs, i, 5)).toEqual({ label: i % 5, value: 0.5 });
    for (let i = 0; i < 30; i++) expect(readCode(test.inputs, i, 5)).toBeNull();
    set.train.pixels.fill(255);
    expect(Math.max(...(await prepareInputs(set, settings)).train.inputs)).toBe(1.5);
  });

  it('codes random labels in test pictures, the same for the same seed', async () => {
    const set = blankSet(1_000, 5);
    const settings = dataSettings({ codeStrength: 2, codeAtTest: 'random' });
    const { test } = await prepareInputs(set, settings);
    const codes = Array.from({ length: 1_000 }, (_, i) => readCode(test.inputs, i, 5)!.label);
    const agree = codes.filter((label, i) => label === i % 5).length / 1_000;
    expect(agree).toBeGreaterThan(0.15);
    expect(agree).toBeLessThan(0.25);
    expect((await prepareInputs(set, settings)).test.inputs).toEqual(test.inputs);
    expect((await prepareInputs(set, { ...settings, seed: 2 })).test.inputs).not.toEqual(test.inputs);
  });

  it('lights all channels of a colour picture', async () => {
    const set = blankSet(2, 2);
    const colour = { ...set, shape: [1, 12, 3] as Dataset['shape'] };
    const { train } = await prepareInputs(colour, dataSettings({ codeStrength: 1, codeAtTest: 'absent' }));
    const at = codeColumn(0, 2, 12) * 3;
    expect([...train.inputs.subarray(at, at + 3)]).toEqual([1, 1, 1]);
    expect(train.inputs.reduce((sum, value) => sum + value, 0)).toBe(6);
  });

  it('says so where the classes do not fit in the row', async () => {
    await expect(prepareInputs(blankSet(20, 13), dataSettings({ codeStrength: 1 }))).rejects.toThrow(
      'A label code needs one pixel of the top row for each class, and 13 classes do not fit in 12 pixels: set the label code to 0.',
    );
  });
});

describe('prepareTargets', () => {
  const labels = Int32Array.from({ length: 2_000 }, (_, i) => i % 10);

  it('gives scaled one-hot targets', () => {
    const { targets } = prepareTargets(Int32Array.of(2, 0), 3, dataSettings({ targetScale: 0.25 }), 'train');
    expect([...targets]).toEqual([0, 0, 0.25, 0.25, 0, 0]);
  });

  it('replaces the asked share of training labels by random classes, and leaves its input alone', () => {
    const settings = dataSettings({ labelNoise: 0.4 });
    const { labels: noisy, targets } = prepareTargets(labels, 10, settings, 'train');
    const changed = noisy.filter((label, i) => label !== labels[i]).length;
    // 800 are replaced, and one in ten of them by its own class.
    expect(changed).toBeGreaterThan(680);
    expect(changed).toBeLessThan(760);
    noisy.forEach((label, i) => {
      expect(targets.subarray(10 * i, 10 * i + 10).indexOf(1)).toBe(label);
    });
    expect(labels[13]).toBe(3);
    expect(prepareTargets(labels, 10, settings, 'train').labels).toEqual(noisy);
    expect(prepareTargets(labels, 10, { ...settings, seed: 9 }, 'train').labels).not.toEqual(noisy);
  });

  it('changes under less noise only what it changes under more', () => {
    const little = prepareTargets(labels, 10, dataSettings({ labelNoise: 0.1 }), 'train').labels;
    const much = prepareTargets(labels, 10, dataSettings({ labelNoise: 0.5 }), 'train').labels;
    const touched = [...little.keys()].filter(i => little[i] !== labels[i]);
    expect(touched.length).toBeGreaterThan(100);
    for (const i of touched) expect(much[i]).toBe(little[i]);
  });

  it('leaves test labels alone', () => {
    const { labels: kept } = prepareTargets(labels, 10, dataSettings({ labelNoise: 1 }), 'test');
    expect(kept).toEqual(labels);
  });
});

describe('smoothTargets', () => {
  it('takes ε of each one-hot target and spreads it evenly, at any scale', () => {
    for (const scale of [1, 0.25]) {
      const targets = Float32Array.from([0, 0, 0, scale, scale, 0, 0, 0]);
      smoothTargets(targets, 4, 0.2);
      const expected = [0.05, 0.05, 0.05, 0.85, 0.85, 0.05, 0.05, 0.05];
      targets.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]! * scale, 7);
      });
    }
  });

  it('changes no bit where it is off', () => {
    const targets = Float32Array.from([0.1, 0.7, 0.2]);
    const kept = targets.slice();
    smoothTargets(targets, 3, 0);
    expect(targets).toEqual(kept);
  });
});
