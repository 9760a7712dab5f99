import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, Route } from '@playwright/test';
import { encode } from 'fast-png';
import type { ExperimentInput } from '../../src/experiment/schema';
import { hubFile } from '../unit/data/hub-server';
import { button, expect, test } from './server';

const shared = process.env.RICHSCOPE_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const cifar = ['data_batch_1.bin', 'test_batch.bin', 'batches.meta.txt'].map(
  name => `${shared}/datasets/cifar10/${name}`,
);

/** A network that is trained in a moment. */
const SMALL: ExperimentInput = {
  model: { kind: 'mlp', depth: 1, width: 32 },
  training: { batchSize: 16, learningRate: 2e-3 },
  probe: { samples: 64 },
  stop: { steps: 60 },
  arms: [{ label: 'All layers', set: {} }],
};

async function openPage(page: Page, experiment: ExperimentInput) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(wanted => window.richscope.load(wanted), experiment);
}

/** Plays to the end. @returns accuracy on training and on test pictures, and D_LR before and after */
async function trainToEnd(page: Page, timeout = 60_000) {
  await button(page, 'play').click();
  await page.waitForFunction(() => window.richscope.state().status === 'finished', undefined, { timeout });
  // The last probe is measured after the last step.
  await page.waitForFunction(() => {
    const { step, arms } = window.richscope.state();
    return arms.every(arm => arm.step === step);
  });
  const arm = await page.evaluate(() => window.richscope.state().arms[0]!);
  return arm;
}

const words = (page: Page, text: RegExp | string) => page.getByText(text).filter({ visible: true }).first();

test('CIFAR-10 from its binary files by the picker: a CNN learns it', async ({ page, complaints }) => {
  test.skip(
    !cifar.every(existsSync),
    'the CIFAR-10 files are not beside the project: ../shared/datasets/cifar10',
  );
  test.setTimeout(240_000);
  page.on('filechooser', () => {});
  await openPage(page, {
    ...SMALL,
    data: { source: 'files', train: 4_000, test: 1_000 },
    model: { kind: 'cnn', depth: 3, channels: 8, width: 64 },
    training: { loss: 'cross-entropy', optimiser: 'adamw', learningRate: 1e-3, batchSize: 64 },
    probe: { samples: 512 },
    stop: { steps: 250 },
  });
  const [picker] = await Promise.all([
    page.waitForEvent('filechooser', { timeout: 10_000 }),
    page.keyboard.press('o'),
  ]);
  await picker.setFiles(cifar);
  await expect(words(page, 'CIFAR-10 from your files, 4,000 to train on, 1,000 to test on.')).toBeVisible({
    timeout: 60_000,
  });
  const arm = await trainToEnd(page, 180_000);
  expect(arm.testAccuracy).toBeGreaterThan(0.25);
  expect(await page.evaluate(() => window.richscope.recording().data?.classes)).toContain('airplane');
  expect(complaints).toEqual([]);
});

