import { causeColumn, PAIR_SERIES, RIVAL_NAMES, RIVALS, rivalColumn } from '../../panels/closer';
import type { ArmRecording, ColumnName, Recording, Split } from '../../recording/recording';
import type { NetworkMeasure } from '../../recording/types';
import type { PanelId } from '../panels';
import { figures, percent, type Series } from './table';

/** A series that has a value at each probe. */
const atProbes = (
  name: string,
  write: Series['write'],
  column: (arm: ArmRecording) => Float64Array,
): Series => ({ name, write, of: arm => ({ steps: arm.frameSteps, values: column(arm) }) });

const measure =
  (probe: Split) =>
  (name: string, column: ColumnName, write = figures): Series =>
    atProbes(name, write, arm => arm.column(probe, column));

const ofNetwork = (name: string, column: NetworkMeasure): Series =>
  atProbes(name, figures, arm => arm.networkColumn(column));

const LOSS: Series = { name: 'training loss', write: figures, of: ({ losses }) => losses };

const even = (probe: Split): Series => atProbes('even', figures, arm => causeColumn(arm, probe, 'even'));

/** Those that were measured at all. */
const measured = ({ arms }: Recording, series: readonly Series[]): Series[] =>
  series.filter(({ of }) => arms.some(arm => of(arm)?.values.some(value => !Number.isNaN(value))));

const rivals = (recording: Recording, probe: Split): Series[] =>
  measured(
    recording,
    RIVAL_NAMES.map(name => RIVALS[name]).map(rival =>
      atProbes(rival.short, figures, arm => rivalColumn(arm, probe, rival)),
    ),
  );

/** All that can be drawn against each other. */
const pairs = (recording: Recording, probe: Split): Series[] =>
  measured(
    recording,
    PAIR_SERIES.filter(({ axis }) => axis !== 'step').map(({ title, axis, column }) =>
      atProbes(title, axis === 'percent' ? percent : figures, arm => column(arm, probe)),
    ),
  );

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
