import { PAIR_SERIES, RIVAL_NAMES, RIVALS, rivalColumn } from '../../panels/closer';
import type { ArmRecording, ColumnName, Recording, Split } from '../../recording/recording';
import type { NetworkMeasure } from '../../recording/types';
import type { PanelId } from '../panels';
import { figures, percent, type Series } from './table';

const measure =
  (probe: Split) =>
  (name: string, column: ColumnName, write = figures): Series => ({
    name,
    write,
    of: arm => ({ steps: arm.frameSteps, values: arm.column(probe, column) }),
  });

const ofNetwork = (name: string, column: NetworkMeasure): Series => ({
  name,
  write: figures,
  of: arm => ({ steps: arm.frameSteps, values: arm.networkColumn(column) }),
});

const LOSS: Series = { name: 'training loss', write: figures, of: ({ losses }) => losses };

/** √(PR / r), the second factor of D_LR = 1 − used × even. */
const even = (probe: Split): Series => ({
  name: 'even',
  write: figures,
  of(arm) {
    const ranks = arm.column(probe, 'rank');
    const values = arm.column(probe, 'participation').map((ratio, i) => Math.sqrt(ratio / ranks[i]!));
    return { steps: arm.frameSteps, values };
  },
});

const rivals = ({ arms }: Recording, probe: Split): Series[] =>
  RIVAL_NAMES.map(name => RIVALS[name])
    .map(rival => ({
      name: rival.short,
      write: figures,
      of: (arm: ArmRecording) => ({ steps: arm.frameSteps, values: rivalColumn(arm, probe, rival) }),
    }))
    .filter(one => arms.some(arm => one.of(arm).values.some(value => !Number.isNaN(value))));

/** All that can be drawn against each other. */
const pairs = ({ arms }: Recording, probe: Split): Series[] =>
  PAIR_SERIES.filter(({ axis }) => axis !== 'step')
    .map(series => ({
      name: series.title,
      write: series.axis === 'percent' ? percent : figures,
      of: (arm: ArmRecording) => ({ steps: arm.frameSteps, values: series.column(arm, probe) }),
    }))
    .filter(one => arms.some(arm => one.of(arm).values.some(value => !Number.isNaN(value))));

const layers = ({ arms }: Recording, probe: Split): Series[] => {
  const names = [...new Set(arms.flatMap(arm => arm.layers.map(({ name }) => name)))];
  return names.map(name => ({
    name,
    write: figures,
    of(arm) {
      const layer = arm.layers.findIndex(one => one.name === name);
      return layer < 0 ? null : { steps: arm.layerSteps, values: arm.layerColumn(probe, layer, 'dlr') };
    },
  }));
};

/** What a panel shows against step; empty where it shows one moment alone. */
export function seriesOf(panel: PanelId, recording: Recording, probe: Split): Series[] {
  const of = measure(probe);
  switch (panel) {
    case 'richness':
      return [of('D_LR', 'dlr'), of('standard error', 'dlrError')];
    case 'arms':
      return [
        of('D_LR', 'dlr'),
        measure('train')('train accuracy', 'accuracy', percent),
        measure('test')('test accuracy', 'accuracy', percent),
      ];
    case 'accuracy':
      return [
        measure('test')('test accuracy', 'accuracy', percent),
        measure('train')('train accuracy', 'accuracy', percent),
      ];
    case 'loss':
      return [LOSS];
    case 'why':
      return [of('used', 'share', percent), even(probe)];
    case 'rivals':
      return rivals(recording, probe);
    case 'layers':
      return layers(recording, probe);
    case 'collapse':
      return [
        of('NC1', 'nc1'),
        of('NC2, lengths', 'nc2Norm'),
        of('NC2, angles', 'nc2Angle'),
        of('NC3', 'nc3'),
        of('NC4', 'nc4', percent),
      ];
    case 'fourier':
      return [
        ofNetwork('frequencies', 'effectiveFrequencies'),
        ofNetwork('frequencies of a unit', 'frequenciesPerUnit'),
      ];
    case 'pair':
      return pairs(recording, probe);
    case 'spectrum':
    case 'eigenfunctions':
      return [];
  }
}
