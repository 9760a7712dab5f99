import { getSetting, withSetting } from './paths';
import type { Arm, Change, FieldMeta, Settings } from './schema';
import { indexOfArm } from './stages';

interface Described extends Settings {
  arms: readonly Arm[];
  changes?: readonly Change[];
}

/** What is wrong, as a clause, and at which part of the experiment. */
export interface Fault {
  path: (string | number)[];
  message: string;
}

type Metas = ReadonlyMap<string, FieldMeta>;

/** Whether the branches and changes of an experiment hold together; null where they do. */
export function faultOfBranches(experiment: Described, metas: Metas): Fault | null {
  for (const index of experiment.arms.keys()) {
    const message = faultOfBranch(experiment, index, metas);
    if (message) return { path: ['arms', index, 'branch'], message };
  }
  let newest = 0;
  for (const [index, change] of (experiment.changes ?? []).entries()) {
    const message =
      change.step < newest
        ? 'changes must stand in the order of their steps'
        : faultOfChange(experiment, change, metas);
    if (message) return { path: ['changes', index], message };
    newest = change.step;
  }
  return null;
}

function faultOfBranch(experiment: Described, index: number, metas: Metas): string | null {
  const { branch } = experiment.arms[index]!;
  if (!branch) return null;
  const { of, at } = branch;
  const parent = experiment.arms[indexOfArm(of)];
  if (!parent || indexOfArm(of) >= index) return 'a branch must stand behind the arm that it leaves';
  if ((parent.branch?.at ?? 0) > at)
    return `arm ${of} is not there yet at step ${at}: branch from a later one`;
  if (at > experiment.stop.steps) return `the run ends before step ${at}: branch from an earlier one`;
  const [own, old] = [index, indexOfArm(of)].map(arm => startingSettings(experiment, arm));
  for (const [path, { label, live }] of metas)
    if (!live && getSetting(own!, path) !== getSetting(old!, path))
      return `${label.toLowerCase()} cannot differ in a branch, which goes on with the network and the pictures that are there`;
  return null;
}

function startingSettings(experiment: Described, index: number): Settings {
  const entries = Object.entries(experiment.arms[index]!.set);
  return entries.reduce<Settings>(
    (settings, [path, value]) => withSetting(settings, path, value),
    experiment,
  );
}

function faultOfChange({ arms, stop }: Described, change: Change, metas: Metas): string | null {
  const { step, path } = change;
  const meta = metas.get(path);
  if (!meta) return `"${path}" is not a setting`;
  if (!meta.live)
    return `"${path}" cannot change in the middle of a run: change it at the start, which makes a new one`;
  if (step > stop.steps) return `the run ends before step ${step}: change it earlier`;
  const missing = change.arms.find(id => !arms[indexOfArm(id)]);
  if (missing) return `there is no arm ${missing}`;
  const early = change.arms.find(id => (arms[indexOfArm(id)]!.branch?.at ?? 0) > step);
  if (early) return `arm ${early} is not there yet at step ${step}`;
  if (meta.perArm) return null;
  const named = arms.filter((arm, index) => !arm.branch && change.arms.some(id => indexOfArm(id) === index));
  const common = arms.filter(({ branch }) => !branch);
  if (named.length && named.length < common.length)
    return `"${path}" is common to all arms that are no branches: change it in all of them`;
  return null;
}
