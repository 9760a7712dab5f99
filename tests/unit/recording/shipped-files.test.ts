import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Recorded } from '../../../src/app/recorded';
import list from '../../../src/app/recorded.json';
import { PRESETS, presetById } from '../../../src/experiment/presets';
import { recordingFromJson } from '../../../src/recording/read';

const folder = fileURLToPath(new URL('../../../public/recordings/', import.meta.url));
const pathOf = (id: string) => `${folder}${id}.json`;
const recorded = Object.entries(list) as [string, Recorded][];

test('each file is listed, and each that is listed is there', () => {
  expect(readdirSync(folder).sort()).toEqual(recorded.map(([id]) => `${id}.json`).sort());
});

test('a file belongs to a preset', () => {
  const ids = PRESETS.map(({ id }) => id);
  expect(recorded.map(([id]) => id).filter(id => !ids.includes(id))).toEqual([]);
});

describe.each(recorded)('%s', (id, { seed, device }) => {
  const file = () => recordingFromJson(readFileSync(pathOf(id), 'utf8'));

  // Where this fails the preset has changed: `npm run -s recordings -- ID`.
  test('records the preset as it is now', () => {
    expect(file().experiment).toEqual(presetById(id).experiment);
  });

  test('is what the list says of it, and ran to its end', () => {
    const recording = file();
    expect(recording.experiment.seed).toBe(seed);
    expect(recording.device?.device).toBe(device);
    expect(recording.status).toBe('finished');
    for (const arm of recording.arms) {
      expect(arm.frameSteps[0]).toBe(0);
      expect(arm.latest?.step).toBe(recording.step);
    }
  });

  test('is small', () => {
    expect(existsSync(pathOf(id))).toBe(true);
    expect(statSync(pathOf(id)).size).toBeLessThan(600_000);
  });
});

test('all of them are within 6 MB', () => {
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(`${folder}${name}`).size, 0);
  expect(bytes).toBeLessThanOrEqual(6_000_000);
});
