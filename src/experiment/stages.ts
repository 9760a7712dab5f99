import { withSetting } from './paths';
import type { ArmId, Experiment, Settings } from './schema';

/** Settings of an arm from one step on: they hold for update `from` + 1 and those after it. */
export interface Stage {
  from: number;
  settings: Settings;
}

type Described = Pick<Experiment, keyof Settings | 'arms' | 'changes'>;

/** Ids are letters, in the order of the arms. */
export const indexOfArm = (id: ArmId): number => id.charCodeAt(0) - 'A'.charCodeAt(0);

const idOfArm = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index) as ArmId;

/**
 * What the settings of arm `index` are from step to step: one stage, and one more for each moment at which they change.
 * A branch has the stages of the arm that it leaves up to there. Ascending; the first is from step 0.
 */
export function stagesOf(experiment: Described, index: number): Stage[] {
  const { data, model, training, seed, stop, probe, arms, changes = [] } = experiment;
  const { set, branch } = arms[index]!;
  const start = branch?.at ?? 0;
  const stages = branch
    ? stagesOf(experiment, indexOfArm(branch.of)).filter(({ from }) => from < branch.at)
    : [];
  let settings: Settings = { data, model, training, seed, stop, probe };
  for (const [path, value] of Object.entries(set)) settings = withSetting(settings, path, value);
  stages.push({ from: start, settings });
  for (const change of changes) {
    if (!change.arms.includes(idOfArm(index)) || change.step < start) continue;
    settings = withSetting(settings, change.path, change.value);
    if (stages.at(-1)!.from === change.step) stages.pop();
    stages.push({ from: change.step, settings });
  }
  const words = stages.map(stage => JSON.stringify(stage.settings));
  return stages.filter((_, at) => at === 0 || words[at] !== words[at - 1]);
}

/** The stage that holds for the update after step `step`. */
export const stageAt = (stages: readonly Stage[], step: number): Stage =>
  stages.findLast(({ from }) => from <= step) ?? stages[0]!;
