import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingFromJson } from '../../../src/recording/read';
import { cifarFile } from '../data/cifar-files';
import { imagesFile, labelsFile } from '../data/helpers';
import { expectOneSentence, type Outcome, richscope } from './command';

interface Split {
  dlr: number | null;
  [measure: string]: unknown;
}
interface Arm {
  id: string;
  label: string;
  step: number;
  trainAccuracy: number;
  testAccuracy: number;
  divergedAt?: number;
  initial: { train: Split; test: Split };
  train: Split;
  test: Split;
  network: { parameterNorm: number };
  layers: Record<'train' | 'test', { width: number; samples: number }[]>;
  frames?: {
    step: number;
    trainAccuracy: number;
    train: Split;
    test: Split;
    network: { parameterNorm: number };
  }[];
}
interface Result {
  experiment: {
    seed: number;
    data: Record<string, unknown>;
    training: Record<string, unknown>;
    stop: { steps: number };
  };
  device: string;
  seed: number;
  arms: Arm[];
}

let folder = '';

/** Sizes at which a run takes a moment. */
const SMALL = ['data.train=200', 'data.test=100', 'model.width=16', 'training.batchSize=32'].flatMap(
  change => ['--set', change],
);
const small = (...args: string[]) =>
  richscope('run', 'rich-is-not-better', '--steps', '20', ...SMALL, ...args);

function resultOf({ code, stdout, stderr }: Outcome): Result {
  expect({ code, stderr }).toEqual({ code: 0, stderr });
  return JSON.parse(stdout) as Result;
}

