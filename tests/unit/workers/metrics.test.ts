import { describe, expect, it } from 'vitest';
import type { DetailWanted } from '../../../src/metrics/types';
import { MetricsHost } from '../../../src/workers/metrics';
import type { ProbeMessage, RunEvent } from '../../../src/workers/protocol';
import { at, net } from '../metrics/nets';

function probe(runId: string, arm: number, step: number, keep = false): ProbeMessage {
  const { features, outputs, labels, head } = net(arm + 1, { samples: 40, width: 6, classes: 3 });
  const split = {
    ...{ samples: 40, width: 6, accuracy: 0.5, loss: 1, labels, layers: [] },
    features: Float32Array.from(features.data),
    outputs: Float32Array.from(outputs.data),
  };
  const parameters = { squared: 4, squaredDistance: step, squaredStart: 4 };
  return {
    ...{
      runId,
      arm,
      step,
      keep,
      parameters,
      tangentKernel: null,
      tangentKernelFault: null,
      embedding: null,
      train: split,
      test: split,
    },
    head: Float32Array.from({ length: 18 }, (_, i) => at(head, Math.floor(i / 6), i % 6)),
  };
}

const WANTED: DetailWanted = { classes: [0, 1, 2], eigenfunctions: { count: 2, pictures: 2 } };

/** A host, what it has posted, and a way to wait until it has nothing left to do. */
function makeHost() {
  const events: RunEvent[] = [];
  const host = new MetricsHost(event => events.push(event));
  const settle = async () => {
    for (let before = -1; before !== events.length; ) {
      before = events.length;
      await new Promise(resolve => setTimeout(resolve, 60));
    }
    return events.splice(0).map(event => {
      if (event.type === 'frame') return `frame ${event.frame.arm} at ${event.step}`;
      return event.type === 'detail' ? `${event.split} ${event.arm} at ${event.step}` : event.type;
    });
  };
  return { host, events, settle };
}

describe('the metrics worker', () => {
  it('measures the newest probe of each arm, and drops an older one that still waits', async () => {
    const { host, settle } = makeHost();
    for (const step of [0, 1, 2]) host.offer(probe('a', 0, step, step === 0));
    host.offer(probe('a', 1, 2));
    expect(await settle()).toEqual(['frame 0 at 0', 'frame 0 at 2', 'frame 1 at 2']);
  });

  it('measures the network itself', async () => {
    const { host, events, settle } = makeHost();
    host.offer(probe('a', 0, 1));
    const copy = new Promise(resolve => setTimeout(() => resolve([...events]), 40));
    const [frame] = (await copy) as Extract<RunEvent, { type: 'frame' }>[];
    await settle();
    expect(frame!.frame.network).toEqual({
      parameterNorm: 4,
      parameterDistance: 0.5,
      tangentKernelChange: null,
    });
  });

  it('shows what is wanted of the newest probes, at once and with every later one', async () => {
    const { host, settle } = makeHost();
    host.offer(probe('a', 0, 0));
    expect(await settle()).toEqual(['frame 0 at 0']);
    host.want('a', 'test', WANTED);
    expect(await settle()).toEqual(['test 0 at 0']);
    host.offer(probe('a', 0, 5));
    expect(await settle()).toEqual(['frame 0 at 5', 'test 0 at 5']);
    host.want('a', 'test', null);
    host.offer(probe('a', 0, 6));
    expect(await settle()).toEqual(['frame 0 at 6']);
  });

  it('looks at each arm although probes keep coming', async () => {
    const { host, settle } = makeHost();
    host.want('a', 'train', WANTED);
    for (let step = 0; step < 4; step++) host.offer(probe('a', 0, step, true));
    const said = await settle();
    expect(said.filter(one => one.startsWith('frame'))).toHaveLength(4);
    expect(said.indexOf('train 0 at 0')).toBeLessThan(said.indexOf('frame 0 at 3'));
    expect(said.at(-1)).toBe('train 0 at 3');
  });

  it('hands out what the newest probe of an arm was measured from, and nothing before the first', async () => {
    const { host, events, settle } = makeHost();
    host.tellActivations('a', 1, 'test');
    expect(events.splice(0)).toMatchObject([{ type: 'activations', activations: null, runId: 'a' }]);
    for (const step of [0, 5]) host.offer(probe('a', 1, step, true));
    await settle();
    host.tellActivations('a', 1, 'test');
    const { test, head } = probe('a', 1, 5);
    const { samples, width, features, outputs, labels } = test;
    expect(events.splice(0)).toEqual([
      {
        ...{ type: 'activations', arm: 1, split: 'test', runId: 'a', step: 5 },
        activations: { samples, width, features, outputs, labels, head },
      },
    ]);
    host.tellActivations('b', 1, 'test');
    expect(events).toMatchObject([{ activations: null, runId: 'b' }]);
  });

  it('forgets the probes of an earlier run, and says so little of them', async () => {
    const { host, settle } = makeHost();
    host.offer(probe('a', 0, 0));
    await settle();
    host.want('b', 'train', WANTED);
    expect(await settle()).toEqual([]);
  });
});
