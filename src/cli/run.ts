import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { createBreather } from '../engine/breathe';
import type { Device, DeviceChoice } from '../engine/device';
import { type ArmProbe, TrainingSession } from '../engine/session';
import { presetById } from '../experiment/presets';
import {
  ARM_IDS,
  type Experiment,
  ExperimentError,
  parseExperiment,
  type Scalar,
  settingPaths,
  withSetting,
} from '../experiment/schema';
import { ArmMeter, type NetworkMeasures } from '../metrics/meter';
import type { Numerics } from '../metrics/numerics';
import { type PlainMeasures, plainMeasures } from '../metrics/plain';
import type { LayerMeasures } from '../metrics/types';
import { startCommandDevice } from './device';
import { UsageError } from './errors';
import { commandNumerics, dataFiles } from './files';
import { Recorder } from './recorder';

export const RUN_USAGE =
  'richscope run PRESET [--seed N] [--steps N] [--device wasm|cpu|webgpu] [--data DIR] [--set path=value]… [--curves] --json [--out FILE] [--recording FILE [--brief]]';

function parseScalar(text: string): Scalar {
  try {
    const value = JSON.parse(text) as unknown;
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Scalar;
  } catch {
    // Not JSON: a plain word, such as "cnn".
  }
  return text;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new UsageError(`--${name} takes a whole number, not "${text}".`);
  return value;
}

function deviceChoice(text: string): DeviceChoice {
  if (text === 'wasm' || text === 'cpu' || text === 'webgpu') return text;
  throw new UsageError(`--device is wasm, cpu or webgpu, not "${text}".`);
}

/** Makes all changes, then checks once: what fits together in the end may come in any order. */
function changeSettings(experiment: Experiment, changes: readonly [string, Scalar][]): Experiment {
  const known = new Set(settingPaths().map(({ path }) => path));
  const strange = changes.find(([path]) => !known.has(path));
  if (strange) throw new ExperimentError(`"${strange[0]}" is not a setting.`, strange[0]);
  return parseExperiment(changes.reduce((e, [path, value]) => withSetting(e, path, value), experiment));
}

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
  const changes: [string, Scalar][] = values.set.map(text => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--set takes path=value, not "${text}".`);
    return [text.slice(0, at), parseScalar(text.slice(at + 1))];
  });
  if (values.data !== undefined) changes.unshift(['data.source', 'files']);
  if (values.seed !== undefined) changes.push(['seed', wholeNumber('seed', values.seed)]);
  if (values.steps !== undefined) changes.push(['stop.steps', wholeNumber('steps', values.steps)]);
  return {
    experiment: changeSettings(presetById(preset).experiment, changes),
    device: deviceChoice(values.device),
    folder: values.data,
    curves: values.curves,
    json: values.json,
    out: values.out,
    recording: values.recording,
    brief: values.brief,
  };
}

/** @throws UsageError where the folder holds none, and the system's error where it cannot be read */
async function filesIn(folder: string): Promise<File[]> {
  const files = await dataFiles(folder);
  if (files.length) return files;
  throw new UsageError(
    `"${folder}" holds no data: looked for IDX files ("ubyte" or ".idx" in their names), CIFAR's .bin files, and PNG pictures in a folder for each class.`,
  );
}

/** Finds out before a run, and without a trace, whether its result can be written. @throws UsageError */
async function checkWritable(option: 'out' | 'recording', path: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (!path || path.endsWith('/') || there?.isDirectory())
    throw new UsageError(`--${option} takes the name of a file, not "${path}".`);
  await access(there ? path : `${dirname(path)}/`, constants.W_OK);
}

/** Shows where a run is, on one line of stderr where that is a terminal, and every tenth of it elsewhere. */
function createProgress(steps: number): (step: number) => void {
  let shown = 0;
  const every = process.stderr.isTTY ? steps / 200 : steps / 10;
  return step => {
    if (step <= shown || (step - shown < every && step < steps)) return;
    shown = step;
    process.stderr.write(process.stderr.isTTY ? `\rstep ${step} of ${steps}` : `step ${step} of ${steps}\n`);
    if (process.stderr.isTTY && step >= steps) process.stderr.write('\n');
  };
}

/** Features of each curve that a frame keeps, of which a file holds many. */
const FRAME_FEATURES = 24;

/** What one probe measured. */
interface ProbeFrame {
  step: number;
  trainAccuracy: number;
  testAccuracy: number;
  train: PlainMeasures;
  test: PlainMeasures;
  network: NetworkMeasures;
}

interface ArmResult {
  step: number;
  trainAccuracy: number;
  testAccuracy: number;
  /** The step of the update before which the loss was no longer finite. */
  divergedAt?: number;
  initial: Record<'train' | 'test', PlainMeasures>;
  train: PlainMeasures;
  test: PlainMeasures;
  /** Of the network itself; the tangent kernel as it was last measured. */
  network: NetworkMeasures;
  /** Layer by layer, from the input. */
  layers: Record<'train' | 'test', Omit<LayerMeasures, 'relativeEigenvalues'>[]>;
  /** Every probe, from step 0, where they are asked for. */
  frames?: ProbeFrame[];
}

