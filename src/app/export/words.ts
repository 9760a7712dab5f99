import { changes, flatSettings, LINK_VERSION, linkBase } from '../../experiment/link-bases';
import { type Experiment, getSetting, type Scalar, settingPaths } from '../../experiment/schema';
import type { Recording } from '../../recording/recording';
import { describeArms } from '../describe';
import { formatCount, formatSetting } from '../format';
import { scenarioOf } from '../scenarios';

/** Settings that are not as by default, as "label: value". */
export function ownSettings(experiment: Experiment): string[] {
  const changed = changes(flatSettings(experiment), linkBase(LINK_VERSION).settings);
  return settingPaths()
    .filter(({ path }) => Object.hasOwn(changed, path))
    .map(({ path, meta }) => `${meta.label}: ${formatSetting(meta, getSetting(experiment, path) as Scalar)}`);
}

/** What a picture is of: the experiment, its arms and settings, and how far it had come. */
export function captionOf({ experiment, step, device }: Recording): string {
  const where = device ? `, ${device.adapter}` : '';
  return [
    `${scenarioOf(experiment).claim}.`,
    describeArms(experiment)
      .map(({ text }) => text)
      .join(''),
    `${ownSettings(experiment).join('; ')}.`,
    `Seed ${experiment.seed}, step ${formatCount(step)}${where}. Richscope.`,
  ]
    .filter(words => words !== '.')
    .join(' ');
}

/** BibTeX of the paper whose measure is shown, and of this app. @param address where the app is */
export const bibtex = (address: string): string => `@misc{nam2024disentangling,
  title = {Disentangling Rich Dynamics from Feature Learning},
  author = {Nam, Yoonsoo and others},
  year = {2024},
  eprint = {2410.04264},
  archivePrefix = {arXiv}
}

@software{richscope,
  title = {Richscope: watch a network turn from lazy to rich},
  url = {${address}}
}
`;
