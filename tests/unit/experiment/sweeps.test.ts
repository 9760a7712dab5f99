import { describe, expect, it } from 'vitest';
import { presetById } from '../../../src/experiment/presets';
import { sweepPoints } from '../../../src/experiment/sweep';
import { READY_SWEEPS, readySweep } from '../../../src/experiment/sweeps';

describe('the ready sweeps', () => {
  it('are those that the issue asks for, each once', () => {
    expect(READY_SWEEPS.map(({ id }) => id)).toEqual([
      ...['phase-diagram', 'output-scale', 'width', 'weight-decay', 'label-noise'],
      ...['training-set-size', 'learning-rate'],
    ]);
  });

  it.each(READY_SWEEPS.map(ready => [ready.id, ready] as const))(
    '%s: of a preset, with three seeds',
    (id, ready) => {
      expect(readySweep(id)).toBe(ready);
      const { experiment, axes, seeds } = ready.sweep;
      expect(seeds).toHaveLength(3);
      expect(experiment.preset).toBeNull();
      expect(experiment.model).toEqual(presetById(ready.preset).experiment.model);
      for (const { path } of axes)
        for (const arm of experiment.arms) expect(Object.keys(arm.set)).not.toContain(path);
      expect(sweepPoints(ready.sweep).length).toBeGreaterThanOrEqual(12);
    },
  );

  it('the phase diagram is one network over target scale and learning rate', () => {
    const { sweep } = readySweep('phase-diagram')!;
    expect(sweep.axes.map(({ path }) => path)).toEqual(['data.targetScale', 'training.learningRate']);
    expect(sweep.experiment.arms).toHaveLength(1);
  });

  it('width and label noise compare two networks', () => {
    for (const id of ['width', 'label-noise']) expect(readySweep(id)!.sweep.experiment.arms).toHaveLength(2);
  });
});
