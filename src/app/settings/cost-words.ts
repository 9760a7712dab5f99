import { ARM_IDS, type Experiment } from '../../experiment/schema';
import type { RunCost } from '../../workers/protocol';
import { formatBytes, formatCount, formatDuration, joinWords } from '../format';

/**
 * What a run needs, in sentences: "Both networks have 136,074 parameters; B trains 1,290 of them. They take 9.1 MB. 3,000
 * steps take some 40 s on this machine, and measuring adds to it."
 */
export function costWords({ arms, inputBytes, secondsPerStep }: RunCost, { stop }: Experiment): string {
  const alike = ['The network has', 'Both networks have', 'All networks have'][Math.min(arms.length, 3) - 1]!;
  const counts = arms.map(({ parameters }) => formatCount(parameters));
  const same = counts.every(count => count === counts[0]);
  const sizes = same
    ? `${alike} ${counts[0]}`
    : joinWords(counts.map((count, arm) => `${ARM_IDS[arm]} has ${count}`));
  const partly = arms.flatMap(({ parameters, trained }, arm) =>
    trained < parameters ? [`${ARM_IDS[arm]} trains ${formatCount(trained)} of them`] : [],
  );
  const bytes = arms.reduce((sum, arm) => sum + arm.bytes, inputBytes);
  const sentences = [
    `${[`${sizes} parameters`, ...partly].join('; ')}.`,
    `With the inputs ${arms.length === 1 ? 'it takes' : 'they take'} ${formatBytes(bytes)} of memory.`,
  ];
  if (secondsPerStep !== null)
    sentences.push(
      `${formatCount(stop.steps)} steps take some ${formatDuration(secondsPerStep * stop.steps)} on this machine, and measuring adds to it.`,
    );
  return sentences.join(' ');
}
