import type { ArmId, Experiment } from '../experiment/schema';
import { ARM_IDS } from '../experiment/schema';
import type { Sweep, SweepPoint } from '../experiment/sweep';
import type { Measures } from '../metrics/types';
import { toCsv } from './csv';
import type { Recording } from './recording';
import type { NetworkFrame } from './types';

/** What is kept of each arm at the end of a run, in the order in which it is listed and exported; on training inputs. */
export const SWEEP_MEASURES = [
  'dlr',
  'testAccuracy',
  'trainAccuracy',
  'testDlr',
  'initialSimilarity',
  'parameterNorm',
  'parameterDistance',
  'nc1',
  'targetAlignment',
] as const;
export type SweepMeasure = (typeof SWEEP_MEASURES)[number];

/** One arm at the end of a run; null: undefined. */
export type ArmOutcome = Record<SweepMeasure, number | null> & {
  step: number;
  /** Step at which the loss was no longer finite; null where it stayed so. */
  divergedAt: number | null;
};

/** What is kept of one run of a sweep. */
export interface PointResult {
  arms: readonly ArmOutcome[];
  device: string;
  /** What the run took. */
  seconds: number;
}

/** What the last probe of an arm measured; a `Frame` is one. */
interface LastProbe {
  step: number;
  train: { accuracy: number; measures: LastMeasures };
  test: { accuracy: number; measures: LastMeasures };
  network: Pick<NetworkFrame, 'parameterNorm' | 'parameterDistance'>;
}
type LastMeasures = Pick<Measures, 'dlr' | 'initialSimilarity' | 'nc1' | 'targetAlignment'>;

/** What is kept of an arm. Of a network that diverged no measure is. */
export function outcomeOf({ step, train, test, network }: LastProbe, divergedAt: number | null): ArmOutcome {
  const { dlr, initialSimilarity, nc1, targetAlignment } = train.measures;
  const measures: Record<SweepMeasure, number | null> = {
    dlr,
    testAccuracy: test.accuracy,
    trainAccuracy: train.accuracy,
    testDlr: test.measures.dlr,
    initialSimilarity: initialSimilarity ?? null,
    parameterNorm: network.parameterNorm,
    parameterDistance: network.parameterDistance,
    nc1: nc1 ?? null,
    targetAlignment: targetAlignment ?? null,
  };
  if (divergedAt !== null) for (const name of SWEEP_MEASURES) measures[name] = null;
  return { ...measures, step, divergedAt };
}

/** The result of a run that is over and whose last probes were measured. */
export function resultOf({ arms, device }: Recording, seconds: number): PointResult {
  return {
    arms: arms.map(({ latest, divergedAt }) => outcomeOf(latest!, divergedAt)),
    device: device?.device ?? 'unknown',
    seconds,
  };
}

/** True where each value is about the same multiple of the one before: such an axis is drawn in equal ratios. */
export function isGeometric(values: readonly number[]): boolean {
  if (values.length < 3) return values.length === 2 && values[0]! > 0 && values[1]! / values[0]! >= 4;
  if (!(values[0]! > 0)) return false;
  const uneven = (steps: readonly number[]) => Math.max(...steps) / Math.min(...steps);
  const pairs = values.slice(1).map((value, i) => [values[i]!, value] as const);
  return uneven(pairs.map(([a, b]) => Math.log(b / a))) < uneven(pairs.map(([a, b]) => b - a));
}

/** Mean and sample standard deviation over seeds; NaN where there is none, spread NaN of fewer than two. */
export interface Spread {
  mean: number;
  spread: number;
  /** Seeds that have a value, and those whose run is there. */
  defined: number;
  seeds: number;
}

/** @param values of the runs that are there; null: undefined, which is left out of the mean */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const known = values.filter(value => value !== null && Number.isFinite(value)) as number[];
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : Number.NaN;
  return { mean, spread, defined: known.length, seeds: values.length };
}

/** What tells one run from all others: its whole experiment, but the name of its preset, which changes nothing. */
export const keyOf = ({ preset: _, ...experiment }: Experiment): string => JSON.stringify(experiment);

/** All runs of a sweep with what is known of them so far. */
export class SweepResults {
  readonly sweep: Sweep;
  readonly points: readonly SweepPoint[];
  readonly #results: (PointResult | null)[];
  /** Grows with every result. */
  version = 0;

