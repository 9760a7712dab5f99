import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCommand, showsRecorded } from '../../../src/app/commands';
import { isShipped } from '../../../src/app/recorded';
import { createServices } from '../../../src/app/services';
import { Session } from '../../../src/app/session';
import { showShipped } from '../../../src/app/shipped';
import { createAppStore } from '../../../src/app/store';
import { PRESETS, presetById } from '../../../src/experiment/presets';
import { viewSchema } from '../../../src/experiment/schema';
import { Recording } from '../../../src/recording/recording';
import { recordingToJson } from '../../../src/recording/write';
import { FakeClient, frameAt } from './fake-client';

const ID = 'the-dial';
const { title } = presetById(ID);

function page({ broken = false } = {}) {
  const { experiment } = PRESETS[0]!;
  const store = createAppStore(experiment, viewSchema.parse({}), new Recording(experiment, ''));
  let client: FakeClient | null = null;
  const createClient = (onEvent: ConstructorParameters<typeof FakeClient>[0]) => {
    if (broken) throw new Error('no workers');
    client = new FakeClient(onEvent);
    return client;
  };
  const session = new Session({ store, createClient, nextFrame: () => {} });
  return { store, session, services: createServices(session, () => false), client: () => client! };
}

/** The file of a finished run of the preset. */
function fileOf(id: string): string {
  const { experiment } = presetById(id);
  const recording = new Recording(experiment, 'cli');
  recording.setDevice({ device: 'wasm', adapter: 'SIMD', software: false, reason: null });
  experiment.arms.forEach((_, arm) => {
    for (const step of [0, 2_000]) recording.addFrame(frameAt(arm, step));
  });
  recording.setStatus('finished', 2_000);
  return JSON.stringify(recordingToJson(recording));
}

const answers = vi.fn<(address: URL) => Promise<Response>>();

beforeEach(() => {
  answers.mockReset();
  answers.mockImplementation(async () => new Response(fileOf(ID)));
  vi.stubGlobal('fetch', answers);
  vi.stubGlobal('document', { baseURI: 'https://example.org/some/path/?device=cpu' });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a recorded run', () => {
  test('is asked for beside the page, and shown as a whole', async () => {
    const { store, session } = page();
    await showShipped(session, ID);
    expect(String(answers.mock.lastCall![0])).toBe('https://example.org/some/path/recordings/the-dial.json');
    expect(store.getState()).toMatchObject({ kept: true, step: 2_000, experiment: { preset: ID } });
    expect(showsRecorded(store.getState())).toBe(true);
  });

  test('gives way to Play, which starts a run of its own, and undo brings it back', async () => {
    const { store, session, client } = page();
    await showShipped(session, ID);
    const recorded = store.getState().recording;
    session.play();
    expect(store.getState()).toMatchObject({ kept: false, playing: true, step: 0 });
    expect(client().told).toEqual(['load', 'play']);
    client().becomeReady();
    client().trainTo(50);
    expect(showsRecorded(store.getState())).toBe(false);
    session.undo();
    expect(store.getState()).toMatchObject({ kept: true, step: 2_000 });
    expect(store.getState().recording).toBe(recorded);
    expect(showsRecorded(store.getState())).toBe(true);
  });

  test('takes the place of a run, which undo brings back', async () => {
    const { store, session, client } = page();
    session.play();
    client().becomeReady();
    client().trainTo(50);
    const own = store.getState().recording;
    await showShipped(session, ID);
    expect(client().told.at(-1)).toBe('pause');
    session.undo();
    expect(store.getState().recording).toBe(own);
    expect(isShipped(own)).toBe(false);
  });

  test('is shown where no worker can start', async () => {
    const { store, session } = page({ broken: true });
    session.prepare();
    expect(store.getState().status).toBe('failed');
    await showShipped(session, ID);
    expect(store.getState()).toMatchObject({ kept: true, step: 2_000, status: 'finished', notices: [] });
  });

  test('is not asked for again while it is shown', async () => {
    const { session } = page();
    await showShipped(session, ID);
    await showShipped(session, ID);
    expect(answers).toHaveBeenCalledTimes(1);
  });

  test('does not push aside what the reader has gone on to meanwhile', async () => {
    for (const goOn of [
      (session: Session) => session.open(presetById(ID).experiment, 'opening'),
      (session: Session) => session.reset(),
      (session: Session) => session.change('training.learningRate', 0.5),
      (session: Session) => session.play(),
    ]) {
      const { store, session } = page();
      session.prepare();
      const asked = showShipped(session, ID);
      goOn(session);
      const { recording } = store.getState();
      await asked;
      expect(store.getState().recording).toBe(recording);
    }
  });
});

