import type { ArmRecording, Split } from '../../recording/recording';
import { formatShare } from '../accuracy-curve/geometry';
import { causeColumn } from '../causes/geometry';
import { COLLAPSE_MEASURES } from '../collapse/curves';
import { formatStep } from '../common/scales';
import { formatRival } from '../rivals/geometry';
import { RIVALS, type Rival, rivalColumn } from '../rivals/measures';

/** A series that can be drawn against another one. */
export interface PairSeries {
  /** As `view.pair` names it. */
  name: string;
  /** For its axis and its choice. */
  title: string;
  /** Steps; a share of 1, written so or in percent; a number from 0; or powers of ten, where axes are logarithmic. */
  axis: 'step' | 'share' | 'percent' | 'number' | 'log';
  /** Measured at few of the probes: its points are joined over the others. */
  sparse: boolean;
  /** A value at each probe; NaN where it is undefined or was not measured. */
  column(arm: ArmRecording, probe: Split): Float64Array;
  format(value: number): string;
}

const ofRival = (rival: Rival, title = rival.short): PairSeries => ({
  ...{ name: rival.name, title, axis: rival.axis, sparse: rival.sparse ?? false },
  column: (arm, probe) => rivalColumn(arm, probe, rival),
  format: value => formatRival(value, rival),
});

const accuracy = (split: Split): PairSeries => ({
  ...{ name: `${split}Accuracy`, title: `${words(split)} accuracy`, axis: 'percent', sparse: false },
  column: arm => arm.column(split, 'accuracy'),
  format: formatShare,
});

const loss = (split: Split): PairSeries => ({
  ...{ name: `${split}Loss`, title: `${words(split)} loss`, axis: 'log', sparse: false },
  column: arm => arm.column(split, 'loss'),
  format: value => formatRival(value, RIVALS.nc1),
});

const words = (split: Split) => (split === 'train' ? 'training' : 'test');

const COLLAPSE_TITLES = {
  nc1: 'NC1, spread within classes',
  nc2Norm: 'NC2, lengths of the means',
  nc2Angle: 'NC2, angles of the means',
  nc3: 'NC3, last layer off the means',
  nc4: 'NC4, nearest mean is not the output',
};

/** All series, in the order in which they are offered. */
export const PAIR_SERIES: readonly PairSeries[] = [
  {
    ...{ name: 'step', title: 'step', axis: 'step', sparse: false, format: formatStep },
    column: arm => arm.frameSteps,
  },
  ofRival(RIVALS.dlr),
  accuracy('test'),
  accuracy('train'),
  loss('train'),
  loss('test'),
  {
    ...{
      name: 'used',
      title: 'used share of the strength',
      axis: 'percent',
      sparse: false,
      format: formatShare,
    },
    column: (arm, probe) => causeColumn(arm, probe, 'used'),
  },
  {
    ...{ name: 'even', title: 'evenness √(PR / r)', axis: 'number', sparse: false },
    column: (arm, probe) => causeColumn(arm, probe, 'even'),
    format: value => formatRival(value, RIVALS.parameterDistance),
  },
  {
    ...{ name: 'effectiveDimension', title: 'effective dimension', axis: 'number', sparse: false },
    column: (arm, probe) => arm.column(probe, 'effectiveDimension'),
    format: value => formatRival(value, RIVALS.parameterDistance),
  },
  ofRival(RIVALS.initialSimilarity, 'S_init, similarity to the start'),
  ofRival(RIVALS.kernelDistance, 'kernel distance from the start'),
  ofRival(RIVALS.parameterDistance, '‖θ − θ₀‖ / ‖θ₀‖'),
  ofRival(RIVALS.targetAlignment),
  ofRival(RIVALS.tangentKernelChange, 'change of the tangent kernel'),
  ...COLLAPSE_MEASURES.map((name): PairSeries => {
    const axis = name === 'nc1' ? 'log' : name === 'nc4' ? 'percent' : 'number';
    return {
      ...{ name, title: COLLAPSE_TITLES[name], axis, sparse: false },
      column: (arm, probe) => arm.column(probe, name),
      format: name === 'nc4' ? formatShare : value => formatRival(value, RIVALS.nc1),
    };
  }),
];

const FIRST = 'dlr.testAccuracy';

/** The two series that `view.pair` names, that along x first; those it starts with in the place of unknown ones. */
export function readPair(text: string): [x: PairSeries, y: PairSeries] {
  const find = (names: string) =>
    names.split('.').map(name => PAIR_SERIES.find(series => series.name === name));
  const [x, y] = find(text);
  const [firstX, firstY] = find(FIRST);
  return [x ?? firstX!, y ?? firstY!];
}

/** As `view.pair` says it. */
export const writePair = (x: Pick<PairSeries, 'name'>, y: Pick<PairSeries, 'name'>) => `${x.name}.${y.name}`;
