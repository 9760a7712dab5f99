import { describe, expect, it } from 'vitest';
import { kebabCase, PRESETS, presetById } from '../../../src/experiment/presets';
import { armDifferences, ExperimentError, parseExperiment, resolveArm } from '../../../src/experiment/schema';

describe('the presets', () => {
  it('are named in kebab-case after their titles', () => {
    expect(PRESETS.map(({ id, title }) => [id, title])).toEqual([
      ['rich-is-not-better', 'Rich is not better'],
      ['the-dial', 'The dial'],
    ]);
    expect(kebabCase(' What, a  “Title”! ')).toBe('what-a-title');
  });

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
  expect(() => presetById('grokking')).toThrow(
    new ExperimentError(
      'There is no preset "grokking"; choose one of: rich-is-not-better, the-dial.',
      'preset',
    ),
  );
});
