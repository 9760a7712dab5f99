import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectOneSentence, richscope } from './command';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'richscope-sweep-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Sizes at which a run takes a moment. */
const SMALL = ['data.train=100', 'data.test=50', 'model.width=8', 'training.batchSize=20'].flatMap(change => [
  '--set',
  change,
]);
const small = (...args: string[]) => richscope('sweep', 'the-dial', '--steps', '6', ...SMALL, ...args);

interface Printed {
  axes: { path: string; values: number[] }[];
  seeds: number[];
  points: { values: number[]; seed: number; arms: { id: string; dlr: number; testAccuracy: number }[] }[];
  means: { values: number[]; arms: { dlr: { mean: number; spread: number; seeds: number } }[] }[];
}

const AXES = ['--axis', 'data.targetScale=10,0.1', '--axis', 'training.learningRate=0.01,0.05'];

describe('richscope sweep', () => {
  it('trains every point, and gives means and spreads over the seeds', async () => {
    const csv = join(folder, 'sweep.csv');
    const { code, stdout, stderr } = await small(...AXES, '--seeds', '0,1', '--json', '--csv', csv);
    expect({ code, stderr }).toEqual({ code: 0, stderr });
    const { axes, points, means, seeds } = JSON.parse(stdout) as Printed;
    expect(axes).toEqual([
      { path: 'data.targetScale', values: [0.1, 10] },
      { path: 'training.learningRate', values: [0.01, 0.05] },
    ]);
    expect(seeds).toEqual([0, 1]);
    expect(points).toHaveLength(8);
    expect(means).toHaveLength(4);
    for (const { values, arms } of means) {
      expect(arms).toHaveLength(1);
      const dlrs = points
        .filter(point => point.values.join() === values.join())
        .map(point => point.arms[0]!.dlr);
      const { mean, spread, seeds: count } = arms[0]!.dlr;
      expect(count).toBe(2);
      expect(mean).toBeCloseTo((dlrs[0]! + dlrs[1]!) / 2, 12);
      expect(spread).toBeCloseTo(Math.abs(dlrs[0]! - dlrs[1]!) / Math.SQRT2, 12);
    }
    expect(readFileSync(csv, 'utf8').trimEnd().split('\r\n')).toHaveLength(9);
  });

  it('a point is the run of `richscope run` with its values and seed', async () => {
    const set = ['--set', 'data.targetScale=10', '--set', 'training.learningRate=0.05'];
    const [swept, alone] = await Promise.all([
      small(
        '--axis',
        'training.learningRate=0.05',
        '--axis',
        'data.targetScale=10',
        '--seeds',
        '1',
        '--json',
      ),
      richscope('run', 'the-dial', '--steps', '6', '--seed', '1', ...SMALL, ...set, '--json'),
    ]);
    const [point] = (JSON.parse(swept.stdout) as Printed).points;
    const { arms } = JSON.parse(alone.stdout) as { arms: { train: { dlr: number }; testAccuracy: number }[] };
    expect(point!.arms[0]).toMatchObject({ dlr: arms[0]!.train.dlr, testAccuracy: arms[0]!.testAccuracy });
  });

  it('prints a table without --json', async () => {
    const { stdout } = await small('--axis', 'model.width=4,8');
    expect(stdout).toMatch(/^model\.width +arm +D_LR +train % +test %\n4 +A Targets × 10 /);
    expect(stdout.trimEnd().split('\n')).toHaveLength(7);
  });

  it.each<[string, string[], RegExp]>([
    ['no axis', [], /Name the setting to go along/],
    ['no value', ['--axis', 'data.targetScale'], /path=value/],
    ['no number', ['--axis', 'data.targetScale=1,two'], /Target scale needs numbers/],
    ['no setting', ['--axis', 'nothing=1'], /"nothing" is not a setting/],
    ['no number to sweep', ['--axis', 'data.source=1'], /is a number/],
    ['out of range', ['--axis', 'data.labelNoise=0,2'], /at most 1/],
    ['bad seeds', ['--axis', 'data.targetScale=1', '--seeds', '1.5'], /seed is a whole number/],
    ['three axes', [...AXES, '--axis', 'model.depth=1'], /one or two/],
  ])('%s: one sentence and exit code 2', async (_, args, words) => {
    const { code, stderr } = await small(...args);
    expect(stderr).toMatch(words);
    expect(code).toBe(2);
    expectOneSentence(stderr);
  });
});
