import { describe, expect, test, vi } from 'vitest';
import { createApi, type RichscopeApi } from '../../../../src/app/api';
import { type Command, commandOf, runCommand, type Services } from '../../../../src/app/commands';
import { answer, createAnswerer, MOST_CALLS } from '../../../../src/app/embed/messages';
import { parseExperiment } from '../../../../src/experiment/schema';
import { fakePage } from '../fake-page';

function page() {
  const { store, session } = fakePage();
  store.setState({ stage: 'embed', readOnly: true });
  const services = { isDark: () => false, pickFiles: vi.fn() } as unknown as Services;
  return { store, session, services, api: createApi(session, services, Promise.resolve()) };
}

const ask = (api: RichscopeApi, call: unknown, ...args: unknown[]) =>
  answer(api, { richscope: 1, id: 7, call, args });

describe('calls', () => {
  test('are answered with their id', async () => {
    const { api, store } = page();
    expect(await answer(api, { richscope: 1, id: 'a', call: 'play' })).toEqual({
      ...{ richscope: 1, id: 'a', ok: true, result: null },
    });
    expect(store.getState().playing).toBe(true);
    expect(await ask(api, 'state')).toMatchObject({ id: 7, ok: true, result: { status: 'loading' } });
    expect(await ask(api, 'load', 'the-dial')).toMatchObject({ ok: true });
    expect(store.getState().experiment.preset).toBe('the-dial');
    expect(await ask(api, 'load', { seed: 5 })).toMatchObject({ ok: true });
    expect(store.getState().experiment.seed).toBe(5);
    expect(await ask(api, 'run', 'step-axis')).toMatchObject({ ok: true });
    expect(store.getState().view.stepAxis).toBe('linear');
    const recording = await ask(api, 'recording');
    expect(JSON.parse(JSON.stringify(recording))).toEqual(structuredClone(recording));
  });

  test('list the commands, and those that open a dialog are refused with a sentence', async () => {
    const { api, services } = page();
    const listed = (await ask(api, 'commands')) as unknown as { result: { id: string; works: boolean }[] };
    expect(listed.result.find(({ id }) => id === 'play')?.works).toBe(true);
    expect(listed.result.find(({ id }) => id === 'settings')?.works).toBe(false);
    expect(await ask(api, 'run', 'open-files')).toMatchObject({
      ...{ ok: false, error: expect.stringMatching(/only there on the page itself\.$/) },
    });
    expect(services.pickFiles).not.toHaveBeenCalled();
  });

  test('many at a time are refused', async () => {
    const { api } = page();
    const slow = { ...api, step: () => new Promise<void>(() => {}) };
    const answered = createAnswerer(slow);
    for (let i = 0; i < MOST_CALLS; i++) void answered({ richscope: 1, id: i, call: 'step' });
    expect(await answered({ richscope: 1, id: 'x', call: 'state' })).toMatchObject({
      ...{ id: 'x', ok: false, error: expect.stringMatching(/wait for an answer/) },
    });
  });
});