test('a folder of pictures for each class by the folder picker: trained on, and named by the folders', async ({
  page,
  complaints,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'richscope-zoo-'));
  try {
    for (let i = 0; i < 90; i++) {
      const name = ['cat', 'dog', 'owl'][i % 3]!;
      await mkdir(join(folder, name), { recursive: true });
      const data = Uint8Array.from({ length: 12 * 10 * 3 }, (_, at) =>
        at % 3 === i % 3 ? 200 : (at * i) % 90,
      );
      await writeFile(
        join(folder, name, `${i}.png`),
        encode({ width: 12, height: 10, data, channels: 3, depth: 8 }),
      );
    }
    await writeFile(join(folder, 'notes.txt'), 'not a picture');
    page.on('filechooser', () => {});
    await openPage(page, { ...SMALL, data: { train: 60, test: 30 } });
    await button(page, 'settings').click();
    const [picker] = await Promise.all([
      page.waitForEvent('filechooser', { timeout: 10_000 }),
      page.locator('dialog button[data-command="open-folder"]').click(),
    ]);
    await picker.setFiles(folder);
    await page.keyboard.press('Escape');
    await expect(
      words(page, '60 pictures to train on and 30 to test on, drawn with seed 1 from your folders.'),
    ).toBeVisible({ timeout: 30_000 });
    const arm = await trainToEnd(page);
    expect(arm.testAccuracy).toBeGreaterThan(0.9);
    expect(await page.evaluate(() => window.richscope.recording().data?.classes)).toEqual([
      'cat',
      'dog',
      'owl',
    ]);
    expect(complaints).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('one folder only says what to do', async ({ page }) => {
  await openPage(page, SMALL);
  const png = Buffer.from(encode({ width: 4, height: 4, data: new Uint8Array(16), channels: 1, depth: 8 }));
  await page
    .locator('input[data-purpose="data"]')
    .setInputFiles([{ name: 'robin.png', mimeType: 'image/png', buffer: png }]);
  await expect(page.locator('.notice[data-where="data"]')).toContainText(
    'robin.png is in no folder: put the pictures of each class into a folder of their own',
  );
});

for (const source of ['modular', 'colours'] as const)
  test(`${source} are made in the worker and trained on`, async ({ page, complaints }) => {
    await openPage(page, { ...SMALL, data: { source, train: 200, test: 100 } });
    const arm = await trainToEnd(page);
    expect(arm.step).toBe(60);
    expect(arm.trainAccuracy).toBeGreaterThan(0);
    if (source === 'modular')
      await expect(words(page, /Addition modulo 31\. Of all 961 pairs, 577 are trained on/)).toBeVisible();
    expect(complaints).toEqual([]);
  });

test('the settings that a data set does not have are not shown, and a bad modulus is mended', async ({
  page,
}) => {
  await openPage(page, { ...SMALL, data: { source: 'modular' } });
  await button(page, 'settings').click();
  await expect(page.locator('[data-setting="data.train"]')).toHaveCount(0);
  await expect(page.locator('[data-setting="data.hub"]')).toHaveCount(0);
  const modulus = page.locator('input[name="data.modulus"]');
  await modulus.fill('32');
  await modulus.press('Enter');
  await page.locator('select[name="data.operation"]').selectOption('division');
  await expect(page.locator('[data-setting="data.modulus"] .fault')).toHaveText(
    'Modulus p: Division needs a prime modulus, and 32 is none: choose 31 or 37.',
  );
  await modulus.fill('37');
  await modulus.press('Enter');
  await page.locator('select[name="data.operation"]').selectOption('division');
  expect(await page.evaluate(() => window.richscope.state().experiment.data)).toMatchObject({
    operation: 'division',
    modulus: 37,
  });
});

for (const [served, ranges] of [
  ['in ranges', true],
  ['in whole files', false],
] as const)
  test(`a data set of the hub by its name, served ${served}: loaded, kept, its size told, and forgotten`, async ({
    context,
    page,
    complaints,
  }) => {
    const names = { label: [...'abcdefghij'] };
    const shards = [hubFile(0, 250, 100, { names }), hubFile(250, 400, 100, { names })].map(file =>
      Buffer.from(file),
    );
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
    const addresses = shards.map((_, shard) => `https://huggingface.co/some/digits/${shard}.parquet`);
    let asked = 0;
    const answer = (route: Route) => {
      asked++;
      const request = route.request();
      if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers: cors });
      const file = shards[addresses.indexOf(request.url())];
      if (!file)
        return request.url().includes('/someone/digits/')
          ? route.fulfill({ headers: cors, json: { default: { train: addresses, test: addresses } } })
          : route.fulfill({ status: 404, headers: cors });
      const range = ranges ? /^bytes=(\d+)-(\d+)$/.exec(request.headers().range ?? '') : null;
      if (request.method() === 'HEAD')
        return route.fulfill({
          headers: {
            ...cors,
            'access-control-expose-headers': 'content-length',
            'content-length': String(file.length),
          },
        });
      return range
        ? route.fulfill({
            status: 206,
            headers: cors,
            body: file.subarray(Number(range[1]), Number(range[2]) + 1),
          })
        : route.fulfill({ headers: cors, body: file });
    };
    await context.route('https://huggingface.co/**', answer);
    await openPage(page, { ...SMALL, data: { train: 200, test: 100 } });
    await button(page, 'settings').click();
    const downloads = page.getByTestId('downloads');
    await expect(downloads).toContainText('No downloaded pictures are kept on this machine.');
    // The default name is asked for at once; here the hub does not have it.
    await page.locator('select[name="data.source"]').selectOption('hub');
    await expect(page.locator('.notice[data-where="data"]')).toContainText(
      'huggingface.co has no public data set "uoft-cs/cifar10" with parquet files: check its name.',
    );
    const name = page.locator('input[name="data.hub"]');
    await name.fill('digits');
    await name.press('Enter');
    await expect(page.locator('[data-setting="data.hub"] .fault')).toHaveText(
      'Name on the hub: needs the name of a data set as in its address, owner/name.',
    );
    await name.fill('someone/digits');
    await name.press('Enter');
    await expect(downloads).toContainText(/kept on this machine: \d+ kB\./, { timeout: 30_000 });
    await page.keyboard.press('Escape');
    await expect(words(page, 'Pictures: someone/digits, 200 to train on, 100 to test on.')).toBeVisible();
    const before = asked;
    await page.evaluate(() => window.richscope.reset());
    await trainToEnd(page);
    expect(asked).toBe(before);
    await button(page, 'settings').click();
    await downloads.getByRole('button', { name: 'Forget them' }).click();
    await expect(downloads).toContainText('No downloaded pictures are kept on this machine.');
    expect(complaints.filter(complaint => !complaint.includes('404'))).toEqual([]);
  });
