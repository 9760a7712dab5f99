import {
  type Arm,
  type Experiment,
  ExperimentError,
  type FieldMeta,
  getSetting,
  parseExperiment,
  type Scalar,
  settingPaths,
  withSetting,
} from './schema';
import { withoutLater } from './stages';

/** One parameter of a sweep: a numeric setting and the values that it takes. */
export interface SweepAxis {
  /** Dotted path of the setting. */
  path: string;
  /** Ascending, each once. */
  values: readonly number[];
}

/** An experiment at each combination of the values of one or two settings, with each of some seeds. */
export interface Sweep {
  experiment: Experiment;
  axes: readonly SweepAxis[];
  seeds: readonly number[];
}

/** One run of a sweep. */
export interface SweepPoint {
  /** The value on each axis, in their order. */
  values: readonly number[];
  seed: number;
  experiment: Experiment;
}

/** Most runs of one sweep, and most values of an axis: more cannot be told apart in a picture. */
export const MOST_POINTS = 500;
export const MOST_VALUES = 24;

/** Settings that are no parameter of a sweep: the seed has a list of its own, probes only look. */
const NOT_SWEPT = /^(seed|probe\.)/;

type Field = ReturnType<typeof settingPaths>[number];

/** The settings that a sweep can go along, in form order: all that are numbers. */
export function sweepPaths(): Field[] {
  return settingPaths().filter(({ path, schema }) => !NOT_SWEPT.test(path) && isNumeric(schema));
}

/** True where a schema takes some number; texts, choices and switches take none. */
function isNumeric(schema: Field['schema']): boolean {
  const issue = schema.safeParse('no number').error?.issues[0];
  return issue?.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int');
}

/** What the schema says of the setting of an axis. @throws ExperimentError where it cannot be swept */
export function axisMeta({ path }: Pick<SweepAxis, 'path'>): FieldMeta {
  const field = sweepPaths().find(candidate => candidate.path === path);
  if (field) return field.meta;
  const reason = settingPaths().some(candidate => candidate.path === path)
    ? 'is not a setting that a sweep can go along: take one that is a number, other than the seed'
    : 'is not a setting';
  throw new ExperimentError(`"${path.slice(0, 60)}" ${reason}.`, path);
}

/**
 * Checks a sweep, and takes what its axes set out of the arms: arms that are the same without it become one. Branches and
 * changes in the middle of a run, which belong to one run, are left out.
 * @throws ExperimentError with one sentence, also where one of the points cannot be run
 */
export function makeSweep({ experiment: given, axes, seeds }: Sweep): Sweep {
  const experiment = withoutLater(given);
  if (axes.length < 1 || axes.length > 2)
    throw new ExperimentError('A sweep goes along one or two settings.');
  if (axes[1]?.path === axes[0]!.path)
    throw new ExperimentError('The two settings of a sweep must be different ones.', axes[0]!.path);
  const checked = axes.map(axis => {
    const { label } = axisMeta(axis);
    const values = [...new Set(axis.values)].sort((a, b) => a - b);
    if (!values.length || values.length > MOST_VALUES)
      throw new ExperimentError(
        `${label} needs 1 to ${MOST_VALUES} values, not ${values.length}.`,
        axis.path,
      );
    return { path: axis.path, values };
  });
  const drawn = [...new Set(seeds)];
  if (!drawn.length) throw new ExperimentError('A sweep needs at least one seed.', 'seed');
  const count = checked.reduce((product, { values }) => product * values.length, drawn.length);
  if (count > MOST_POINTS)
    throw new ExperimentError(
      `A sweep of ${count} runs is too long: take at most ${MOST_POINTS}, with fewer values or seeds.`,
    );
  const paths = checked.map(({ path }) => path);
  const arms = armsWithout(experiment, paths);
  // The seed is that of each point.
  const sweep = { experiment: { ...experiment, seed: drawn[0]!, arms }, axes: checked, seeds: drawn };
  for (const point of sweepPoints(sweep)) parseExperiment(point.experiment);
  return sweep;
}

/** The arms less what they have of their own at these paths, each once, and named by what is left to tell them apart. */
function armsWithout(experiment: Experiment, paths: readonly string[]): Arm[] {
  if (!experiment.arms.some(({ set }) => paths.some(path => Object.hasOwn(set, path))))
    return experiment.arms;
  const sets = new Map<string, Arm['set']>();
  for (const { set } of experiment.arms) {
    const left = Object.entries(set).filter(([path]) => !paths.includes(path));
    sets.set(JSON.stringify(left.sort()), Object.fromEntries(left));
  }
  const own = settingPaths().filter(({ path }) => [...sets.values()].some(set => Object.hasOwn(set, path)));
  return [...sets.values()].map(set => ({ label: labelOf(set, own, experiment), set }));
}

function labelOf(set: Arm['set'], own: readonly Field[], experiment: Experiment): string {
  const words = own.map(({ path, meta }) => {
    const value = set[path] ?? (getSetting(experiment, path) as Scalar);
    return `${meta.label} ${meta.words?.[String(value)] ?? value}`;
  });
  return (words.join(', ') || 'One network').slice(0, 60);
}

/** All runs of a sweep: for each seed all values, the last axis fastest, so that a whole picture is there early. */
export function sweepPoints({ experiment, axes, seeds }: Sweep): SweepPoint[] {
  const combinations = axes.reduce<number[][]>(
    (lists, { values }) => lists.flatMap(list => values.map(value => [...list, value])),
    [[]],
  );
  return seeds.flatMap(seed =>
    combinations.map(values => {
      const at = axes.reduce((e, { path }, i) => withSetting(e, path, values[i]!), experiment);
      return { values, seed, experiment: { ...at, seed } };
    }),
  );
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Values as a person writes them: "0.1, 0.3, 1".
 * @param label of the setting, for the sentence
 * @throws ExperimentError with one sentence
 */
export function readValues(text: string, label: string): number[] {
  const words = text.split(/[\s,;]+/).filter(word => word);
  const wrong = words.find(word => !NUMBER.test(word));
  if (!words.length || wrong !== undefined)
    throw new ExperimentError(
      `${label} needs numbers with commas between them, such as 0.1, 0.3, 1${wrong === undefined ? '' : `; "${wrong.slice(0, 30)}" is none`}.`,
    );
  return words.map(Number);
}

/** Seeds as a person writes them: "0, 1, 2". @throws ExperimentError with one sentence */
export function readSeeds(text: string): number[] {
  const seeds = readValues(text, 'The list of seeds');
  const wrong = seeds.find(seed => !Number.isInteger(seed) || seed < 0);
  if (wrong === undefined) return seeds;
  throw new ExperimentError(`A seed is a whole number from 0, not ${wrong}.`, 'seed');
}

/** The axes and seeds of a sweep as one word for a link: "data.targetScale=0.1,1;seeds=0,1". */
export function sweepWord({ axes, seeds }: Sweep): string {
  return [...axes.map(({ path, values }) => `${path}=${values.join()}`), `seeds=${seeds.join()}`].join(';');
}

/** The sweep of an experiment that such a word describes. @throws ExperimentError with one sentence */
export function readSweepWord(word: string, experiment: Experiment): Sweep {
  const parts = word.split(';').map(part => part.split('=') as [string, string?]);
  const seeds = parts.filter(([name]) => name === 'seeds').flatMap(([, text = '']) => readSeeds(text));
  const axes = parts
    .filter(([name]) => name !== 'seeds')
    .map(([path, text = '']) => ({ path, values: readValues(text, axisMeta({ path }).label) }));
  return makeSweep({ experiment, axes, seeds });
}
