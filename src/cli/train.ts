import { createBreather } from '../engine/breathe';
import type { Device, DeviceChoice } from '../engine/device';
import { type ArmProbe, TrainingSession } from '../engine/session';
import type { Experiment } from '../experiment/schema';
import { ArmMeter, type NetworkMeasures } from '../metrics/meter';
import type { Numerics } from '../metrics/numerics';
import { type PlainMeasures, plainMeasures } from '../metrics/plain';
import type { LayerMeasures } from '../metrics/types';
import { startCommandDevice } from './device';
import { UsageError } from './errors';
import { commandNumerics, dataFiles } from './files';
import { Recorder } from './recorder';

/** @throws UsageError where the folder holds none, and the system's error where it cannot be read */
async function filesIn(folder: string): Promise<File[]> {
  const files = await dataFiles(folder);
  if (files.length) return files;
  throw new UsageError(
    `"${folder}" holds no data: looked for IDX files ("ubyte" or ".idx" in their names), CIFAR's .bin files, and PNG pictures in a folder for each class.`,
  );
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

/** What a run found of one arm. */
export interface ArmResult {
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

/** Trains an experiment to its end. @throws UsageError, and the errors of data and engine, each with one sentence */
export async function train(experiment: Experiment, { choice, folder, records, curves }: TrainOptions) {
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
