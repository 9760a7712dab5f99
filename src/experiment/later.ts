import { getSetting } from './paths';
import type { Arm, ArmId, Experiment, Scalar } from './schema';
import { idOfArm, indexOfArm, stageAt, stagesOf, withChanges } from './stages';

/**
 * The experiment with one more arm, to which happens in the middle of the run what happens to arm `like`, from its first
 * step on.
 * @param own settings that the new arm has values of its own for: they do not change with those of the other
 */
export function withArm(
  experiment: Experiment,
  arm: Arm,
  like: number,
  own: readonly string[] = [],
): Experiment {
  const id = idOfArm(experiment.arms.length);
  const start = arm.branch?.at ?? 0;
  const changes = experiment.changes?.map(change =>
    // A branch begins with what was changed up to there.
    change.arms.includes(idOfArm(like)) &&
    change.step >= start + (arm.branch ? 1 : 0) &&
    !own.includes(change.path)
      ? { ...change, arms: [...change.arms, id] }
      : change,
  );
  return { ...experiment, arms: [...experiment.arms, arm], ...(changes && { changes }) };
}

/** The experiment without arm `index` and the branches of it; the arms behind it move up. */
export function withoutArm(experiment: Experiment, index: number): Experiment {
  const gone = new Set([index]);
  for (const [at, { branch }] of experiment.arms.entries())
    if (branch && gone.has(indexOfArm(branch.of))) gone.add(at);
  const left = [...experiment.arms.keys()].filter(at => !gone.has(at));
  const moved = (id: ArmId) => idOfArm(left.indexOf(indexOfArm(id)));
  const arms = left.map(at => {
    const { branch, ...arm } = experiment.arms[at]!;
    return branch ? { ...arm, branch: { ...branch, of: moved(branch.of) } } : arm;
  });
  const changes = (experiment.changes ?? []).flatMap(change => {
    const ids = change.arms.filter(id => !gone.has(indexOfArm(id))).map(moved);
    return ids.length ? [{ ...change, arms: ids }] : [];
  });
  return withChanges({ ...experiment, arms }, changes);
}

/**
 * The experiment with a branch: arm `of` from step `at` on, but for some settings.
 * @param set by path; what it does not name is as the arm has it at that step
 */
export function withBranch(
  experiment: Experiment,
  of: number,
  at: number,
  set: Arm['set'],
  label: string,
): Experiment {
  const { settings } = stageAt(stagesOf(experiment, of), at);
  const { data, model, training, seed, stop, probe } = experiment;
  const base = { data, model, training, seed, stop, probe };
  const holder = holderAt(experiment, of, at);
  const own = { ...differencesFrom(base, settings), ...set };
  const left = Object.entries(own).filter(([path, value]) => getSetting(base, path) !== value);
  const branch = { of: idOfArm(holder), at };
  const arm: Arm = { label, set: Object.fromEntries(left), branch };
  return withArm(experiment, arm, holder, Object.keys(set));
}

/** The arm that arm `index` is at a step: before a branch has left, that is another one. */
function holderAt({ arms }: Pick<Experiment, 'arms'>, index: number, step: number): number {
  const { branch } = arms[index]!;
  return branch && step < branch.at ? holderAt({ arms }, indexOfArm(branch.of), step) : index;
}

/** Values of the settings in which others differ from these, by path. */
function differencesFrom(base: object, other: object, prefix = ''): Arm['set'] {
  const found: Arm['set'] = {};
  for (const [key, value] of Object.entries(other)) {
    const before = (base as Record<string, unknown>)[key];
    if (typeof value === 'object' && value !== null)
      Object.assign(found, differencesFrom(before as object, value as object, `${prefix}${key}.`));
    else if (value !== before) found[prefix + key] = value as Scalar;
  }
  return found;
}
