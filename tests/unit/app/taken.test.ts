import { expect, test } from 'vitest';
import { Session } from '../../../src/app/session';
import { createAppStore } from '../../../src/app/store';
import { takeFiles } from '../../../src/app/taken';
import { PRESETS } from '../../../src/experiment/presets';
import { viewSchema } from '../../../src/experiment/schema';
import { Recording } from '../../../src/recording/recording';
import { recordingToJson } from '../../../src/recording/write';
import { FakeClient } from './fake-client';

function page() {
  const { experiment } = PRESETS[0]!;
  const store = createAppStore(experiment, viewSchema.parse({}), new Recording(experiment, ''));
  const createClient = (onEvent: ConstructorParameters<typeof FakeClient>[0]) => new FakeClient(onEvent);
  const session = new Session({ store, createClient, nextFrame: () => {} });
  return { store, session };
}

test('a file that is no recording leaves the run alone, whatever its name', async () => {
  const { store, session } = page();
  session.prepare();
  const { recording } = store.getState();
  for (const name of ['notes.txt', 'train-images-idx3-ubyte', 'notes.json']) {
    await takeFiles(session, [new File(['hello'], name)], 'recording');
    expect(store.getState().recording).toBe(recording);
    expect(store.getState().notices).toMatchObject([
      { where: 'file', message: expect.stringMatching(`^${name} cannot be shown as a recording: `) },
    ]);
  }
});

test('a recording is shown whatever its name', async () => {
  const { store, session } = page();
  const text = JSON.stringify(recordingToJson(new Recording(PRESETS[1]!.experiment, 'saved')));
  await takeFiles(session, [new File([text], 'saved.txt')], 'recording');
  expect(store.getState()).toMatchObject({ kept: true, experiment: { preset: 'the-dial' } });
});

test('files of a folder keep their folder in their name', async () => {
  const { store, session } = page();
  const file = new File(['x'], 'robin.png');
  Object.defineProperty(file, 'webkitRelativePath', { value: 'zoo/birds/robin.png' });
  await takeFiles(session, [file], 'folder');
  expect(store.getState().files.map(({ name }) => name)).toEqual(['zoo/birds/robin.png']);
});

test('an empty folder is said to be empty, and the run goes on', async () => {
  const { store, session } = page();
  session.prepare();
  const { recording } = store.getState();
  await takeFiles(session, [], 'folder');
  expect(store.getState().recording).toBe(recording);
  expect(store.getState().notices).toMatchObject([
    { where: 'file', message: 'There are no files in there: choose a folder that has some.' },
  ]);
});

test('dropped files are told apart by name', async () => {
  const { store, session } = page();
  await takeFiles(session, [new File(['x'], 'images')]);
  expect(store.getState().experiment.data.source).toBe('files');
  await takeFiles(session, [new File(['x'], 'saved.json')]);
  expect(store.getState().notices.map(({ where }) => where)).toEqual(['file']);
});
