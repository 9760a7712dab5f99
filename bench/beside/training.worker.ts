import { createBreather } from '../../src/engine/breathe';
import { startDevice } from '../../src/engine/device';
import kernelsUrl from '../../src/engine/kernels/wasm/generated/kernels.wasm?url';
import fmaUrl from '../../src/engine/kernels/wasm/generated/kernels-fma.wasm?url';
import { TrainingSession } from '../../src/engine/session';
import type { Experiment } from '../../src/experiment/schema';

/** Trains for ever, and answers every message with the step at which it stands. */
async function train(experiment: Experiment): Promise<void> {
  const device = await startDevice('wasm', {
    kernels: async file => (await fetch(file === 'kernels' ? kernelsUrl : fmaUrl)).arrayBuffer(),
  });
  const session = await TrainingSession.create(
    // Hardly a probe, whose own cost is not asked for here.
    {
      ...experiment,
      probe: { ...experiment.probe, perDecade: 1 },
      stop: { steps: 10_000_000, trainAccuracy: null },
    },
    device,
    {
      signal: new AbortController().signal,
      breathe: createBreather(),
      paced: false,
      onProgress: () => {},
      listener: {
        data: () => {},
        status: () => {},
        losses: () => {},
        diverged: () => {},
        probe: probe => postMessage({ probe }),
      },
    },
  );
  self.addEventListener('message', () => postMessage({ step: session.step }));
  await session.run();
}

self.addEventListener('message', ({ data }) => void train(data), { once: true });
