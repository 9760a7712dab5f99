import { createBreather } from '../../src/engine/breathe';
import { startDevice } from '../../src/engine/device';
import kernelsUrl from '../../src/engine/kernels/wasm/generated/kernels.wasm?url';
import fmaUrl from '../../src/engine/kernels/wasm/generated/kernels-fma.wasm?url';
import { TrainingSession } from '../../src/engine/session';
import type { Experiment } from '../../src/experiment/schema';
import { buffersOf } from '../../src/workers/training';

/** The most that the settings allow: in the first thousands of steps only the clock of the app's schedule holds probes back. */
const MOST_PER_DECADE = 200;

/** Trains for ever with as many probes as the app ever makes, and answers every message with its step. */
async function train(experiment: Experiment, port: MessagePort): Promise<void> {
  const device = await startDevice('wasm', {
    kernels: async file => (await fetch(file === 'kernels' ? kernelsUrl : fmaUrl)).arrayBuffer(),
  });
  const session = await TrainingSession.create(
    {
      ...experiment,
      probe: { ...experiment.probe, perDecade: MOST_PER_DECADE },
      stop: { steps: 10_000_000, trainAccuracy: null },
    },
    device,
    {
      signal: new AbortController().signal,
      breathe: createBreather(),
      paced: true,
      onProgress: () => {},
      listener: {
        data: () => {},
        status: () => {},
        losses: () => {},
        diverged: () => {},
        probe: probe => port.postMessage({ runId: 'beside', ...probe }, buffersOf(probe)),
      },
    },
  );
  self.addEventListener('message', () => postMessage(session.step));
  postMessage('ready');
  await session.run();
}

self.addEventListener('message', ({ data }) => void train(data.experiment, data.port), { once: true });
