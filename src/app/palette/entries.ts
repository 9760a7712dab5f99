import { PRESETS } from '../../experiment/presets';
import { getSetting, type Scalar, settingPaths } from '../../experiment/schema';
import { COMMANDS, runCommand, type Services } from '../commands';
import { formatSetting } from '../format';
import { LESSONS } from '../lessons/lessons';
import { openLesson } from '../lessons/walk';
import { openPreset } from '../open-preset';
import { PANELS } from '../panels';
import { scenarioOf } from '../scenarios';
import type { Session } from '../session';
import { appliesTo } from '../settings/values';
import type { AppState } from '../store';
import { goToPanel, goToSetting } from './go-to';
import type { Searchable } from './search';

/** One line of the palette. */
export interface PaletteEntry extends Searchable {
  id: string;
  group: 'Commands' | 'Experiments' | 'Lessons' | 'Panels' | 'Settings';
  /** Beside the title: its key, its value, what it shows. */
  aside: string;
  /** Why it would do nothing at present; null where it does something. */
  otherwise: string | null;
  run(session: Session, services: Services): void;
}

function commandEntries(state: AppState): PaletteEntry[] {
  return COMMANDS.filter(({ id }) => id !== 'palette').map(({ id, label, key, enabled, otherwise }) => ({
    id: `command-${id}`,
    group: 'Commands',
    title: label,
    words: id.replaceAll('-', ' '),
    aside: key?.shown ?? '',
    otherwise: enabled && !enabled(state) ? (otherwise ?? 'It would do nothing at present') : null,
    run: (session, services) => runCommand(id, session, services),
  }));
}

function presetEntries(state: AppState): PaletteEntry[] {
  return PRESETS.map(preset => {
    const { id, title, experiment } = preset;
    const { claim, point } = scenarioOf(experiment);
    return {
      id: `preset-${id}`,
      group: 'Experiments',
      title,
      words: `${claim} ${point}`,
      aside: id === state.experiment.preset ? 'shown now' : claim === title ? '' : claim,
      otherwise: null,
      run: session => openPreset(session, preset),
    };
  });
}

function lessonEntries(): PaletteEntry[] {
  return LESSONS.map(({ id, title, lead, steps }) => ({
    id: `lesson-${id}`,
    group: 'Lessons',
    title,
    words: lead,
    aside: `${steps.length} steps`,
    otherwise: null,
    run: (session, services) => void openLesson(session, services, id, 1),
  }));
}

function panelEntries(): PaletteEntry[] {
  return PANELS.map(({ id, title, what }) => ({
    id: `panel-${id}`,
    group: 'Panels',
    title,
    words: `${what} ${id}`,
    aside: what,
    otherwise: null,
    run: session => goToPanel(session, id),
  }));
}

/** The value of a setting in words; that the arms differ in it, where they do. */
function valueWords({ experiment }: AppState, path: string): string {
  if (experiment.arms.some(({ set }) => Object.hasOwn(set, path))) return 'differs by arm';
  const { meta } = settingPaths().find(setting => setting.path === path)!;
  return formatSetting(meta, getSetting(experiment, path) as Scalar);
}

function settingEntries(state: AppState): PaletteEntry[] {
  const { experiment } = state;
  const labels = new Map(settingPaths().map(({ path, meta }) => [path, meta.label]));
  return settingPaths().map(({ path, meta }) => {
    const applies = experiment.arms.some((_, arm) => appliesTo(experiment, meta, arm));
    return {
      id: `setting-${path}`,
      group: 'Settings',
      title: meta.label,
      words: `${path} ${meta.help}`,
      aside: applies ? valueWords(state, path) : '',
      otherwise: applies ? null : `Not in this experiment: it depends on “${labels.get(meta.when!.path)}”`,
      run: session => goToSetting(session, path),
    };
  });
}

/** All that can be found: commands, experiments, lessons, panels and settings, as they stand at present. */
export const paletteEntries = (state: AppState): PaletteEntry[] => [
  ...commandEntries(state),
  ...presetEntries(state),
  ...lessonEntries(),
  ...panelEntries(),
  ...settingEntries(state),
];