/** Writes a file, whose name may carry folders, into a folder that is made where it is not there. */
async function write(into: string, file: File): Promise<void> {
  const path = join(into, file.name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
}

/** What stderr says besides the data that was loaded and how far the run is. */
const said = (stderr: string) =>
  stderr
    .split('\n')
    .filter(line => !/^step \d+ of \d+$/.test(line) && !/pictures to train on, \d+ to test on\./.test(line))
    .join('\n');

const lossesOf = ({ losses }: { losses: { values: number[] } }) => losses.values;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'richscope-run-'));
  // The build, which the first call makes, may take longer than a test.
  expect(await richscope('--help')).toMatchObject({ code: 0, stderr: '' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('run --recording', () => {
  it('writes what the page reads: every probe and loss, the device and the data', async () => {
    const path = join(folder, 'recorded.json');
    const result = resultOf(await small('--seed', '4', '--json', '--recording', path));
    const recording = recordingFromJson(readFileSync(path, 'utf8'));
    expect(recording).toMatchObject({ status: 'finished', step: 20 });
    expect(recording.experiment).toEqual(result.experiment);
    expect(recording.device).toMatchObject({ device: 'wasm', software: false });
    expect(recording.data).toMatchObject({ name: 'Built-in digits', train: 200, test: 100 });
    recording.arms.forEach((arm, index) => {
      expect([...arm.losses.steps]).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect([...arm.frameSteps.subarray(0, 4)]).toEqual([0, 1, 2, 3]);
      expect(arm.initial?.train.measures.dlr).toBe(result.arms[index]!.initial.train.dlr);
      expect(arm.latest?.test.measures.dlr).toBe(result.arms[index]!.test.dlr);
      expect(arm.layers.length).toBe(result.arms[index]!.layers.train.length);
    });
  });

  it('is trained anew, with its changes and branches, by the file', async () => {
    const path = join(folder, 'first.json');
    await small('--seed', '4', '--recording', path);
    const first = JSON.parse(readFileSync(path, 'utf8'));
    const branch = { label: 'From A', set: {}, branch: { of: 'A', at: 7 } };
    const change = { step: 12, arms: ['A', 'B'], path: 'training.batchSize', value: 16 };
    first.experiment.arms.push(branch);
    writeFileSync(path, JSON.stringify({ ...first.experiment, changes: [change] }));
    const files = ['again.json', 'more.json'].map(name => join(folder, name));
    resultOf(await richscope('run', path, '--json', '--recording', files[0]!));
    const third = resultOf(await richscope('run', files[0]!, '--json', '--recording', files[1]!));
    const [again, more] = files.map(file => JSON.parse(readFileSync(file, 'utf8')));
    expect(again.experiment.changes).toEqual([change]);
    expect(more.arms.map(lossesOf)).toEqual(again.arms.map(lossesOf));
    expect(lossesOf(again.arms[0]).slice(0, 12)).toEqual(lossesOf(first.arms[0]).slice(0, 12));
    expect(lossesOf(again.arms[0])[12]).not.toBe(lossesOf(first.arms[0])[12]);
    // The branch keeps its batch size, and has nothing changed.
    expect(lossesOf(again.arms[2])).toEqual(lossesOf(first.arms[0]).slice(7));
    expect(third.arms[2]).toMatchObject({ id: 'C', label: 'From A', step: 20 });
  });

  it('refuses a file that is no experiment', async () => {
    const path = join(folder, 'strange.json');
    for (const text of ['{', '{"arms":3}', '{"experiment":null}']) {
      writeFileSync(path, text);
      const outcome = await richscope('run', path, '--json');
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expectOneSentence(outcome.stderr);
    }
  });

  it('writes the same in short with --brief', async () => {
    const [path, short] = [join(folder, 'whole.json'), join(folder, 'brief.json')];
    await small('--recording', path);
    await small('--recording', short, '--brief');
    expect(readFileSync(short).length).toBeLessThan(readFileSync(path).length);
    const [whole, brief] = [path, short].map(file => recordingFromJson(readFileSync(file, 'utf8')));
    expect(brief!.arms[0]!.latest!.train.measures.dlr).toBeCloseTo(
      whole!.arms[0]!.latest!.train.measures.dlr!,
      4,
    );
  });

  it('refuses --brief alone, and a folder as the file, before it trains', async () => {
    for (const args of [['--brief'], ['--recording', folder]]) {
      const outcome = await small(...args);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expectOneSentence(outcome.stderr);
    }
  });
});

describe('run --json', () => {
  it('prints the experiment, the device, the seed, and what each arm measured', async () => {
    const outcome = await small('--seed', '3', '--json');
    const result = resultOf(outcome);
    expect(Object.keys(result)).toEqual(['experiment', 'device', 'seed', 'arms']);
    expect(result).toMatchObject({ device: 'wasm', seed: 3, experiment: { seed: 3, stop: { steps: 20 } } });
    expect(result.experiment.data).toMatchObject({ source: 'digits', train: 200, codeStrength: 1 });
    expect(result.arms.map(({ id, label }) => [id, label])).toEqual([
      ['A', 'All layers'],
      ['B', 'Last layer only'],
    ]);
    for (const arm of result.arms) {
      expect(Object.keys(arm)).toEqual([
        ...['id', 'label', 'step', 'trainAccuracy', 'testAccuracy', 'initial', 'train', 'test'],
        ...['network', 'layers'],
      ]);
      expect(arm.network.parameterNorm).toBeGreaterThan(0);
      expect(arm.layers.test.at(-1)).toMatchObject({ width: 16, samples: 100 });
      expect(arm.step).toBe(20);
      for (const accuracy of [arm.trainAccuracy, arm.testAccuracy]) {
        expect(accuracy).toBeGreaterThanOrEqual(0);
        expect(accuracy).toBeLessThanOrEqual(1);
      }
      for (const split of [arm.initial.train, arm.initial.test, arm.train, arm.test]) {
        expect(split).toMatchObject({ width: 16, outputs: 10 });
        expect(split.dlr).toBeGreaterThan(0);
        expect(split.dlr).toBeLessThan(1);
      }
    }
    // The arms start equal, and only one of them moves its features.
    expect(result.arms[0]!.initial).toEqual(result.arms[1]!.initial);
    expect(result.arms[0]!.train.dlr).not.toBe(result.arms[1]!.train.dlr);
    expect(outcome.stderr).toMatch(/^Built-in digits: 200 pictures to train on, 100 to test on\.$/m);
    expect(outcome.stderr).toMatch(/^step 20 of 20$/m);
    expect(said(outcome.stderr)).toBe('');
  });

  it('--curves puts every probe into it, from step 0 to the end', async () => {
    const { arms } = resultOf(await small('--seed', '3', '--curves', '--json'));
    const plain = resultOf(await small('--seed', '3', '--json'));
    expect(plain.arms[0]).not.toHaveProperty('frames');
    for (const [i, { frames = [], ...arm }] of arms.entries()) {
      expect(arm).toEqual(plain.arms[i]);
      const steps = frames.map(({ step }) => step);
      expect(steps.length).toBeGreaterThan(5);
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
      expect([steps[0], steps.at(-1)]).toEqual([0, 20]);
      expect(frames[0]!.test.dlr).toBe(arm.initial.test.dlr);
      const { train, trainAccuracy, network } = frames.at(-1)!;
      expect({ dlr: train.dlr, trainAccuracy }).toEqual({
        dlr: arm.train.dlr,
        trainAccuracy: arm.trainAccuracy,
      });
      expect(network.parameterNorm).toBe(arm.network.parameterNorm);
      expect(train.quality).toHaveLength(16);
    }
  });

  it('prints the same with the same seed, and something else with another', async () => {
    const [first, again, other] = [
      await small('--seed', '5', '--json'),
      await small('--seed', '5', '--json'),
      await small('--seed', '6', '--json'),
    ];
    expect(again.stdout).toBe(first.stdout);
    expect(resultOf(other).arms).not.toEqual(resultOf(first).arms);
  });

  it('takes --set, --steps and --device', async () => {
    const { device, experiment, arms } = resultOf(
      await small(
        ...['--device', 'cpu', '--steps', '3', '--json'],
        ...['--set', 'training.learningRate=0.0005', '--set', 'training.optimiser=sgd'],
        ...['--set', 'stop.trainAccuracy=null', '--set', 'model.bias=false'],
      ),
    );
    expect(device).toBe('cpu');
    expect(experiment).toMatchObject({
      training: { learningRate: 0.0005, optimiser: 'sgd' },
      model: { bias: false },
      stop: { steps: 3, trainAccuracy: null },
    });
    expect(arms.map(({ step }) => step)).toEqual([3, 3]);
  });

  it('trains on the IDX files of --data', async () => {
    const data = join(folder, 'idx');
    mkdirSync(data);
    for (const file of [imagesFile('train-images-idx3-ubyte', 60), labelsFile('train-labels-idx1-ubyte', 60)])
      writeFileSync(join(data, file.name), new Uint8Array(await file.arrayBuffer()));
    writeFileSync(join(data, 'notes.txt'), 'not pictures');
    const outcome = await small('--data', data, '--set', 'data.train=40', '--set', 'data.test=20', '--json');
    const { experiment, arms } = resultOf(outcome);
    expect(experiment.data).toMatchObject({ source: 'files', train: 40, test: 20 });
    expect(arms[0]!.train).toMatchObject({ samples: 40, outputs: 3 });
    expect(outcome.stderr).toMatch(/^your files: 40 pictures to train on, 20 to test on\./m);
  });

  it('trains on the CIFAR files and on the folders of PNG pictures of --data', async () => {
    const cifar = join(folder, 'cifar');
    const zoo = join(folder, 'zoo');
    for (const name of ['data_batch_1.bin', 'test_batch.bin']) await write(cifar, cifarFile(name, 60));
    for (let i = 0; i < 60; i++) {
      const data = new Uint8Array(30).fill(i);
      const png = encode({ width: 6, height: 5, data, channels: 1, depth: 8 });
      await write(zoo, new File([png as BlobPart], `${i % 3 ? 'cat' : 'dog'}/${i}.png`));
    }
    const sizes = ['--set', 'data.train=40', '--set', 'data.test=20', '--json'];
    const fromCifar = await small('--data', cifar, ...sizes);
    expect(fromCifar.stderr).toMatch(/^CIFAR-10 from your files: 40 pictures to train on, 20 to test on\./m);
    expect(resultOf(fromCifar).arms[0]!.train).toMatchObject({ samples: 40, outputs: 10 });
    const fromZoo = await small('--data', zoo, ...sizes);
    expect(fromZoo.stderr).toMatch(/^your pictures: 40 pictures to train on, 20 to test on\./m);
    expect(resultOf(fromZoo).arms[0]!.train).toMatchObject({ samples: 40, outputs: 2 });
  });

  it('trains on modular arithmetic', async () => {
    const outcome = await small('--set', 'data.source=modular', '--set', 'data.modulus=11', '--json');
    expect(outcome.stderr).toMatch(/^Addition modulo 11: 73 pictures to train on, 48 to test on\./m);
    expect(resultOf(outcome).arms[0]!.train).toMatchObject({ samples: 73, outputs: 11 });
  });
});

describe('run', () => {
  it('prints one line per arm without --json', async () => {
    const { code, stdout } = await small();
    expect(code).toBe(0);
    const measured = String.raw`D_LR 0\.\d{3} \(start 0\.\d{3}\), train [\d.]+ %, test [\d.]+ %`;
    expect(stdout).toMatch(new RegExp(`^A All layers: ${measured}\nB Last layer only: ${measured}\n$`));
  });

  it('writes --out, and with --json prints the same', async () => {
    const out = join(folder, 'out.json');
    const written = await small('--out', out);
    expect(written.code).toBe(0);
    const printed = resultOf(await small('--json'));
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(printed);
  });

  it('takes changes in any order, and checks them once they are all made', async () => {
    const changes = ['training.batchSize=5000', 'data.train=8000', 'data.test=10', 'model.width=2'];
    const set = (list: string[]) => list.flatMap(change => ['--set', change]);
    const common = ['run', 'the-dial', '--steps', '1', '--json'];
    const first = await richscope(...common, ...set(changes));
    const turned = await richscope(...common, ...set(changes.toReversed()));
    expect(resultOf(first)).toEqual(resultOf(turned));
  });

  it.each<[string, (path: string) => string, RegExp]>([
    [
      'in a folder that does not exist',
      path => join(path, 'nowhere', 'x.json'),
      /nowhere\/?" does not exist/,
    ],
    ['in a file', path => join(path, 'plain', 'x.json'), /plain\/?" is not a folder/],
    ['that is a folder', path => path, /--out takes the name of a file/],
    ['without a name', () => '', /--out takes the name of a file/],
  ])('refuses an --out %s before it trains', async (_, place, message) => {
    writeFileSync(join(folder, 'plain'), '');
    const { code, stdout, stderr } = await small('--json', `--out=${place(folder)}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expectOneSentence(stderr);
  });

  it.skipIf(!existsSync('/dev/full')).each([
    { args: ['--json'], printed: /^\{"experiment":.*\}\n$/ },
    { args: [], printed: /^A All layers: .*\nB Last layer only: .*\n$/ },
  ])('has printed its result where --out turns out not to fit: $args', async ({ args, printed }) => {
    const { code, stdout, stderr } = await small('--out', '/dev/full', ...args);
    expect(code).toBe(2);
    expect(stdout).toMatch(printed);
    expect(stderr).toMatch(/does not fit on the disk[^\n]*\n$/);
  });

  it.each<[string[], RegExp]>([
    [[], /Name one preset/],
    [['the-dial', 'rich-is-not-better'], /Name one preset/],
    [['the-dail'], /no preset "the-dail"/],
    [['the-dial', '--sed', '1'], /--sed/],
    [['the-dial', '--seed', '1.5'], /--seed takes a whole number, not "1\.5"/],
    [['the-dial', '--seed=-1'], /--seed takes a whole number, not "-1"/],
    [['the-dial', '--seed', '-1'], /'--seed' needs a value that does not start with a dash/],
    [['the-dial', '--steps', '--json'], /'--steps' needs a value that does not start with a dash/],
    [['the-dial', '--seed'], /'--seed <value>' argument missing/],
    [['the-dial', '--seed', '4294967296'], /seed: must be at most 4294967295/],
    [['the-dial', '--steps', 'many'], /--steps takes a whole number, not "many"/],
    [['the-dial', '--steps', '0'], /stop\.steps: must be at least 1/],
    [['the-dial', '--device', 'tpu'], /--device is .*not "tpu"/],
    [['the-dial', '--set', 'model.width'], /--set takes path=value, not "model\.width"/],
    [['the-dial', '--set', 'model.breadth=3'], /"model\.breadth" is not a setting/],
    [['the-dial', '--set', '__proto__.x=3'], /"__proto__\.x" is not a setting/],
    [['the-dial', '--set', 'model.width=wide'], /model\.width: needs a number/],
    [['the-dial', '--set', 'training.batchSize=5000'], /The batch \(5000\) is larger/],
    [['the-dial', '--data', join(tmpdir(), 'richscope-there-is-no-such-folder')], /does not exist/],
    [['the-dial', '--data', fileURLToPath(import.meta.url)], /run\.test\.ts" is not a folder/],
    [['the-dial', '--set', 'data.source=files'], /No files were given/],
  ])('refuses the arguments %j with exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await richscope('run', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expectOneSentence(stderr);
  });

  it('names the folder of --data and what it looked for there where it finds none', async () => {
    const data = join(folder, 'no-pictures');
    mkdirSync(data);
    writeFileSync(join(data, 'notes.txt'), 'not pictures');
    const { code, stdout, stderr } = await small('--data', data);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`"${data}"`);
    expect(stderr).toMatch(/holds no data: .*"ubyte" or "\.idx"/);
    expectOneSentence(stderr);
  });

  it('prints what it has, says so in one sentence and exits with 1 where arms diverge', async () => {
    const outcome = await small(
      ...['--set', 'training.optimiser=sgd', '--set', 'training.learningRate=1e9', '--json'],
    );
    expect(outcome.code).toBe(1);
    const { arms } = JSON.parse(outcome.stdout) as Result;
    const [a, b] = arms.map(({ divergedAt }) => divergedAt!);
    expect(Math.min(a!, b!)).toBeGreaterThan(0);
    expect(said(outcome.stderr)).toBe(
      `Arm A diverged at step ${a} and arm B at step ${b}: try a lower learning rate.\n`,
    );
  });
});

it('one arm of three that diverges is named alone', async () => {
  const { code, stderr } = await richscope(
    ...['run', 'the-dial', '--steps', '50', ...SMALL],
    ...['--set', 'model.activation=square', '--set', 'training.learningRate=0.002', '--json'],
  );
  expect(code).toBe(1);
  expect(said(stderr)).toMatch(/^Arm A diverged at step \d+: try a lower learning rate\.\n$/);
});

describe('whole runs on the built-in digits', { timeout: 60_000 }, () => {
  it('rich-is-not-better: training all layers is far richer and far worse on test pictures', async () => {
    const [all, last] = resultOf(await richscope('run', 'rich-is-not-better', '--seed', '1', '--json')).arms;
    expect([all!.step, last!.step]).toEqual([3_000, 3_000]);
    expect(all!.train.dlr).toBeLessThanOrEqual(last!.train.dlr! - 0.3);
    expect(all!.testAccuracy).toBeLessThanOrEqual(last!.testAccuracy - 0.3);
  });

  it('the-dial: the larger the targets, the richer', async () => {
    const { arms } = resultOf(await richscope('run', 'the-dial', '--seed', '1', '--json'));
    expect(arms.map(({ label }) => label)).toEqual(['Targets × 10', 'Targets × 1', 'Targets × 0.1']);
    const [ten, one, tenth] = arms.map(({ train }) => train.dlr!);
    expect(ten).toBeLessThan(one!);
    expect(one).toBeLessThan(tenth!);
  });

  it('are learned by a convolutional network, and less well by its last layer alone', async () => {
    const plain = ['data.codeStrength=0', 'data.train=10000', 'probe.samples=2000', 'probe.perDecade=1'];
    const network = ['model.kind=cnn', 'model.channels=16', 'model.depth=2', 'model.width=64'];
    const training = [
      ...['training.optimiser=adamw', 'training.learningRate=0.001'],
      ...['training.weightDecay=0', 'training.batchSize=64'],
    ];
    const changes = [...plain, ...network, ...training].flatMap(change => ['--set', change]);
    const [all, last] = resultOf(
      await richscope('run', 'rich-is-not-better', '--seed', '1', '--steps', '600', '--json', ...changes),
    ).arms;
    expect(all!.testAccuracy).toBeGreaterThanOrEqual(0.97);
    expect(last!.testAccuracy).toBeLessThanOrEqual(all!.testAccuracy - 0.05);
  });
});
