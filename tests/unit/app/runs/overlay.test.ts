import { expect, it } from 'vitest';
import { ALL, overlayArms } from '../../../../src/app/runs/overlay';
import { parseExperiment } from '../../../../src/experiment/schema';
import type { ArmCurves, RunHead } from '../../../../src/recording/runs/types';

const none = new Float64Array(0);
const curves: ArmCurves = {
  ...{ steps: none, lossSteps: none, losses: none },
  dlr: { train: none, test: none },
  accuracy: { train: none, test: none },
};

function run(id: string, seed: number, learningRate: number, name = ''): RunHead {
  const arms = [{ label: 'All' }, { label: 'Faster', set: { 'training.learningRate': 1 } }];
  return {
    ...{ id, name, pinned: false, status: 'paused', step: 10, begun: 0, changed: 0, seconds: 60 },
    ...{ device: 'wasm', arms: [], bytes: 0, pieces: 1, deleted: null },
    experiment: parseExperiment({ seed, training: { learningRate }, arms }),
  };
}

const runs = [run('a', 1, 0.1), run('b', 2, 0.1), run('c', 2, 0.2, 'Mine')];
const kept = runs.map(({ id }) => ({ id, arms: [curves, curves] }));
const labels = (groupBy: string | null) => overlayArms(runs, kept, groupBy).map(({ label }) => label);

it('lines are called by their run’s name, or by what the runs differ in', () => {
  expect(labels(null)).toEqual(['A 0.1, 1', 'B 1, 1', 'A 0.1, 2', 'B 1, 2', 'A Mine', 'B Mine']);
});

it('groups are those of arms that share a value', () => {
  expect(labels('training.learningRate')).toEqual(['A 0.1', 'B 1', 'A 0.1', 'B 1', 'A 0.2', 'B 1']);
  expect(new Set(labels(ALL))).toEqual(new Set(['A mean', 'B mean']));
});

it('a run without curves is left out', () => {
  expect(overlayArms(runs, kept.slice(1), null)).toHaveLength(4);
});
