import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../../src/app/session';
import { createAppStore } from '../../../src/app/store';
import { SweepRunner } from '../../../src/app/sweep/runner';
import { parseExperiment, viewSchema } from '../../../src/experiment/schema';
import { makeSweep, type Sweep } from '../../../src/experiment/sweep';
import { Recording } from '../../../src/recording/recording';
import { lastSweep } from '../../../src/recording/sweep-store';
import { FakeClient } from './fake-client';

const experiment = parseExperiment({
  data: { train: 100 },
  training: { batchSize: 20 },
  stop: { steps: 10 },
});
const sweepOf = (values: number[], seeds = [0]): Sweep =>
  makeSweep({ experiment, axes: [{ path: 'data.targetScale', values }], seeds });

/** A page with a runner: the first of `clients` is the page's own where it has started its run. */
function setUp(sweep: Sweep) {
  const clients: FakeClient[] = [];
  let time = 0;
  const session = new Session({
    store: createAppStore(experiment, viewSchema.parse({}), new Recording(experiment, '')),
    createClient(onEvent) {
      const client = new FakeClient(onEvent);
      clients.push(client);
      return client;
    },
    nextFrame: callback => callback(),
  });
  const runner = new SweepRunner({ session, now: () => time }, sweep);
  return {
    ...{ session, runner, clients },
    state: () => runner.store.getState(),
    wait(milliseconds: number) {
      time += milliseconds;
    },
    /** Finishes the run under way. */
    finish(client: FakeClient, milliseconds = 1_000) {
      client.becomeReady();
      time += milliseconds;
      client.trainTo(10, 'finished');
    },
  };
}

/** Until what is written to the database is there. */
const settled = () => new Promise(resolve => setTimeout(resolve, 20));

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('a sweep', () => {
  it('makes its runs in turn, in workers of its own, and is done', async () => {
    const page = setUp(sweepOf([0.1, 1, 10]));
    await page.runner.open(sweepOf([0.1, 1, 10]));
    expect(page.state().status).toBe('resting');
    page.runner.start();
    const [client] = page.clients;
    for (const value of [0.1, 1, 10]) {
      expect(client!.experiment!.data.targetScale).toBe(value);
      expect(page.session.store.getState().sweeping).toBe(true);
      page.finish(client!);
    }
    expect(page.clients).toHaveLength(1);
    expect(page.state()).toMatchObject({ status: 'done', under: null });
    expect(
      page
        .state()
        .results.series(0, 'dlr')
        .map(({ mean }) => mean),
    ).toEqual([0.5, 0.5, 0.5]);
    expect(page.session.store.getState().sweeping).toBe(false);
    expect(client!.told.at(-1)).toBe('dispose');
  });

  it('waits until the last probe has been measured', async () => {
    const page = setUp(sweepOf([1, 2]));
    page.runner.start();
    const [client] = page.clients;
    client!.becomeReady();
    client!.report({ type: 'status', status: 'finished' }, 10);
    expect(page.state().results.done).toBe(0);
    client!.measure(10);
    expect(page.state().results.done).toBe(1);
  });

  it('tells how long the rest takes', async () => {
    const page = setUp(sweepOf([1, 2, 3]));
    page.runner.start();
    expect(page.runner.secondsLeft()).toBeNull();
    page.finish(page.clients[0]!, 8_000);
    expect(page.runner.secondsLeft()).toBe(16);
    page.wait(3_000);
    expect(page.runner.secondsLeft()).toBe(13);
    page.runner.pause();
    page.wait(60_000);
    expect(page.runner.secondsLeft()).toBe(13);
  });

  it('rests in the middle of a run and goes on with it', async () => {
    const page = setUp(sweepOf([1, 2]));
    page.runner.start();
    const [client] = page.clients;
    client!.becomeReady();
    page.runner.pause();
    expect(client!.told.at(-1)).toBe('pause');
    page.runner.start();
    expect(client!.told.filter(what => what === 'load')).toHaveLength(1);
    expect(client!.told.at(-1)).toBe('play');
    page.finish(client!);
    expect(page.state().results.done).toBe(1);
  });

  it('goes on with the next run where the last one ended in the pause', async () => {
    const page = setUp(sweepOf([1, 2]));
    page.runner.start();
    const [client] = page.clients;
    client!.becomeReady();
    page.runner.pause();
    client!.trainTo(10, 'finished');
    expect(page.state()).toMatchObject({ status: 'paused' });
    expect(client!.told.filter(what => what === 'load')).toHaveLength(1);
    page.runner.start();
    expect(client!.experiment!.data.targetScale).toBe(2);
  });
});

it('a start while the results are still being read waits for them', async () => {
  const first = setUp(sweepOf([1, 2]));
  first.runner.start();
  first.finish(first.clients[0]!);
  await settled();
  const page = setUp(sweepOf([5]));
  const opening = page.runner.open(sweepOf([1, 2]));
  page.runner.start();
  expect(page.clients).toHaveLength(0);
  await opening;
  expect(page.clients[0]!.experiment!.data.targetScale).toBe(2);
  expect(page.clients[0]!.told.filter(what => what === 'load')).toHaveLength(1);
});

