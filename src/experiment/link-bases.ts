import frozen from './link-bases.json';
import { PRESETS } from './presets';
import {
  type Arm,
  type Experiment,
  getSetting,
  parseExperiment,
  type Scalar,
  settingPaths,
  type View,
  viewSchema,
} from './schema';

/** What a link of one version leaves out: the values that a setting has unless the link says otherwise. */
export interface LinkBase {
  /** Every setting of that version, by dotted path. */
  settings: Record<string, Scalar>;
  arms: Arm[];
  view: View;
  /** Each preset, as differences from the above. */
  presets: Record<string, { settings: Record<string, Scalar>; arms: Arm[] }>;
}

/**
 * The bases of all link versions, frozen, so that a link keeps its meaning when a default or a preset changes.
 * Such a change needs a new version: `node scripts/freeze-links.mjs` adds it. Old ones are never edited.
 */
export const LINK_BASES = frozen as unknown as Readonly<Record<string, LinkBase>>;

/** The version that links are written in. */
export const LINK_VERSION = Math.max(...Object.keys(LINK_BASES).map(Number));

/**
 * The base of a version. Settings that came with a later version have the value they came with.
 * @throws RangeError for a version that does not exist.
 */
export function linkBase(version: number, bases = LINK_BASES): LinkBase {
  const base = bases[version];
  if (!base) throw new RangeError(`There is no link version ${version}.`);
  let { settings, view } = base;
  for (let next = version + 1; bases[next]; next++) {
    settings = { ...bases[next]!.settings, ...settings };
    view = { ...bases[next]!.view, ...view };
  }
  return { ...base, settings, view };
}

/** The base that the schema and the presets have now: what a new version freezes. */
export function presentLinkBase(): LinkBase {
  const experiment = parseExperiment({});
  const settings = flatSettings(experiment);
  return {
    settings,
    arms: experiment.arms,
    view: viewSchema.parse({}),
    presets: Object.fromEntries(
      PRESETS.map(preset => [
        preset.id,
        { settings: changes(flatSettings(preset.experiment), settings), arms: preset.experiment.arms },
      ]),
    ),
  };
}

/** The experiment's base settings by dotted path, in form order. */
export function flatSettings(experiment: Experiment): Record<string, Scalar> {
  return Object.fromEntries(settingPaths().map(({ path }) => [path, getSetting(experiment, path) as Scalar]));
}

/** The entries of `values` that differ from those of `base`. */
export function changes<Value>(
  values: Record<string, Value>,
  base: Record<string, Value>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== base[key]));
}
