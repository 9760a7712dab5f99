import {
  ARM_IDS,
  armDifferences,
  type Experiment,
  type FieldMeta,
  getSetting,
  type Scalar,
  settingPaths,
} from '../experiment/schema';
import { indexOfArm, stageAt, stagesOf, withoutLater } from '../experiment/stages';
import { changeWords, lowerLabel } from '../experiment/words';
import type { DataSummary } from '../recording/types';
import { formatCount, formatSetting, joinWords } from './format';

/** A piece of prose; `arm` marks the name of an arm. */
export interface Phrase {
  text: string;
  arm?: number;
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four'];

/** What an arm does, for settings that read better as a sentence than as "label value". */
const VERBS: Record<string, Record<string, string>> = {
  'training.layers': { all: 'trains all layers', last: 'trains only the last layer' },
};

function differenceWords(path: string, meta: FieldMeta, value: Scalar): string {
  return VERBS[path]?.[String(value)] ?? `has ${lowerLabel(meta.label)} ${formatSetting(meta, value)}`;
}

/** What all arms share, named only where it is so. */
function sharedWords(paths: readonly string[]): string {
  const start = paths.some(path => path.startsWith('model.')) ? 'seed' : 'start';
  return `same ${start}, same pictures, same batches`;
}

/**
 * "Two networks with the same start, … A trains all layers, B trains only the last layer. C leaves A at step 500 and has
 * learning rate 0.01." And what was changed in the middle of the run.
 */
export function describeArms(experiment: Experiment): Phrase[] {
  const later = [...experiment.arms.keys()].flatMap(index => describeBranch(experiment, index));
  const changes = (experiment.changes ?? []).map(
    change => `After step ${formatCount(change.step)}, ${changeWords(change)}.`,
  );
  const words =
    changes.length > MOST_CHANGES ? [`Settings change ${changes.length} times in the middle.`] : changes;
  return [
    ...describeCommon(withoutLater(experiment)),
    ...later,
    ...words.map(text => ({ text: ` ${text}` })),
  ];
}

/** Changes that are told one by one. */
const MOST_CHANGES = 2;

/** " C leaves A at step 500 and has learning rate 0.01." Nothing for an arm that is no branch. */
function describeBranch(experiment: Experiment, index: number): Phrase[] {
  const { branch } = experiment.arms[index]!;
  if (!branch) return [];
  const of = indexOfArm(branch.of);
  const stages = stagesOf(experiment, index);
  const now = stageAt(stages, branch.at).settings;
  const { settings: before } = stageAt(stagesOf(experiment, of), branch.at);
  const words = settingPaths().flatMap(({ path, meta }) => {
    const value = getSetting(now, path) as Scalar;
    return value === getSetting(before, path) ? [] : [differenceWords(path, meta, value)];
  });
  return [
    { text: ' ' },
    { text: ARM_IDS[index]!, arm: index },
    { text: ' leaves ' },
    { text: branch.of, arm: of },
    { text: ` at step ${formatCount(branch.at)} and ${joinWords(words) || 'goes on as it does'}.` },
  ];
}

function describeCommon(experiment: Experiment): Phrase[] {
  const count = experiment.arms.length;
  if (count === 1)
    return [{ text: 'One network: ' }, { text: 'A', arm: 0 }, { text: ` ${onlyArm(experiment)}.` }];
  const differences = armDifferences(experiment);
  const opening = `${NUMBERS[count]} networks: ${sharedWords(differences.map(({ path }) => path))}. `;
  if (!differences.length) return [{ text: `${opening}They do not differ in anything.` }];
  const phrases: Phrase[] = [{ text: opening }];
  const [only] = differences;
  const plain = differences.length === 1 && !VERBS[only!.path];
  if (plain) phrases.push({ text: `They differ in ${lowerLabel(only!.meta.label)}: ` });
  for (let arm = 0; arm < count; arm++) {
    const words = plain
      ? [formatSetting(only!.meta, only!.values[arm]!)]
      : differences.map(({ path, meta, values }) => differenceWords(path, meta, values[arm]!));
    const end = arm === count - 1 ? '.' : differences.length > 1 ? '; ' : ', ';
    phrases.push({ text: ARM_IDS[arm]!, arm }, { text: ` ${joinWords(words)}${end}` });
  }
  return phrases;
}

function onlyArm(experiment: Experiment): string {
  const { set } = experiment.arms[0]!;
  const layers = (set['training.layers'] ?? experiment.training.layers) as string;
  return VERBS['training.layers']![layers]!;
}

/** What was done to the pictures and labels, in words; empty where nothing was. */
export function describeData(experiment: Experiment): string {
  const { source, codeStrength, codeAtTest, labelNoise } = experiment.data;
  const sentences: string[] = [];
  if (codeStrength > 0 && source !== 'modular')
    sentences.push(
      `One pixel of each training picture gives its label away; on test pictures it ${
        codeAtTest === 'random' ? 'points at a random one' : 'is dark'
      }.`,
    );
  const noisy = experiment.arms.map(arm => Number(arm.set['data.labelNoise'] ?? labelNoise));
  if (noisy[0]! > 0 && noisy.every(share => share === noisy[0]))
    sentences.push(`${Math.round(noisy[0]! * 100)}\u202f% of the training labels are random.`);
  return sentences.join(' ');
}

/** Where the pictures come from and how they were split, where that is not a built-in set; empty otherwise. */
export function describeSource(data: DataSummary | null, experiment: Experiment): string {
  const { source } = experiment.data;
  if (!data || source === 'digits' || source === 'colours') return '';
  if (source === 'modular') return `${data.name}. ${data.note ?? ''}`.trim();
  // How files and single splits were cut is said with the counts.
  if (data.note?.includes(' to train on')) return `Pictures: ${data.name}. ${data.note}`;
  const counts = `${formatCount(data.train)} to train on, ${formatCount(data.test)} to test on.`;
  return `Pictures: ${data.name}, ${counts}${data.note ? ` ${data.note}` : ''}`;
}

/** "Learning rate: 0.001 → 0.01", for the sentence that says what a change did; empty where nothing differs. */
export function describeChange(before: Experiment, after: Experiment): string {
  const changed = settingPaths().flatMap(({ path, meta }) => {
    const [old, now] = [getSetting(before, path), getSetting(after, path)] as [Scalar, Scalar];
    return old === now ? [] : [`${meta.label}: ${formatSetting(meta, old)} → ${formatSetting(meta, now)}`];
  });
  if (!changed.length && JSON.stringify(before.arms) !== JSON.stringify(after.arms)) return 'Arms changed';
  return changed.length > 2 ? `${changed.length} settings changed` : changed.join('; ');
}
