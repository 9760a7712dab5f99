import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../../scripts/browser.mjs';

const script = fileURLToPath(new URL('../../../scripts/richscope.mjs', import.meta.url));
const benchScript = fileURLToPath(new URL('../../../bench/dawn.mjs', import.meta.url));
const packageFile = fileURLToPath(new URL('../../../node_modules/webgpu/package.json', import.meta.url));

/** Folders in which Chromium keeps its software Vulkan driver, its loader beside it. */
const folders = [dirname(launchOptions().executablePath ?? '/'), '/usr/lib/chromium'];
const driver = folders.map(folder => join(folder, 'vk_swiftshader_icd.json')).find(existsSync);

const missing = [
  ...(existsSync(packageFile) ? [] : ['the npm package webgpu']),
  ...(driver ? [] : ["Chromium's vk_swiftshader_icd.json"]),
];
if (missing.length) console.warn(`Dawn is not tested here: ${missing.join(' and ')} not found.`);

/** Makes Node look for a package that nobody has where the command line asks for `webgpu`. */
const hooks = `export const resolve = (name, context, next) =>
  next(name === 'webgpu' ? 'richscope-has-no-such-package' : name, context);`;
const asUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
const withoutPackage = `--import=${asUrl(
  `import { register } from 'node:module'; register(${JSON.stringify(asUrl(hooks))});`,
)}`;

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line. */
const richscope = (args: string[], nodeArgs: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
  run([...nodeArgs, script, ...args], env);

/** Runs Node; a process that does not end by itself fails the test by its time limit. */
function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => {
      stdout += chunk;
    });
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
}

const SETTINGS = [
  ...['model.kind=cnn', 'model.depth=1', 'model.channels=4', 'data.train=256', 'data.test=128'],
  ...['probe.samples=64', 'training.batchSize=32'],
];
const tiny = (device: string) => [
  ...['run', 'rich-is-not-better', '--steps', '5', '--json', '--device', device],
  ...SETTINGS.flatMap(setting => ['--set', setting]),
];

interface Arm {
  initial: Record<'train' | 'test', { dlr: number }>;
  train: { dlr: number };
  test: { dlr: number };
}

const numbersOf = ({ initial, train, test }: Arm) => ({
  initial: initial.train.dlr,
  initialTest: initial.test.dlr,
  train: train.dlr,
  test: test.dlr,
});

// The build, which the first call makes, may take longer than a test.
beforeAll(async () => {
  expect(await richscope(['--help'])).toMatchObject({ code: 0, stderr: '' });
});

describe.skipIf(missing.length > 0)('run --device webgpu', () => {
  it('trains as WebAssembly does, and ends by itself', async () => {
    const path = [dirname(driver ?? ''), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
    const env = { VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: path };
    const gpu = await richscope(tiny('webgpu'), [], env);
    expect(gpu.code, gpu.stderr).toBe(0);
    const wasm = await richscope(tiny('wasm'));
    const [ours, reference] = [JSON.parse(gpu.stdout), JSON.parse(wasm.stdout)];
    expect(ours.device).toBe('webgpu');
    expect(gpu.stderr).toMatch(/^WebGPU on .*swiftshader/im);
    expect(ours.arms).toHaveLength(2);
    for (const [i, arm] of (ours.arms as Arm[]).entries()) {
      const expected = numbersOf(reference.arms[i]);
      for (const [name, value] of Object.entries(numbersOf(arm)))
        expect(Math.abs(value - expected[name as keyof typeof expected]), name).toBeLessThan(1e-3);
    }
  }, 60_000);
});

const HOW_TO_INSTALL =
  'WebGPU without a browser needs the npm package "webgpu", which is not installed: run npm install --no-save webgpu@0.6.2.\n';

describe('without the package', () => {
  it('run --device webgpu says how to install it, with exit code 2', async () => {
    const { code, stdout, stderr } = await richscope(tiny('webgpu'), [withoutPackage]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(HOW_TO_INSTALL);
  });

  it('bench:dawn says how to install it, with exit code 1 and no report', async () => {
    const { code, stdout, stderr } = await run([withoutPackage, benchScript, '--json']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.endsWith(HOW_TO_INSTALL), stderr).toBe(true);
  });
});