/** Measures the first and the newest probe of one arm, and all between them where `frames` is given. */
class ArmResults {
  divergedAt: number | null = null;
  private readonly meter: ArmMeter;
  private readonly frames: ProbeFrame[] | null;
  private initial: ArmResult['initial'] | null = null;
  private newest: ArmProbe | null = null;
  private network: NetworkMeasures | null = null;

  constructor(numerics: Numerics, curves: boolean) {
    this.meter = new ArmMeter(numerics);
    this.frames = curves ? [] : null;
  }

  add(probe: ArmProbe): void {
    if (probe.step === 0) this.initial = this.measure(probe);
    this.newest = probe;
    const { tangentKernelChange, ...network } = this.meter.measureNetwork(probe.step, probe);
    this.network = {
      ...network,
      tangentKernelChange: tangentKernelChange ?? this.network?.tangentKernelChange ?? null,
    };
    this.frames?.push({
      step: probe.step,
      trainAccuracy: probe.train.accuracy,
      testAccuracy: probe.test.accuracy,
      ...this.measure(probe, FRAME_FEATURES),
      network: { ...network, tangentKernelChange },
    });
  }

  result(): ArmResult {
    const { step, train, test } = this.newest!;
    return {
      step,
      trainAccuracy: train.accuracy,
      testAccuracy: test.accuracy,
      ...(this.divergedAt !== null && { divergedAt: this.divergedAt }),
      initial: this.initial!,
      ...this.measure(this.newest!),
      network: this.network!,
      layers: { train: this.layers(train), test: this.layers(test) },
      ...(this.frames && { frames: this.frames }),
    };
  }

  private layers(split: ArmProbe['train']): ArmResult['layers']['train'] {
    const { head } = this.newest!;
    return this.meter.measureLayers({ ...split, head }).map(({ relativeEigenvalues: _, ...layer }) => layer);
  }

  private measure({ step, head, train, test }: ArmProbe, limit?: number): ArmResult['initial'] {
    const split = (name: string, probe: typeof train) =>
      plainMeasures(this.meter.measure(name, step, { ...probe, head }), limit);
    return { train: split('train', train), test: split('test', test) };
  }
}

/** Fails with the reason once a GPU is lost, after which nothing that it computes can be trusted. */
const failureOf = ({ lost }: Device): Promise<never> =>
  lost.then(reason => {
    throw new Error(`Training stopped, since ${reason}.`);
  });

interface TrainOptions {
  choice: DeviceChoice;
  folder: string | undefined;
  /** Every probe is measured and kept, not only the first and the last. */
  records: boolean;
  /** Every probe goes into the JSON. */
  curves: boolean;
}

async function train(experiment: Experiment, { choice, folder, records, curves }: TrainOptions) {
  const device = await startCommandDevice(choice);
  if (device.device === 'webgpu') process.stderr.write(`WebGPU on ${device.adapter}.\n`);
  const failure = failureOf(device);
  const abort = new AbortController();
  const numerics = await commandNumerics();
  const arms = experiment.arms.map(() => new ArmResults(numerics, curves));
  const recorder = records ? new Recorder(experiment, numerics, device) : null;
  const progress = createProgress(experiment.stop.steps);
  let session: TrainingSession | null = null;
  try {
    const creating = TrainingSession.create(experiment, device, {
      signal: abort.signal,
      breathe: createBreather(),
      onProgress: () => {},
      paced: false,
      pace: 'full',
      listener: {
        data: data => {
          const { name, train, test, note } = data;
          recorder?.recording.setData(data);
          process.stderr.write(
            `${name}: ${train} pictures to train on, ${test} to test on.${note ? ` ${note}` : ''}\n`,
          );
        },
        status: (status, step) => recorder?.recording.setStatus(status, step),
        losses: (arm, steps, values) => {
          recorder?.recording.addLosses(arm, steps, values);
          progress(steps.at(-1)!);
        },
        probe: probe => {
          arms[probe.arm]!.add(probe);
          recorder?.addProbe(probe);
        },
        diverged: (arm, step) => {
          arms[arm]!.divergedAt = step;
          recorder?.recording.markDiverged(arm, step);
        },
      },
      ...(folder !== undefined && { files: await filesIn(folder) }),
    });
    session = await Promise.race([creating, failure]);
    await Promise.race([session.run(), failure]);
    session.dispose();
  } catch (error) {
    abort.abort();
    void session?.abandon();
    throw error;
  } finally {
    device.close();
  }
  return { device: device.device, arms: arms.map(arm => arm.result()), recorder };
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
      `${id} ${label}: D_LR ${inWords(train['dlr'])} (start ${inWords(initial.train['dlr'])}), ` +
        `train ${(100 * trainAccuracy).toFixed(1)} %, test ${(100 * testAccuracy).toFixed(1)} %\n`,
    );
}