  constructor(sweep: Sweep, points: readonly SweepPoint[]) {
    this.sweep = sweep;
    this.points = points;
    this.#results = points.map(() => null);
  }

  get arms(): { id: ArmId; label: string }[] {
    return this.sweep.experiment.arms.map(({ label }, i) => ({ id: ARM_IDS[i]!, label }));
  }

  get done(): number {
    return this.#results.filter(result => result).length;
  }

  resultAt(index: number): PointResult | null {
    return this.#results[index] ?? null;
  }

  add(index: number, result: PointResult): void {
    this.#results[index] = result;
    this.version++;
  }

  /** The runs at some values, one a seed, as indices of `points`. */
  indicesAt(values: readonly number[]): number[] {
    return this.points.flatMap((point, i) =>
      point.values.every((v, axis) => v === values[axis]) ? [i] : [],
    );
  }

  /** A measure of one arm at some values, over the seeds whose runs are there. */
  at(values: readonly number[], arm: number, measure: SweepMeasure): Spread {
    const there = this.indicesAt(values).flatMap(i => this.#results[i]?.arms[arm] ?? []);
    return spreadOf(there.map(outcome => outcome[measure]));
  }

  /** How many seeds' runs of an arm diverged at some values. */
  divergedAt(values: readonly number[], arm: number): number {
    return this.indicesAt(values).filter(i => (this.#results[i]?.arms[arm]?.divergedAt ?? null) !== null)
      .length;
  }

  /** A measure of one arm along a sweep of one setting, aligned with the axis's values. */
  series(arm: number, measure: SweepMeasure): Spread[] {
    return this.sweep.axes[0]!.values.map(value => this.at([value], arm, measure));
  }

  /** A measure of one arm of a sweep of two settings: a row for each value of the second, a column for each of the first. */
  grid(arm: number, measure: SweepMeasure): Spread[][] {
    const [across, up] = this.sweep.axes as [Sweep['axes'][number], Sweep['axes'][number]];
    return up.values.map(y => across.values.map(x => this.at([x, y], arm, measure)));
  }

  /**
   * What is known of a sweep of two settings along one of them, where the other has one value: a sweep of one setting.
   * @param along which of the two axes
   * @param at place of the other's value on its axis
   */
  slice(along: 0 | 1, at: number): SweepResults {
    const across = along ? 0 : 1;
    const value = this.sweep.axes[across]!.values[at];
    const indices = this.points.flatMap((point, i) => (point.values[across] === value ? [i] : []));
    const slice = new SweepResults(
      { ...this.sweep, axes: [this.sweep.axes[along]!] },
      indices.map(i => ({ ...this.points[i]!, values: [this.points[i]!.values[along]!] })),
    );
    indices.forEach((from, i) => {
      const result = this.resultAt(from);
      if (result) slice.add(i, result);
    });
    return slice;
  }

  /** Seconds that the runs still to be made take, by those that were made; null before the first. */
  secondsLeft(): number | null {
    const made = this.#results.filter(result => result !== null);
    if (!made.length) return null;
    const seconds = made.reduce((sum, result) => sum + result.seconds, 0) / made.length;
    return seconds * (this.points.length - made.length);
  }
}

/** All finished runs of a sweep as CSV (RFC 4180): one row for each run and arm. Undefined: empty. */
export function sweepToCsv(results: SweepResults): string {
  const { sweep, points, arms } = results;
  const rows = points.flatMap(({ values, seed }, i) => {
    const result = results.resultAt(i);
    return (result?.arms ?? []).map((outcome, arm) => [
      ...values,
      seed,
      arms[arm]!.id,
      arms[arm]!.label,
      outcome.step,
      outcome.divergedAt ?? Number.NaN,
      ...SWEEP_MEASURES.map(name => outcome[name] ?? Number.NaN),
      result!.device,
      result!.seconds,
    ]);
  });
  const head = [...sweep.axes.map(({ path }) => path), 'seed', 'arm', 'label', 'step', 'divergedAt'];
  return toCsv([[...head, ...SWEEP_MEASURES, 'device', 'seconds'], ...rows]);
}
