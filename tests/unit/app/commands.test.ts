import { describe, expect, test, vi } from 'vitest';
import { COMMANDS, commandForKey, commandOf, runCommand, type Services } from '../../../src/app/commands';
import { fakePage } from './fake-page';

function page() {
  const { store, session } = fakePage();
  const services: Services = {
    drawSeed: () => 99,
    copyLink: vi.fn(async () => {}),
    pickFiles: vi.fn(),
    showRecorded: vi.fn(async () => {}),
    exportRecording: vi.fn(async () => {}),
    isDark: () => false,
  };
  return { store, session, services };
}

const press = (key: string, more: object = {}) =>
  commandForKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })?.id;

describe('keys', () => {
  test('each means one command', () => {
    expect(press(' ')).toBe('play');
    expect(press('.')).toBe('step');
    expect(press('>', { shiftKey: true })).toBe('step10');
    expect(press('r')).toBe('reset');
    expect(press('R', { shiftKey: true })).toBe('reset');
    expect(press('?', { shiftKey: true })).toBe('shortcuts');
  });

  test('no key is taken twice', () => {
    const keys = COMMANDS.flatMap(({ key }) => (key ? [`${key.control ? 'control ' : ''}${key.key}`] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('the browser keeps its own', () => {
    expect(press('r', { ctrlKey: true })).toBeUndefined();
    expect(press('r', { metaKey: true })).toBeUndefined();
    expect(press('c', { ctrlKey: true })).toBeUndefined();
    expect(press('.', { altKey: true })).toBeUndefined();
    expect(press('z')).toBeUndefined();
  });

  test('undo answers to Control and to Command', () => {
    expect(press('z', { ctrlKey: true })).toBe('undo');
    expect(press('z', { metaKey: true })).toBe('undo');
    expect(press('z', { ctrlKey: true, shiftKey: true })).toBeUndefined();
  });
});

describe('commands', () => {
  test('play is also pause', () => {
    const { store, session, services } = page();
    runCommand('play', session, services);
    expect(store.getState().playing).toBe(true);
    runCommand('play', session, services);
    expect(store.getState().playing).toBe(false);
  });

  test('the view is changed without a new run', () => {
    const { store, session, services } = page();
    const { recording } = store.getState();
    runCommand('step-axis', session, services);
    runCommand('probe', session, services);
    runCommand('theme', session, services);
    expect(store.getState().view).toMatchObject({
      stepAxis: 'linear',
      probe: 'test',
      theme: 'dark',
      panels: '',
    });
    expect(store.getState().recording).toBe(recording);
  });

  test('a new seed comes from outside, so that a run itself draws nothing', () => {
    const { store, session, services } = page();
    runCommand('new-seed', session, services);
    expect(store.getState().experiment.seed).toBe(99);
  });

  test('no step is made from a run that is over or was brought back, and the button says why', () => {
    const { store, session, services } = page();
    const { recording } = store.getState();
    for (const end of [{ status: 'finished' }, { status: 'finished', kept: true }] as const) {
      store.setState(end);
      runCommand('step', session, services);
      runCommand('step10', session, services);
      expect(store.getState().recording).toBe(recording);
    }
    expect(commandOf('step').otherwise).toMatch(/Play starts it anew/);
  });

  test('what would do nothing is not run', () => {
    const { store, session, services } = page();
    expect(commandOf('export-json').enabled?.(store.getState())).toBe(false);
    runCommand('export-json', session, services);
    runCommand('undo', session, services);
    expect(services.exportRecording).not.toHaveBeenCalled();
  });
});
