import { describe, expect, it } from 'vitest';
import { missedBounds } from '../../../scripts/seed-bounds.mjs';

const HEAD = `richscope run rich-is-not-better

| seed | arm | D_LR start | D_LR end | train | test |
| --- | --- | --- | --- | --- | --- |
`;
type Row = [seed: number, arm: string, dlr: string, test: string];
const table = (...rows: Row[]) =>
  HEAD +
  rows
    .map(([seed, arm, dlr, test]) => `| ${seed} | ${arm} | 0.538 | ${dlr} | 100.0 % | ${test} % |\n`)
    .join('');

describe('rich-is-not-better', () => {
  const run = (dlr: string, test: string, seed = 0): Row[] => [
    [seed, 'A All layers', dlr, test],
    [seed, 'B Last layer only', '0.591', '67.3'],
  ];
  const missed = (...rows: Row[]) => missedBounds('rich-is-not-better', table(...rows));

  it('is met from 0.3 in D_LR and 30 points on', () => {
    expect(missed(...run('0.025', '10.4'), ...run('0.291', '37.3', 1))).toEqual([]);
  });

  it('is missed by less, which is said of each seed and bound', () => {
    expect(missed(...run('0.025', '10.4'), ...run('0.292', '37.4', 1), ...run('0.025', '40.0', 2))).toEqual([
      'Seed 1: D_LR of all layers is 0.299 below that of the last layer, and should be at least 0.3 below.',
      'Seed 1: test accuracy of all layers is 29.9 points below that of the last layer, and should be at least 30 below.',
      'Seed 2: test accuracy of all layers is 27.3 points below that of the last layer, and should be at least 30 below.',
    ]);
  });

  it('is missed where D_LR is undefined or an arm is not there', () => {
    expect(missed(...run('undefined', '10.4'))).toEqual([
      'Seed 0: D_LR of all layers or of the last layer is undefined.',
    ]);
    expect(missed(run('0.025', '10.4')[0]!)).toEqual(['Seed 0: the table has 1 arm, and should have 2.']);
  });
});

describe('the-dial', () => {
  const run = (...dlr: string[]): Row[] =>
    dlr.map((value, i): Row => [4, `${'ABC'[i]} Targets`, value, '90.0']);
  const missed = (...dlr: string[]) => missedBounds('the-dial', table(...run(...dlr)));

  it('is met where D_LR rises as targets shrink, and only then', () => {
    expect(missed('0.030', '0.200', '0.400')).toEqual([]);
    const sentence = (list: string) =>
      `Seed 4: D_LR at targets × 10, × 1 and × 0.1 is ${list}, and should rise from each to the next.`;
    expect(missed('0.200', '0.030', '0.400')).toEqual([sentence('0.200, 0.030, 0.400')]);
    expect(missed('0.030', '0.200', '0.200')).toEqual([sentence('0.030, 0.200, 0.200')]);
    expect(missed('0.030', 'undefined', '0.400')).toEqual([sentence('0.030, undefined, 0.400')]);
  });
});

it('a table without runs misses its bounds, and a preset without bounds is told apart', () => {
  expect(missedBounds('the-dial', HEAD)).toEqual(['The table holds no runs.']);
  expect(missedBounds('another', HEAD)).toBeNull();
});
