import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ARM_IDS } from '../experiment/schema';
import type { PlainMeasures } from '../metrics/plain';
import { checkWritable, deviceChoice, experimentOf } from './arguments';
import { UsageError } from './errors';
import { type ArmResult, train } from './train';

export const RUN_USAGE =
  'richscope run PRESET [--seed N] [--steps N] [--device wasm|cpu|webgpu] [--data DIR] [--set path=value]… [--curves] --json [--out FILE] [--recording FILE [--brief]]';

function parseArguments(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      steps: { type: 'string' },
      device: { type: 'string', default: 'wasm' },
      data: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      curves: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      recording: { type: 'string' },
      brief: { type: 'boolean', default: false },
    },
  });
  const [preset, ...rest] = positionals;
  if (values.brief && values.recording === undefined)
    throw new UsageError('--brief shortens a recording: name its file with --recording FILE.');
  if (!preset || rest.length) throw new UsageError(`Name one preset: ${RUN_USAGE}.`);
  return {
    experiment: experimentOf(preset, values),
    device: deviceChoice(values.device),
    folder: values.data,
    curves: values.curves,
    json: values.json,
    out: values.out,
    recording: values.recording,
    brief: values.brief,
  };
}

/**
 * Trains a preset without a browser and prints what its arms measured.
 * @returns the exit code: 1 where an arm diverged
 * @throws UsageError and the errors of experiment, data and engine, each with one sentence
 */
export async function run(args: string[]): Promise<number> {
  const { experiment, device: choice, folder, curves, json, out, recording, brief } = parseArguments(args);
  if (out !== undefined) await checkWritable('out', out);
  if (recording !== undefined) await checkWritable('recording', recording);
  const records = recording !== undefined;
  const { device, arms, recorder } = await train(experiment, { choice, folder, records, curves });
  const result = {
    experiment,
    device,
    seed: experiment.seed,
    arms: arms.map((arm, i) => ({ id: ARM_IDS[i]!, label: experiment.arms[i]!.label, ...arm })),
  };
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else printTable(result.arms);
  if (out !== undefined) await writeFile(out, `${JSON.stringify(result, null, 1)}\n`);
  if (recording !== undefined) await writeFile(recording, `${JSON.stringify(recorder!.toJson(brief))}\n`);
  const diverged = result.arms.filter(arm => arm.divergedAt !== undefined);
  if (diverged.length) process.stderr.write(divergence(diverged));
  return diverged.length ? 1 : 0;
}

function divergence(arms: readonly { id: string; divergedAt?: number }[]): string {
  const named = arms.map(({ id, divergedAt }, i) =>
    i ? `arm ${id} at step ${divergedAt}` : `Arm ${id} diverged at step ${divergedAt}`,
  );
  const last = named.pop();
  return `${named.length ? `${named.join(', ')} and ${last}` : last}: try a lower learning rate.\n`;
}

function printTable(arms: (ArmResult & { id: string; label: string })[]): void {
  const inWords = (value: PlainMeasures[string] | undefined) =>
    typeof value === 'number' ? value.toFixed(3) : 'undefined';
  for (const { id, label, train, initial, trainAccuracy, testAccuracy } of arms)
    process.stdout.write(
      `${id} ${label}: D_LR ${inWords(train.dlr)} (start ${inWords(initial.train.dlr)}), ` +
        `train ${(100 * trainAccuracy).toFixed(1)} %, test ${(100 * testAccuracy).toFixed(1)} %\n`,
    );
}
