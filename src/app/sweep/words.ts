import { axisMeta, type Sweep } from '../../experiment/sweep';
import { formatValue } from '../../panels/sweep';
import { formatCount, formatDuration } from '../format';
import type { SweepState } from './runner';

/** "Target scale", of each axis. */
export const axisLabels = ({ axes }: Sweep): string[] => axes.map(axis => axisMeta(axis).label);

/** "Target scale 0.1, learning rate 0.01". */
export function valueWords(sweep: Sweep, values: readonly number[]): string {
  const words = axisLabels(sweep).map((label, i) => `${label} ${formatValue(values[i]!)}`);
  return words.map((text, i) => (i ? text.charAt(0).toLowerCase() + text.slice(1) : text)).join(', ');
}

/** "60 runs, 20 points with 3 seeds each, of 600 steps". */
export function sizeWords({ axes, seeds, experiment }: Sweep): string {
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  const runs = points * seeds.length;
  const count = (n: number, word: string) => `${formatCount(n)} ${word}${n === 1 ? '' : 's'}`;
  const each = seeds.length > 1 ? `: ${count(points, 'point')} with ${seeds.length} seeds each` : '';
  return `${count(runs, 'run')}${each}, ${formatCount(experiment.stop.steps)} steps a run`;
}

/** "12 of 60 runs are there", and what is to be expected of the others. */
export function progressWords({ results, status }: SweepState, secondsLeft: number | null): string {
  const { done, points } = results;
  if (status === 'done') return `All ${points.length} runs are there.`;
  const left = secondsLeft === null ? '' : `, about ${formatDuration(secondsLeft)} left`;
  return `${done} of ${points.length} runs are there${left}.`;
}