/** What somebody might try. Each must be refused with one sentence, and leave the page as it was. */
const HOSTILE: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', '<img src=x onerror=alert(1)>'],
  ['a number', Number.NaN],
  ['a list', [{ richscope: 1, id: 1, call: 'play' }]],
  ['bytes', new ArrayBuffer(8)],
  ['a map', new Map([['call', 'play']])],
  ['an empty object', {}],
  ['another version', { richscope: 2, id: 1, call: 'play' }],
  ['a version as a text', { richscope: '1', id: 1, call: 'play' }],
  ['no id', { richscope: 1, call: 'play' }],
  ['an id that is an object', { richscope: 1, id: { toString: 1 }, call: 'play' }],
  ['an id that is no number', { richscope: 1, id: Number.POSITIVE_INFINITY, call: 'play' }],
  ['a very long id', { richscope: 1, id: 'x'.repeat(1e6), call: 'play' }],
  ['a key too many', { richscope: 1, id: 1, call: 'play', onload: 'alert(1)' }],
  ['no call', { richscope: 1, id: 1 }],
  ['a call that is no text', { richscope: 1, id: 1, call: ['play'] }],
  ...[
    'eval',
    'constructor',
    '__proto__',
    'toString',
    'ready',
    'play()',
    'session.load',
    '<script>alert(1)</script>',
  ].map((call): [string, unknown] => [`the call ${call}`, { richscope: 1, id: 1, call }]),
  ['arguments that are no list', { richscope: 1, id: 1, call: 'play', args: 'x' }],
  ['arguments to play', { richscope: 1, id: 1, call: 'play', args: [1] }],
  ['many arguments', { richscope: 1, id: 1, call: 'step', args: Array(1e5).fill(1) }],
  ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300, '10', null, {}, [1]].map(
    (count): [string, unknown] => [
      `step(${JSON.stringify(count)})`,
      { richscope: 1, id: 1, call: 'step', args: [count] },
    ],
  ),
  ...[
    'no-such-preset',
    '../recordings/the-dial',
    'javascript:alert(1)',
    'constructor',
    'x'.repeat(1e5),
    null,
    7,
    [],
    { seed: 'alert(1)' },
    { nothing: 1 },
    { arms: [{ label: '<img src=x onerror=alert(1)>'.repeat(9) }] },
    { arms: Array(500).fill({ label: 'A' }) },
    { data: { train: 1e12 } },
    { model: { width: 1e9 } },
    JSON.parse('{"constructor": {"prototype": {"polluted": true}}}'),
    JSON.parse('{"data": {"__proto__": {"polluted": true}, "train": "many"}}'),
  ].map((wanted): [string, unknown] => [
    `load(${JSON.stringify(wanted)?.slice(0, 60)})`,
    { richscope: 1, id: 1, call: 'load', args: [wanted] },
  ]),
  ...[
    null,
    'A',
    { of: 'Z' },
    { of: '__proto__' },
    { at: -1 },
    { at: 1e300 },
    { set: { 'training.learningRate': { valueOf: 1 } } },
    { set: { constructor: 1 } },
    { session: 1 },
  ].map((wanted): [string, unknown] => [
    `branch(${JSON.stringify(wanted)})`,
    { richscope: 1, id: 1, call: 'branch', args: [wanted] },
  ]),
  ...[
    [],
    ['training.learningRate'],
    [{ 'training.learningRate': [1] }],
    [{ 'training.learningRate': 0.1 }, 'A'],
    [{ 'training.learningRate': 0.1 }, []],
    [{ 'training.learningRate': 0.1 }, ['E']],
    [{ 'training.learningRate': 0.1 }, ['A', 'B'], 'more'],
    [{ 'no.such': 1 }],
    [{ 'model.width': 1 }],
  ].map((args): [string, unknown] => [
    `change(${JSON.stringify(args)})`,
    { richscope: 1, id: 1, call: 'change', args },
  ]),
  ['a recording from elsewhere', { richscope: 1, id: 1, call: 'showRecorded', args: ['//example.org/x'] }],
  ['a recording by an object', { richscope: 1, id: 1, call: 'showRecorded', args: [{ preset: 'the-dial' }] }],
  ...['settings', 'import', 'save', 'constructor', '__proto__', 'alert(1)', { id: 'play' }, null].map(
    (id): [string, unknown] => [
      `run(${JSON.stringify(id)})`,
      { richscope: 1, id: 1, call: 'run', args: [id] },
    ],
  ),
];

describe('hostile messages', () => {
  test.each(HOSTILE)('%s', async (_, message) => {
    const { api, store } = page();
    const before = store.getState();
    const reply = await answer(api, message);
    expect(reply).toMatchObject({ richscope: 1, ok: false });
    const { error, id } = reply as { error: string; id: unknown };
    expect(error).toMatch(/^\S.*[.!]$/s);
    expect(error.length).toBeLessThan(400);
    expect([null, 1]).toContain(id);
    expect(store.getState()).toBe(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

test('a prototype in an experiment is left out', async () => {
  const { api, store } = page();
  await ask(api, 'load', JSON.parse('{"__proto__": {"polluted": true, "seed": 9}}'));
  expect(store.getState().experiment.seed).toBe(parseExperiment({}).seed);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('readers who may only look start and change nothing', () => {
  const { store, session, services } = page();
  const before = store.getState();
  for (const id of [
    'play',
    'step',
    'step10',
    'reset',
    'new-seed',
    'undo',
    'recorded',
    'settings',
    'present',
  ] as const)
    runCommand(id, session, services);
  expect(store.getState()).toBe(before);
  runCommand('theme', session, services);
  expect(store.getState().view.theme).toBe('dark');
  const named: Command = commandOf('play');
  expect(named.runs).toBe(true);
});
