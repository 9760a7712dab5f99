import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casePath, disagreements, expectedCases, haveCases } from '../metrics/cases';
import { npz, type TestArray } from '../recording/npy-files';
import { expectOneSentence, richscope } from './command';

let folder = '';

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const features: TestArray = { shape: [4, 2], values: [1, 2, 3, 4, 5, 7, 1, 0] };
const outputs: TestArray = { shape: [4, 2], values: [0, 1, 1, 0, 2, 2, 5, 1] };
const filled = (value: number): TestArray => ({ shape: [4, 2], values: new Array<number>(8).fill(value) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'richscope-measure-'));
  // The build, which the first call makes, may take longer than a test.
  expect(await richscope('--help')).toMatchObject({ code: 0, stderr: '' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!haveCases)('measure --json agrees with the NumPy reference', () => {
  it.each(Object.keys(expectedCases))('%s', async name => {
    const { code, stdout, stderr } = await richscope('measure', casePath(name), '--json');
    expect(code).toBe(0);
    expect(disagreements(JSON.parse(stdout), expectedCases[name]!)).toEqual([]);
    expect(/^dlr\b/m.test(stderr)).toBe(expectedCases[name]!.dlr === null);
    expectReasons(stderr);
  });
});

/** One line for each reason: the measures that are undefined, and a sentence. */
function expectReasons(stderr: string): void {
  for (const line of stderr.split('\n').slice(0, -1)) expect(line).toMatch(/^[a-zA-Z0-9, ]+: [A-Z].+\.$/);
}

describe('measure', () => {
  it('prints a table without --json', async () => {
    const { code, stdout, stderr } = await richscope(
      'measure',
      write('good.npz', npz({ features, outputs })),
    );
    expect(code).toBe(0);
    expectReasons(stderr);
    expect(stdout).toMatch(/^4 samples, 2 features, 2 outputs$/m);
    expect(stdout).toMatch(/^dlr +0\.\d{4}$/m);
    expect(stdout).toMatch(/^utilisation( +[\d.]+){2}$/m);
  });

  it.each([
    ['constant features', { features: filled(3), outputs }, /features are the same/],
    ['zero outputs', { features, outputs: filled(0) }, /outputs do not differ/],
  ])('says why D_LR is undefined: %s', async (_, arrays, reason) => {
    const { code, stdout, stderr } = await richscope('measure', write('flat.npz', npz(arrays)), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dlr: null, share: null, participation: null });
    expect(stderr).toMatch(reason);
    expectReasons(stderr);
  });

  const whole = npz({ features, outputs });
  it.each<[string, Uint8Array, RegExp]>([
    ['no features', npz({ outputs }), /no array "features"/],
    ['NaN', npz({ features: filled(Number.NaN), outputs }), /holds NaN/],
    ['a truncated file', whole.subarray(0, 200), /truncated or damaged/],
    ['a text file', new TextEncoder().encode('not a zip'), /not an .npz/],
    ['an empty file', new Uint8Array(0), /empty/],
  ])('refuses %s with exit code 2', async (_, bytes, message) => {
    const { code, stdout, stderr } = await richscope('measure', write('bad.npz', bytes), '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expectOneSentence(stderr);
  });

  it.each<[string[], RegExp]>([
    [[], /No command/],
    [['weigh'], /no command "weigh"/],
    [['constructor'], /no command "constructor"/],
    [['measure'], /takes one file/],
    [['measure', 'a.npz', 'b.npz'], /takes one file/],
    [['measure', 'a.npz', '--xml'], /--xml/],
    [['measure', 'a.npz', '--json=yes'], /--json/],
    [['measure', join(tmpdir(), 'richscope-there-is-no-such-file.npz')], /does not exist/],
    [['measure', tmpdir()], /is a folder/],
  ])('refuses the arguments %j with exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await richscope(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expectOneSentence(stderr);
  });

  it('two at once both answer', async () => {
    const path = write('twice.npz', npz({ features, outputs }));
    const [first, second] = await Promise.all([richscope('measure', path), richscope('measure', path)]);
    expect(first).toEqual(second);
    expect(first.code).toBe(0);
  });
});
