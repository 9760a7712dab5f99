import { describe, expect, test } from 'vitest';
import {
  appliesTo,
  type Control,
  controlOf,
  differs,
  rangeWords,
  readNumber,
  sentenceOf,
  stepped,
  withArmLike,
  withArmValue,
  withoutArmValues,
} from '../../../src/app/settings/values';
import { presetById } from '../../../src/experiment/presets';
import { changeSetting, settingPaths } from '../../../src/experiment/schema';

const field = (path: string) => settingPaths().find(candidate => candidate.path === path)!;
const numberControl = (path: string) => controlOf(field(path).schema) as Control & { kind: 'number' };

describe('controls', () => {
  test('every setting of the schema has one', () => {
    for (const { path, schema } of settingPaths()) expect(controlOf(schema), path).toBeDefined();
  });

  test('know range and kind from the schema', () => {
    expect(numberControl('data.train')).toEqual({
      kind: 'number',
      whole: true,
      least: 10,
      most: 60_000,
      optional: false,
    });
    expect(numberControl('stop.trainAccuracy')).toMatchObject({ whole: false, optional: true });
    expect(controlOf(field('model.zeroHead').schema)).toEqual({ kind: 'switch' });
    expect(controlOf(field('data.hub').schema)).toEqual({ kind: 'text' });
    expect(controlOf(field('model.kind').schema)).toEqual({
      kind: 'choice',
      options: ['mlp', 'quadratic', 'cnn', 'deep-cnn', 'vgg16', 'resnet18', 'transformer'],
    });
    expect(rangeWords(numberControl('data.train'))).toBe('From 10 to 60,000.');
  });
});

describe('numbers', () => {
  test('are read in any way of writing', () => {
    expect(readNumber(' 1e-3 ', numberControl('training.learningRate'), 'Learning rate')).toBe(0.001);
    expect(readNumber('', numberControl('stop.trainAccuracy'), 'Stop')).toBeNull();
  });

  test.each(['', 'many', '3.5', '5', '1e9', 'NaN', 'Infinity'])('%j is refused with a sentence', text => {
    expect(() => readNumber(text, numberControl('data.train'), 'Training pictures')).toThrow(
      /^Training pictures (needs|cannot be).* From 10 to 60,000\.$/,
    );
  });

  test('go up and down in equal ratios or equal steps, and stay in range', () => {
    const { meta } = field('training.learningRate');
    const control = numberControl('training.learningRate');
    expect(stepped(0.001, 1, meta, control)).toBe(0.002);
    expect(stepped(0.002, 1, meta, control)).toBe(0.005);
    expect(stepped(0.001, -1, meta, control)).toBe(0.0005);
    const noise = field('data.labelNoise').meta;
    expect(stepped(0.1, 1, noise, numberControl('data.labelNoise'))).toBe(0.15);
    expect(stepped(1, 1, noise, numberControl('data.labelNoise'))).toBe(1);
    const decay = field('training.weightDecay').meta;
    expect(stepped(1e-4, -1, decay, numberControl('training.weightDecay'))).toBe(0);
    expect(stepped(0, 1, decay, numberControl('training.weightDecay'))).toBe(1e-4);
  });
});

test('an arm’s own value can be given and taken away', () => {
  const { experiment } = presetById('rich-is-not-better');
  expect(differs(experiment, 'training.layers')).toBe(true);
  expect(differs(experiment, 'training.weightDecay')).toBe(false);
  const own = withArmValue(experiment, 1, 'training.weightDecay', 0);
  expect(own.arms[1]!.set).toEqual({ 'training.layers': 'last', 'training.weightDecay': 0 });
  expect(withoutArmValues(own, 'training.weightDecay')).toEqual(experiment);
});

test('a refusal of the schema names the setting as the form does', () => {
  const { experiment } = presetById('rich-is-not-better');
  let refusal: unknown;
  try {
    changeSetting(experiment, 'training.batchSize', 8_000);
  } catch (error) {
    refusal = error;
  }
  expect(sentenceOf(refusal, 'Batch size')).toMatch(/^Batch size: The batch \(8000\) is larger/);
});

describe('an arm like another', () => {
  const { experiment } = presetById('rich-is-not-better');

  test('has a value of its own for one setting, the same to begin with', () => {
    const next = withArmLike(experiment, 1, 'training.learningRate');
    expect(next.arms).toHaveLength(experiment.arms.length + 1);
    expect(next.arms.at(-1)).toEqual({
      label: 'Like B, another learning rate',
      set: { ...experiment.arms[1]!.set, 'training.learningRate': experiment.training.learningRate },
    });
    expect(next.arms.slice(0, -1)).toEqual(experiment.arms);
  });

  test('takes the value of the arm that it is like', () => {
    const first = withArmValue(experiment, 0, 'training.weightDecay', 0.5);
    expect(withArmLike(first, 0, 'training.weightDecay').arms.at(-1)!.set['training.weightDecay']).toBe(0.5);
  });

  test('may differ in nothing yet', () => {
    const next = withArmLike(experiment, 0, null);
    expect(next.arms.at(-1)).toEqual({ label: 'Arm C', set: experiment.arms[0]!.set });
  });

  test('is offered only settings that mean something for it', () => {
    const { meta } = field('training.momentum');
    const mixed = withArmValue(experiment, 0, 'training.optimiser', 'sgd');
    expect([0, 1].map(arm => appliesTo(mixed, meta, arm))).toEqual([true, false]);
  });
});