describe('after the page was closed', () => {
  it('all finished runs are there, and only the others are made', async () => {
    const first = setUp(sweepOf([1, 2, 3]));
    await first.runner.open(sweepOf([1, 2, 3]));
    first.runner.start();
    first.finish(first.clients[0]!);
    first.finish(first.clients[0]!);
    first.clients[0]!.becomeReady();
    await settled();

    const kept = (await lastSweep())!;
    expect(kept).toEqual(sweepOf([1, 2, 3]));
    const second = setUp(kept);
    await second.runner.open(kept);
    expect(second.state().results.done).toBe(2);
    second.runner.start();
    expect(second.clients[0]!.experiment!.data.targetScale).toBe(3);
    second.finish(second.clients[0]!);
    expect(second.state().status).toBe('done');
  });

  it('a sweep with more values and seeds makes those that are new', async () => {
    const first = setUp(sweepOf([1, 3]));
    first.runner.start();
    first.finish(first.clients[0]!);
    first.finish(first.clients[0]!);
    await settled();
    const wider = sweepOf([1, 2, 3], [0, 1]);
    const second = setUp(wider);
    await second.runner.open(wider);
    const { results } = second.state();
    expect(results.points.map((_, i) => results.resultAt(i) !== null)).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it('what was forgotten is gone', async () => {
    const page = setUp(sweepOf([1]));
    page.runner.start();
    page.finish(page.clients[0]!);
    await settled();
    await page.runner.forget();
    expect(page.state()).toMatchObject({ status: 'resting' });
    expect(page.state().results.done).toBe(0);
  });

  it('without storage, it is said that nothing is kept', async () => {
    Reflect.deleteProperty(globalThis, 'indexedDB');
    const page = setUp(sweepOf([1]));
    await page.runner.open(sweepOf([1]));
    expect(page.state().keeps).toBe(false);
    page.runner.start();
    page.finish(page.clients[0]!);
    expect(page.state().status).toBe('done');
  });
});

describe('the run of the page', () => {
  it('is paused when a sweep starts', () => {
    const page = setUp(sweepOf([1]));
    page.session.play();
    page.clients[0]!.becomeReady();
    page.clients[0]!.report({ type: 'status', status: 'running' }, 1);
    page.runner.start();
    expect(page.clients[0]!.told.at(-1)).toBe('pause');
    // The worker comes to rest a little later.
    page.session.store.setState({ said: 'something else' });
    expect(page.state().status).toBe('running');
  });

  it('makes the sweep rest, with a sentence, when it starts', () => {
    const page = setUp(sweepOf([1]));
    page.runner.start();
    page.clients[0]!.becomeReady();
    page.session.play();
    expect(page.state().status).toBe('paused');
    expect(page.state().fault).toMatch(/^The sweep rests, since the run on the page trains/);
    expect(page.clients[0]!.told.at(-1)).toBe('pause');
  });
});

describe('what fails', () => {
  it('a run that cannot be made is left out, said, and tried again on the next start', () => {
    const page = setUp(sweepOf([1, 2]));
    page.runner.start();
    const [client] = page.clients;
    client!.report({ type: 'error', where: 'run', message: 'It is too large.' });
    client!.report({ type: 'status', status: 'failed' });
    expect([...page.state().failures]).toEqual([[0, 'It is too large.']]);
    page.finish(client!);
    expect(page.state()).toMatchObject({ status: 'resting', under: null });
    page.runner.start();
    expect(page.clients[1]!.experiment!.data.targetScale).toBe(1);
  });

  it.each(['data', 'device'] as const)('a fault of the %s ends the sweep', where => {
    const page = setUp(sweepOf([1, 2]));
    page.runner.start();
    page.clients[0]!.report({ type: 'error', where, message: 'It is not there.' });
    page.clients[0]!.report({ type: 'status', status: 'failed' });
    expect(page.state()).toMatchObject({ status: 'resting', fault: 'It is not there.' });
  });

  it('a network that diverged is kept without measures', () => {
    const page = setUp(sweepOf([1]));
    page.runner.start();
    const [client] = page.clients;
    client!.becomeReady();
    client!.report({ type: 'diverged', arm: 0 }, 4);
    client!.report({ type: 'status', status: 'finished' }, 4);
    expect(page.state().status).toBe('done');
    expect(page.state().results.resultAt(0)!.arms[0]).toMatchObject({ divergedAt: 4, dlr: null });
  });

  it('cancel loses the run under way and keeps the others', () => {
    const page = setUp(sweepOf([1, 2]));
    page.runner.start();
    page.finish(page.clients[0]!);
    page.runner.cancel();
    expect(page.state()).toMatchObject({ status: 'resting', under: null });
    expect(page.state().results.done).toBe(1);
  });
});
