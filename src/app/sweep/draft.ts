import { armDifferences, type Experiment, ExperimentError, getSetting } from '../../experiment/schema';
import { axisMeta, makeSweep, readSeeds, readValues, type Sweep, sweepPaths } from '../../experiment/sweep';

/** A sweep as it is typed. */
export interface Draft {
  experiment: Experiment;
  /** Path and values of each axis; the second path is empty where there is one. */
  axes: readonly [AxisDraft, AxisDraft];
  seeds: string;
  steps: string;
}

interface AxisDraft {
  path: string;
  values: string;
}

const NO_AXIS: AxisDraft = { path: '', values: '' };
const written = (values: readonly number[]) => values.join(', ');

export function draftOf({ experiment, axes, seeds }: Sweep): Draft {
  const [first, second] = axes.map(({ path, values }) => ({ path, values: written(values) }));
  return {
    experiment,
    axes: [first!, second ?? NO_AXIS],
    seeds: written(seeds),
    steps: String(experiment.stop.steps),
  };
}

/** @throws ExperimentError with one sentence */
export function sweepOfDraft({ experiment, axes, seeds, steps }: Draft): Sweep {
  const typed = axes.filter(({ path }) => path);
  const [count, ...more] = readValues(steps, 'The number of steps');
  if (more.length) throw new ExperimentError('Give one number of steps.', 'stop.steps');
  return makeSweep({
    experiment: { ...experiment, stop: { ...experiment.stop, steps: count! } },
    axes: typed.map(({ path, values }) => ({ path, values: readValues(values, axisMeta({ path }).label) })),
    seeds: readSeeds(seeds),
  });
}

/** What the values around a setting's present one are multiplied by. */
const AROUND = [0.1, 0.3, 1, 3, 10];

/** Values to begin with: some around the present one where that is a number above 0, else the present one. */
export function valuesAround(experiment: Experiment, path: string): string {
  const field = sweepPaths().find(candidate => candidate.path === path)!;
  const present = Number(getSetting(experiment, path) ?? 0);
  const candidates = AROUND.map(factor => Number((factor * present).toPrecision(2)));
  const allowed = candidates.filter(value => field.schema.safeParse(value).success);
  return written([...new Set(allowed.length ? allowed : [present])]);
}

/** A sweep of an experiment to begin with: along what its arms differ in, or else along the learning rate. */
export function sweepAround(experiment: Experiment): Draft {
  const paths = new Set(sweepPaths().map(({ path }) => path));
  const difference = armDifferences(experiment).find(({ path }) => paths.has(path));
  const path = difference?.path ?? 'training.learningRate';
  const values = difference ? [...new Set(difference.values.map(Number))].sort((a, b) => a - b) : null;
  return {
    experiment,
    axes: [{ path, values: values ? written(values) : valuesAround(experiment, path) }, NO_AXIS],
    seeds: '0, 1, 2',
    steps: String(experiment.stop.steps),
  };
}
