import { describe, expect, it } from 'vitest';
import { kebabCase, PRESETS, presetById } from '../../../src/experiment/presets';
import { armDifferences, ExperimentError, parseExperiment, resolveArm } from '../../../src/experiment/schema';

describe('the presets', () => {
  it('are named in kebab-case after their titles, each once', () => {
    const ids = PRESETS.map(({ id }) => id);
    expect(ids).toEqual(PRESETS.map(({ title }) => kebabCase(title)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(kebabCase(' What, a  “Title”! ')).toBe('what-a-title');
  });

  it.each<[string, string[]]>([
    ['random-labels', ['data.labelNoise', 'training.weightDecay']],
    ['weight-decay', ['training.weightDecay']],
    ['batch-norm', ['model.batchNorm']],
    ['output-scale', ['training.outputScale']],
    ['width', ['model.width', 'model.parameterisation']],
    ['features-used', ['model.kind']],
  ])('%s: the arms differ only in what is compared', (id, paths) => {
    expect(armDifferences(presetById(id).experiment).map(({ path }) => path)).toEqual(paths);
  });

  it.each(['grokking', 'rich-before-accurate', 'grokking-transformer'])(
    '%s: pairs of numbers, all of them at every step, with weight decay',
    id => {
      expect(presetById(id).experiment).toMatchObject({
        data: { source: 'modular' },
        training: { fullBatch: true, optimiser: 'adamw', weightDecay: 1 },
      });
    },
  );

  it.each(PRESETS.map(preset => [preset.id, preset] as const))(
    '%s is complete and names itself',
    (id, preset) => {
      expect(parseExperiment(preset.experiment)).toEqual(preset.experiment);
      expect(preset.experiment.preset).toBe(id);
      expect(presetById(id)).toBe(preset);
    },
  );

  it('Rich is not better: the arms differ in the trained layers only, and a code is in the pictures', () => {
    const { experiment } = presetById('rich-is-not-better');
    expect(armDifferences(experiment)).toMatchObject([{ path: 'training.layers', values: ['all', 'last'] }]);
    expect(experiment.data).toMatchObject({ source: 'digits', codeAtTest: 'random' });
    expect(experiment.data.codeStrength).toBeGreaterThan(0);
  });

  it('The dial: the arms differ in target scale only, from large to small, and start at zero outputs', () => {
    const { experiment } = presetById('the-dial');
    const [difference, ...others] = armDifferences(experiment);
    expect(others).toEqual([]);
    expect(difference?.path).toBe('data.targetScale');
    const scales = difference?.values as number[];
    expect(scales).toHaveLength(3);
    expect(scales).toEqual([...scales].sort((a, b) => b - a));
    expect(resolveArm(experiment, 0)).toMatchObject({ model: { zeroHead: true }, training: { loss: 'mse' } });
  });
});

it('an unknown preset gives a sentence with the known ones', () => {
  const known = PRESETS.map(({ id }) => id).join(', ');
  expect(known).toMatch(/^rich-is-not-better, the-dial, grokking, /);
  expect(() => presetById('the-wheel')).toThrow(
    new ExperimentError(`There is no preset "the-wheel"; choose one of: ${known}.`, 'preset'),
  );
});
