import { describe, expect, test } from 'vitest';
import { describeArms, describeChange, describeData, describeSource } from '../../../src/app/describe';
import { scenarioOf } from '../../../src/app/scenarios';
import { PRESETS, presetById } from '../../../src/experiment/presets';
import { changeSetting, parseExperiment } from '../../../src/experiment/schema';

const textOf = (id: string) =>
  describeArms(presetById(id).experiment)
    .map(({ text }) => text)
    .join('');

describe('the description of the arms', () => {
  test('is made of what differs', () => {
    expect(textOf('rich-is-not-better')).toBe(
      'Two networks: same start, same pictures, same batches. A trains all layers, B trains only the last layer.',
    );
    expect(textOf('the-dial')).toBe(
      'Three networks: same start, same pictures, same batches. They differ in target scale: A 10, B 1, C 0.1.',
    );
  });

  test('does not claim the same start where the networks differ', () => {
    const experiment = parseExperiment({
      arms: [
        { label: 'a', set: {} },
        { label: 'b', set: { 'model.width': 64, 'training.learningRate': 0.01 } },
      ],
    });
    const text = describeArms(experiment)
      .map(phrase => phrase.text)
      .join('');
    expect(text).toContain('same seed');
    expect(text).toContain('A has width 128 and has learning rate 0.001; B has width 64');
  });

  test('says so where nothing differs, or there is one arm', () => {
    const twice = { label: 'same', set: {} };
    expect(describeArms(parseExperiment({ arms: [twice, twice] }))[0]!.text).toMatch(/do not differ/);
    expect(describeArms(parseExperiment({})).map(({ text }) => text)).toEqual([
      'One network: ',
      'A',
      ' trains all layers.',
    ]);
  });
});

test('the data sentence follows the settings', () => {
  const { experiment } = presetById('rich-is-not-better');
  expect(describeData(experiment)).toMatch(/random one/);
  expect(describeData(changeSetting(experiment, 'data.codeAtTest', 'absent'))).toMatch(/is dark/);
  expect(describeData(changeSetting(experiment, 'data.codeStrength', 0))).toBe('');
});

test('a change is said in words', () => {
  const { experiment } = presetById('rich-is-not-better');
  expect(describeChange(experiment, changeSetting(experiment, 'model.zeroHead', true))).toBe(
    'Zero head: random → zero',
  );
  expect(describeChange(experiment, { ...experiment, arms: experiment.arms.slice(1) })).toBe('Arms changed');
});

test('every preset has a scenario of its own, whose claim is its title', () => {
  for (const { id, title, experiment } of PRESETS) {
    expect(scenarioOf(experiment)).toMatchObject({ id, claim: title });
  }
  expect(scenarioOf(parseExperiment({})).id).toBe('own');
});

test('pictures from elsewhere are named, with how they were split', () => {
  const { experiment } = presetById('rich-is-not-better');
  const files = changeSetting(experiment, 'data.source', 'files');
  const data = {
    name: 'your files',
    train: 8_000,
    test: 2_000,
    classes: [],
    shape: [28, 28, 1] as [number, number, number],
  };
  expect(describeSource({ ...data, note: null }, experiment)).toBe('');
  expect(describeSource({ ...data, note: null }, files)).toBe(
    'Pictures: your files, 8,000 to train on, 2,000 to test on.',
  );
  const split = '80 pictures to train on and 20 to test on, drawn with seed 1 from your folders.';
  expect(describeSource({ ...data, note: split }, files)).toBe(`Pictures: your files. ${split}`);
  expect(describeSource({ ...data, note: 'Resized to 16×16.' }, files)).toBe(
    'Pictures: your files, 8,000 to train on, 2,000 to test on. Resized to 16×16.',
  );
  const modular = changeSetting(experiment, 'data.source', 'modular');
  expect(describeSource({ ...data, name: 'Addition modulo 31', note: 'Of all 961 pairs.' }, modular)).toBe(
    'Addition modulo 31. Of all 961 pairs.',
  );
  expect(describeData(modular)).toBe('');
  expect(describeSource({ ...data, note: null }, changeSetting(experiment, 'data.source', 'colours'))).toBe(
    '',
  );
  const mnist = changeSetting(experiment, 'data.source', 'mnist');
  expect(describeSource({ ...data, name: 'MNIST', note: 'Storage is full.' }, mnist)).toBe(
    'Pictures: MNIST, 8,000 to train on, 2,000 to test on. Storage is full.',
  );
});

test('no caption states what only holds later in a run', () => {
  for (const { experiment } of PRESETS)
    for (const caption of Object.values(scenarioOf(experiment).lookFor).flatMap(text =>
      typeof text === 'string' ? text : Object.values(text),
    ))
      expect(caption).not.toMatch(/Dotted: the start|Both fit|A (falls|turns|stops|still uses)|All three/);
});
