import { presetById } from '../../experiment/presets';
import {
  type Experiment,
  type FieldMeta,
  getSetting,
  type Scalar,
  settingPaths,
} from '../../experiment/schema';
import type { Split } from '../../recording/recording';
import type { ArmOutcome, RunHead } from '../../recording/runs/types';
import { formatBytes, formatCount, formatDuration, formatPercent, formatSetting } from '../format';

/** One column of the table of runs. */
export interface RunColumn {
  id: string;
  label: string;
  /** Lines of its cell: one, or one for each arm. */
  lines(run: RunHead): string[];
  /** What it is sorted by; null: at the end. */
  rank(run: RunHead): number | string | null;
  /** The largest first at the first press. */
  descends?: boolean;
}

export interface Order {
  column: string;
  descending: boolean;
}

/** Settings that differ are columns of their own up to this many; a table of more is not read any more. */
export const MOST_SETTINGS = 6;

/** What an experiment is called: by the reader, or by its preset. */
export function titleOf({ name, experiment }: Pick<RunHead, 'name' | 'experiment'>): string {
  return name || presetTitle(experiment);
}

export function presetTitle({ preset }: Experiment): string {
  if (preset === null) return 'Your own experiment';
  try {
    return presetById(preset).title;
  } catch {
    return preset;
  }
}

/** The values of a setting in all arms of an experiment. */
export const valuesOf = (experiment: Experiment, path: string): Scalar[] =>
  experiment.arms.map(({ set }) => set[path] ?? getSetting(experiment, path) ?? null);

/** One where all arms agree, all of them otherwise: "0.001", "0.001 / 0.01". */
export function settingWords(meta: FieldMeta, values: readonly Scalar[]): string {
  const words = values.map(value => formatSetting(meta, value));
  return new Set(words).size === 1 ? words[0]! : words.join(' / ');
}

/** Settings in which the runs differ, in form order. */
export function settingsThatDiffer(runs: readonly RunHead[]): { path: string; meta: FieldMeta }[] {
  const [first, ...others] = runs;
  if (!first) return [];
  return settingPaths()
    .filter(({ path }) => {
      const values = JSON.stringify(valuesOf(first.experiment, path));
      return others.some(run => JSON.stringify(valuesOf(run.experiment, path)) !== values);
    })
    .map(({ path, meta }) => ({ path, meta }));
}

const settingColumn = ({ path, meta }: { path: string; meta: FieldMeta }): RunColumn => ({
  id: path,
  label: meta.label,
  lines: run => [settingWords(meta, valuesOf(run.experiment, path))],
  rank: run => {
    const [value] = valuesOf(run.experiment, path);
    return typeof value === 'boolean' ? Number(value) : (value ?? null);
  },
});

type Finder = (arm: ArmOutcome) => number | null;

const armColumn = (id: string, label: string, find: Finder, words: (value: number) => string): RunColumn => ({
  id,
  label,
  lines: run =>
    run.arms.map(arm => {
      const value = find(arm);
      return `${arm.id} ${arm.divergedAt !== null ? 'diverged' : value === null ? '–' : words(value)}`;
    }),
  rank: run => run.arms.map(find).find(value => value !== null) ?? null,
});

const WHEN = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** The columns of a table of these runs; D_LR is that on training or on test pictures. */
export function columnsOf(runs: readonly RunHead[], probe: Split): RunColumn[] {
  return [
    { id: 'name', label: 'Run', lines: run => [titleOf(run)], rank: run => titleOf(run).toLowerCase() },
    armColumn(
      'dlr',
      'D_LR',
      arm => arm.dlr[probe],
      dlr => dlr.toFixed(3),
    ),
    armColumn('test', 'Test accuracy', arm => arm.accuracy.test, formatPercent),
    armColumn('train', 'Train accuracy', arm => arm.accuracy.train, formatPercent),
    ...settingsThatDiffer(runs).slice(0, MOST_SETTINGS).map(settingColumn),
    {
      id: 'step',
      label: 'Steps',
      lines: ({ step }) => [formatCount(step)],
      rank: ({ step }) => step,
      descends: true,
    },
    {
      id: 'changed',
      label: 'When',
      lines: ({ changed }) => [WHEN.format(changed)],
      rank: ({ changed }) => changed,
      descends: true,
    },
    {
      id: 'seconds',
      label: 'Trained for',
      lines: ({ seconds }) => [formatDuration(seconds)],
      rank: ({ seconds }) => seconds,
      descends: true,
    },
    {
      id: 'bytes',
      label: 'Storage',
      lines: ({ bytes }) => [formatBytes(bytes)],
      rank: ({ bytes }) => bytes,
      descends: true,
    },
  ];
}

/** The runs in an order; pinned ones first, and those that have no value at the end. */
export function sortedRuns(
  runs: readonly RunHead[],
  columns: readonly RunColumn[],
  { column, descending }: Order,
): RunHead[] {
  const { rank } = columns.find(({ id }) => id === column) ?? columns[0]!;
  const sign = descending ? -1 : 1;
  const ranked = runs.map(run => ({ run, value: rank(run) }));
  ranked.sort((a, b) => {
    if (a.run.pinned !== b.run.pinned) return a.run.pinned ? -1 : 1;
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    if (typeof a.value === 'number' && typeof b.value === 'number') return sign * (a.value - b.value);
    return sign * String(a.value).localeCompare(String(b.value), 'en', { numeric: true });
  });
  return ranked.map(({ run }) => run);
}

/** The runs in which every word of a text is found: in names, labels of arms, or values of columns. */
export function filteredRuns(
  runs: readonly RunHead[],
  columns: readonly RunColumn[],
  text: string,
): RunHead[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [...runs];
  return runs.filter(run => {
    const cells = columns.flatMap(({ label, lines }) => lines(run).map(line => `${label} ${line}`));
    const labels = run.arms.map(({ label }) => label);
    const all = [presetTitle(run.experiment), ...labels, ...cells].join(' ').toLowerCase();
    return words.every(word => all.includes(word));
  });
}

/** "42 runs, about 130 MB". */
export function storageWords(runs: readonly RunHead[]): string {
  const bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
  return `${runs.length === 1 ? '1 run' : `${formatCount(runs.length)} runs`}, about ${formatBytes(bytes)}`;
}
