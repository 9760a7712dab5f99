import type { Checkpoint } from '../../../src/engine/checkpoint';
import type { Device } from '../../../src/engine/device';
import { type ArmProbe, type SessionStatus, TrainingSession } from '../../../src/engine/session';
import { type ExperimentInput, parseExperiment } from '../../../src/experiment/schema';

/** Thirty steps of two small arms. */
const small = {
  data: { train: 120, test: 40 },
  model: { width: 12 },
  training: { batchSize: 50, learningRate: 3e-3 },
  probe: { samples: 40 },
  stop: { steps: 30 },
  arms: [
    { label: 'All layers', set: {} },
    { label: 'Last layer only', set: { 'training.layers': 'last' } },
  ],
} satisfies ExperimentInput;

interface Extras {
  paced?: boolean;
  breathe?: () => Promise<void>;
  past?: Checkpoint;
}

/** A session with all that it has reported. */
export async function start(
  device: Device,
  changes: object = {},
  resume?: Checkpoint,
  { paced = false, breathe = async () => {}, past }: Extras = {},
) {
  const losses = new Map<string, number>();
  const checkpoints: Checkpoint[] = [];
  const probes: ArmProbe[] = [];
  const statuses: SessionStatus[] = [];
  const diverged: [number, number][] = [];
  const session = await TrainingSession.create(parseExperiment({ ...small, ...changes }), device, {
    signal: new AbortController().signal,
    breathe,
    onProgress: () => {},
    paced,
    listener: {
      data: () => {},
      status: status => statuses.push(status),
      losses: (arm, steps, values) => {
        for (const [i, step] of steps.entries()) losses.set(`${arm}/${step}`, values[i]!);
      },
      probe: probe => probes.push(probe),
      diverged: (arm, step) => diverged.push([arm, step]),
      checkpoint: checkpoint => checkpoints.push(checkpoint),
    },
    ...(resume && { resume }),
    ...(past && { past }),
  });
  return { session, losses, checkpoints, probes, statuses, diverged };
}
