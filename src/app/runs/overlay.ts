import { ARM_IDS, type FieldMeta, type Scalar, settingPaths } from '../../experiment/schema';
import type { Behind } from '../../panels';
import { behindOf, type OverlayArm } from '../../panels/overlay';
import { loadCurves } from '../../recording/runs/library';
import { type RunCurves, type RunHead, RunsError } from '../../recording/runs/types';
import { formatCount } from '../format';
import { settingWords, titleOf, valuesOf } from './table';

/** Most runs that lie behind the live one. */
export const MOST_OVERLAID = 100;

/** In place of a setting's path: all runs are one group. */
export const ALL = 'all';

const metaOf = (path: string): FieldMeta => settingPaths().find(field => field.path === path)!.meta;

const groupWords = (path: string, value: Scalar) =>
  `${metaOf(path).label.toLowerCase()} ${settingWords(metaOf(path), [value])}`;

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
  return runs.flatMap(run => {
    const values = groupBy === null || groupBy === ALL ? [] : valuesOf(run.experiment, groupBy);
    return (byId.get(run.id)?.arms ?? []).map((armCurves, arm) => {
      const what =
        groupBy === null ? titleOf(run) : groupBy === ALL ? 'mean' : groupWords(groupBy, values[arm] ?? null);
      return { arm, label: manyArms ? `${ARM_IDS[arm]} ${what}` : what, curves: armCurves };
    });
  });
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
  const words = groupBy === null ? count : `mean and one standard deviation of ${count}${by}`;
  return { ...behindOf({ arms, grouped: groupBy !== null }), words };
}
