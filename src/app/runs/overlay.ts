import { ARM_IDS, type FieldMeta, settingPaths } from '../../experiment/schema';
import type { Behind } from '../../panels';
import { behindOf, type OverlayArm } from '../../panels/overlay';
import { loadCurves } from '../../recording/runs/library';
import { type RunCurves, type RunHead, RunsError } from '../../recording/runs/types';
import { formatCount, joinWords } from '../format';
import { settingsThatDiffer, settingWords, titleOf, valuesOf } from './table';

/** Most runs that lie behind the live one. */
export const MOST_OVERLAID = 100;

/** In place of a setting's path: all runs are one group. */
export const ALL = 'all';

const metaOf = (path: string): FieldMeta => settingPaths().find(field => field.path === path)!.meta;

/** Settings by which runs are told apart in a picture: more would not fit beside a line. */
const MOST_NAMED = 2;

/** What a run is called beside its line: its name, or in what it differs from the other runs. */
function lineNames(runs: readonly RunHead[]): { nameOf(run: RunHead, arm: number): string; words: string } {
  const told = settingsThatDiffer(runs).slice(0, MOST_NAMED);
  const words = told.length
    ? `, named by ${joinWords(told.map(({ meta }) => meta.label.toLowerCase()))}`
    : '';
  return {
    words: runs.every(({ name }) => name) ? '' : words,
    nameOf: (run, arm) =>
      run.name ||
      told.map(({ path, meta }) => settingWords(meta, [valuesOf(run.experiment, path)[arm]!])).join(', ') ||
      titleOf(run),
  };
}

/**
 * The arms of runs as overlays draw them.
 * @param groupBy path of the setting whose values make groups of arms with the same letter, or `ALL`; null: no groups
 */
export function overlayArms(
  runs: readonly RunHead[],
  curves: readonly RunCurves[],
  groupBy: string | null,
): OverlayArm[] {
  const byId = new Map(curves.map(one => [one.id, one]));
  const manyArms = runs.some(({ experiment }) => experiment.arms.length > 1);
  const { nameOf } = lineNames(runs);
  const groupOf = (run: RunHead, arm: number) =>
    groupBy === ALL ? 'mean' : settingWords(metaOf(groupBy!), [valuesOf(run.experiment, groupBy!)[arm]!]);
  return runs.flatMap(run =>
    (byId.get(run.id)?.arms ?? []).map((armCurves, arm) => {
      const what = groupBy === null ? nameOf(run, arm) : groupOf(run, arm);
      return { arm, label: manyArms ? `${ARM_IDS[arm]} ${what}` : what, curves: armCurves };
    }),
  );
}

/** Reads the curves of runs, for all pictures over steps. @throws RunsError with one sentence */
export async function overlayOf(
  runs: readonly RunHead[],
  groupBy: string | null,
): Promise<Behind & { words: string }> {
  const drawn = runs.slice(0, MOST_OVERLAID);
  const arms = overlayArms(drawn, await loadCurves(drawn.map(({ id }) => id)), groupBy);
  if (!arms.length) throw new RunsError('There are no curves of these runs to draw: choose others.');
  const count = drawn.length === 1 ? `“${titleOf(drawn[0]!)}”` : `${formatCount(drawn.length)} kept runs`;
  const by = groupBy === ALL || groupBy === null ? '' : `, by ${metaOf(groupBy).label.toLowerCase()}`;
  const words =
    groupBy === null
      ? `${count}${lineNames(drawn).words}`
      : `mean and one standard deviation of ${count}${by}`;
  return { ...behindOf({ arms, grouped: groupBy !== null }), words };
}
