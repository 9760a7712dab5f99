import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ARM_IDS } from '../experiment/schema';
import {
  axisMeta,
  makeSweep,
  readSeeds,
  readValues,
  type Sweep,
  type SweepAxis,
  sweepPoints,
} from '../experiment/sweep';
import type { ScalarMeasure } from '../metrics/types';
import {
  outcomeOf,
  type PointResult,
  type Spread,
  SWEEP_MEASURES,
  type SweepMeasure,
  SweepResults,
  sweepToCsv,
} from '../recording/sweep';
import { checkWritable, deviceChoice, experimentOf } from './arguments';
import { UsageError } from './errors';
import { type ArmResult, train } from './train';

const SWEEP_USAGE =
  'richscope sweep PRESET --axis path=v1,v2,… [--axis path=v1,…] [--seeds 0,1,2] [--steps N] [--device wasm|cpu|webgpu] [--data DIR] [--set path=value]… [--json] [--out FILE.json] [--csv FILE.csv]';

function readAxis(text: string): SweepAxis {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--axis takes path=value,value,…, not "${text}".`);
  const path = text.slice(0, at);
  return { path, values: readValues(text.slice(at + 1), axisMeta({ path }).label) };
}

async function parseArguments(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      axis: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string' },
      steps: { type: 'string' },
      device: { type: 'string', default: 'wasm' },
      data: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      csv: { type: 'string' },
    },
  });
  const [preset, ...rest] = positionals;
  if (!preset || rest.length) throw new UsageError(`Name one preset: ${SWEEP_USAGE}.`);
  if (!values.axis.length) throw new UsageError(`Name the setting to go along: ${SWEEP_USAGE}.`);
  const experiment = await experimentOf(preset, values);
  const seeds = values.seeds === undefined ? [experiment.seed] : readSeeds(values.seeds);
  return { ...values, sweep: makeSweep({ experiment, axes: values.axis.map(readAxis), seeds }) };
}

/** What is kept of an arm, from what its run printed. */
function armOutcome({ step, trainAccuracy, testAccuracy, divergedAt, ...arm }: ArmResult) {
  const split = (accuracy: number, measures: ArmResult['train']) => ({
    accuracy,
    measures: measures as Record<ScalarMeasure, number | null>,
  });
  const last = {
    ...{ step, network: arm.network },
    ...{ train: split(trainAccuracy, arm.train), test: split(testAccuracy, arm.test) },
  };
  return outcomeOf(last, divergedAt ?? null);
}

/**
 * Trains a preset at each combination of values and seeds, and prints means and spreads over the seeds.
 * @returns the exit code: 1 where a network diverged
 * @throws UsageError and the errors of experiment, data and engine, each with one sentence
 */
export async function sweep(args: string[]): Promise<number> {
  const { sweep: asked, device, data, json, out, csv } = await parseArguments(args);
  if (out !== undefined) await checkWritable('out', out);
  if (csv !== undefined) await checkWritable('csv', csv);
  const results = new SweepResults(asked, sweepPoints(asked));
  for (const [index, point] of results.points.entries()) {
    process.stderr.write(`Run ${index + 1} of ${results.points.length}: ${pointWords(asked, point)}\n`);
    const start = performance.now();
    const options = { choice: deviceChoice(device), folder: data, records: false, curves: false };
    const { arms, device: used } = await train(point.experiment, options);
    const seconds = (performance.now() - start) / 1000;
    results.add(index, { arms: arms.map(armOutcome), device: used, seconds });
  }
  const printed = sweepJson(results);
  if (json) process.stdout.write(`${JSON.stringify(printed)}\n`);
  else printTable(results);
  if (out !== undefined) await writeFile(out, `${JSON.stringify(printed, null, 1)}\n`);
  if (csv !== undefined) await writeFile(csv, sweepToCsv(results));
  const diverged = printed.points.filter(({ arms }) => arms.some(arm => arm.divergedAt !== null)).length;
  if (diverged)
    process.stderr.write(
      `In ${diverged} of ${printed.points.length} runs a network diverged: its measures are left out.\n`,
    );
  return diverged ? 1 : 0;
}

function pointWords({ axes }: Sweep, { values, seed }: { values: readonly number[]; seed: number }): string {
  return `${axes.map(({ path }, i) => `${path}=${values[i]}`).join(', ')}, seed ${seed}`;
}

/** Each combination of values once, in order. */
const combinations = ({ points, sweep: { seeds } }: SweepResults) =>
  points.slice(0, points.length / seeds.length).map(({ values }) => values);

const spreadJson = ({ mean, spread, defined }: Spread) => ({
  mean: Number.isNaN(mean) ? null : mean,
  spread: Number.isNaN(spread) ? null : spread,
  seeds: defined,
});

function sweepJson(results: SweepResults) {
  const { sweep: asked, points } = results;
  const named = (outcome: PointResult['arms'][number], i: number) => ({ id: ARM_IDS[i]!, ...outcome });
  return {
    ...asked,
    points: points.map(({ values, seed }, i) => {
      const { arms, ...rest } = results.resultAt(i)!;
      return { values, seed, ...rest, arms: arms.map(named) };
    }),
    means: combinations(results).map(values => ({
      values,
      arms: results.arms.map((arm, i) => ({
        ...arm,
        ...(Object.fromEntries(
          SWEEP_MEASURES.map(name => [name, spreadJson(results.at(values, i, name))]),
        ) as Record<SweepMeasure, ReturnType<typeof spreadJson>>),
      })),
    })),
  };
}

function spreadWords({ mean, spread }: Spread, digits: number, factor = 1): string {
  if (Number.isNaN(mean)) return 'undefined';
  const words = (value: number) => (factor * value).toFixed(digits);
  return Number.isNaN(spread) ? words(mean) : `${words(mean)} ± ${words(spread)}`;
}

function printTable(results: SweepResults): void {
  const { axes } = results.sweep;
  const several = results.arms.length > 1;
  const head = [...axes.map(({ path }) => path), ...(several ? ['arm'] : [])];
  const rows = combinations(results).flatMap(values =>
    results.arms.map(({ id, label }, arm) => [
      ...values.map(String),
      ...(several ? [`${id} ${label}`] : []),
      spreadWords(results.at(values, arm, 'dlr'), 3),
      spreadWords(results.at(values, arm, 'trainAccuracy'), 1, 100),
      spreadWords(results.at(values, arm, 'testAccuracy'), 1, 100),
    ]),
  );
  const table = [[...head, 'D_LR', 'train %', 'test %'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map(row => row[column]!.length)));
  for (const row of table)
    process.stdout.write(
      `${row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd()}\n`,
    );
}
