import { expect, test } from 'vitest';
import { readAddress } from '../../../src/app/address';
import { encodeLink } from '../../../src/experiment/link';
import { presetById } from '../../../src/experiment/presets';
import { viewSchema } from '../../../src/experiment/schema';

const at = (rest: string) => readAddress(new URL(`https://example.org/app/${rest}`));

test('a bare address asks for nothing', () => {
  expect(at('')).toEqual({
    device: 'auto',
    link: null,
    sweep: null,
    recording: null,
    lesson: null,
    embed: null,
    complaints: [],
  });
  expect(at('#top')).toMatchObject({ link: null, complaints: [] });
});

test('experiment, view and device are read', () => {
  const { experiment } = presetById('the-dial');
  const view = viewSchema.parse({ stepAxis: 'linear', probe: 'test', theme: 'dark' });
  const asked = at(`?device=cpu${encodeLink({ experiment, view })}`);
  expect(asked).toEqual({
    device: 'cpu',
    link: { experiment, view },
    sweep: null,
    recording: null,
    lesson: null,
    embed: null,
    complaints: [],
  });
  expect(at('?sweep=data.train=50,100;seeds=1').sweep).toBe('data.train=50,100;seeds=1');
});

test('what cannot be followed gives one sentence each, and never throws', () => {
  const asked = at('?device=quantum#e=1.damaged');
  expect(asked).toMatchObject({ device: 'auto', link: null });
  expect(asked.complaints).toHaveLength(2);
  expect(asked.complaints[0]).toMatch(/no device "quantum": use \?device=webgpu, wasm or cpu/);
  expect(asked.complaints[1]).toMatch(/damaged/);
});

test.each([
  ['recordings/grokking.json', 'https://example.org/app/recordings/grokking.json'],
  ['/runs/a%20b.json?x=1', 'https://example.org/runs/a%20b.json?x=1'],
  ['http://else.where/run.json', 'http://else.where/run.json'],
  ['//else.where/run.json', 'https://else.where/run.json'],
])('a recording at %s', (text, address) => {
  expect(at(`?recording=${encodeURIComponent(text)}`)).toMatchObject({ recording: address, complaints: [] });
});

test.each([
  'javascript:alert(1)',
  'data:application/json,{}',
  'blob:https://example.org/1',
  'file:///etc/hosts',
  'http://[',
  '',
])('no recording at %j: one sentence', text => {
  const { recording, complaints } = at(`?recording=${encodeURIComponent(text)}`);
  expect(recording).toBeNull();
  expect(complaints).toEqual([expect.stringMatching(/^There is no recording at ".*"[^"]*\.$/)]);
});