test('a page whose first run gets ready while the file is loading shows it all the same', async () => {
  const { store, session } = page();
  const asked = showShipped(session, ID);
  session.prepare();
  await asked;
  expect(store.getState()).toMatchObject({ kept: true, step: 2_000 });
});

describe('one sentence where', () => {
  const cases: [what: string, answer: () => Promise<Response>, sentence: string][] = [
    [
      'the file is missing',
      async () => new Response('Not found', { status: 404 }),
      `The recorded run of “${title}” is not on this server: press Play to make your own.`,
    ],
    [
      'the network is',
      async () => Promise.reject(new TypeError('Failed to fetch')),
      `The recorded run of “${title}” cannot be fetched: check your connection, or press Play to make your own.`,
    ],
    ...(
      [
        ['it is cut off', () => fileOf(ID).slice(0, 900)],
        ['it is a web page', () => '<!doctype html><title>Home</title>'],
        ['it is of another preset', () => fileOf('rich-is-not-better')],
      ] as const
    ).map(([what, text]): [string, () => Promise<Response>, string] => [
      what,
      async () => new Response(text()),
      `The recorded run of “${title}” is damaged: reload the page, or press Play to make your own.`,
    ]),
  ];
  test.each(cases)('%s; the run goes on', async (_, answer, sentence) => {
    answers.mockImplementation(answer);
    const { store, session, services } = page();
    session.prepare();
    const { recording } = store.getState();
    await services.showRecorded(ID);
    expect(store.getState().recording).toBe(recording);
    expect(store.getState().notices).toMatchObject([{ where: 'file', message: sentence }]);
    await expect(showShipped(session, ID)).rejects.toThrow(sentence);
    answers.mockImplementation(async () => new Response(fileOf(ID)));
    await services.showRecorded(ID);
    expect(store.getState()).toMatchObject({ kept: true, notices: [] });
  });

  test('a connection breaks off in the middle of the file', async () => {
    const broken = new ReadableStream({
      start: controller => controller.error(new TypeError('terminated')),
    });
    answers.mockImplementation(async () => new Response(broken));
    const { store, services } = page();
    await services.showRecorded(ID);
    expect(store.getState().notices).toMatchObject([
      { where: 'file', message: expect.stringMatching(/^The recorded run of .* cannot be fetched: .*\.$/) },
    ]);
  });
});

describe('the command', () => {
  test('shows the recorded run of the preset on the page, once', () => {
    const { session, services } = page();
    const showRecorded = vi.fn(async () => {});
    runCommand('recorded', session, { ...services, showRecorded });
    expect(showRecorded).toHaveBeenCalledExactlyOnceWith(PRESETS[0]!.id);
  });

  test('does nothing for an experiment without one', () => {
    const { session, services } = page();
    const showRecorded = vi.fn(async () => {});
    session.change('training.learningRate', 0.5);
    runCommand('recorded', session, { ...services, showRecorded });
    expect(showRecorded).not.toHaveBeenCalled();
  });

  test('does nothing while the recorded run is shown', async () => {
    const { session, services } = page();
    await showShipped(session, ID);
    const showRecorded = vi.fn(async () => {});
    runCommand('recorded', session, { ...services, showRecorded });
    expect(showRecorded).not.toHaveBeenCalled();
  });
});
