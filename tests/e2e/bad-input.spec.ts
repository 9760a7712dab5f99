import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { PRESETS } from '../../src/experiment/presets';
import { imagesFile, labelsFile } from '../unit/data/helpers';
import { button, expect, test } from './server';

interface Chosen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const chosen = (name: string, buffer: Uint8Array): Chosen => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(buffer),
});
const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());
const images = async (count: number, name = 'some-images') =>
  chosen(name, await bytesOf(imagesFile(name, count)));
const labels = async (count: number, name = 'some-labels') =>
  chosen(name, await bytesOf(labelsFile(name, count)));
const packed = ({ name, buffer }: Chosen, keep = 1) => {
  const whole = gzipSync(buffer);
  return chosen(`${name}.gz`, whole.subarray(0, Math.ceil(whole.length * keep)));
};

const state = (page: Page) => page.evaluate(() => window.richscope.state());
const notice = (page: Page, where: string) => page.locator(`.notice[data-where="${where}"] .notice-text`);

/** Chooses files with the page's own picker. */
async function choose(page: Page, files: Chosen[]) {
  await page.locator('input[data-purpose="data"]').setInputFiles(files);
}

/** One sentence at its place: a title, then words that end once. */
async function expectSentence(page: Page, where: string, words: RegExp) {
  await expect(notice(page, where)).toHaveText(words, { timeout: 20_000 });
  await expect(page.locator('.notice:not(.toast .notice)')).toHaveCount(1);
  expect(await notice(page, where).innerText()).not.toMatch(/\.\.(?!\.)|undefined|\bnull\b|Error/);
}

/** Brings the run before the fault back, and trains on built-in digits. */
async function expectStillTrains(page: Page) {
  await page.locator('button[data-preset="the-dial"]').click();
  await button(page, 'play').click();
  await page.waitForFunction(
    () => window.richscope.state().arms.every(arm => (arm.step ?? 0) > 0),
    undefined,
    {
      timeout: 30_000,
    },
  );
  await expect(page.locator('.notice:not(.toast .notice)')).toHaveCount(0);
  await button(page, 'play').click();
}

test.describe('files', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('./');
    await page.evaluate(() => window.richscope.ready);
    await page.evaluate(() => window.richscope.step(2));
  });

  const CASES: [what: string, files: () => Promise<Chosen[]>, words: RegExp][] = [
    [
      'a truncated gzip file',
      async () => [packed(await images(300), 0.5), packed(await labels(300))],
      /^The pictures\. some-images\.gz is a damaged or cut-off gzip file: get it again\.$/,
    ],
    [
      'a wrong magic number',
      async () => [chosen('photo', new Uint8Array(900).fill(7)), await labels(300)],
      /^The pictures\. photo does not start like IDX .*: choose files in the format of MNIST\.$/,
    ],
    [
      'images and labels of different length',
      async () => [await images(300), await labels(299)],
      /^The pictures\. some-images holds 300 pictures and some-labels 299 labels, .*: choose the two files of one pair\.$/,
    ],
    [
      'an empty file',
      async () => [chosen('some-images', new Uint8Array(0)), await labels(300)],
      /^The pictures\. some-images is empty: get it again\.$/,
    ],
    [
      'fewer pictures than a batch',
      async () => [await images(50), await labels(50)],
      /^The pictures\. There are 33 pictures to train on, fewer than a batch of 128: lower the batch size or open more pictures\.$/,
    ],
  ];
  for (const [what, files, words] of CASES)
    test(`${what} gives a sentence; undo brings the recording back, and the page trains`, async ({
      page,
    }) => {
      await choose(page, await files());
      await expectSentence(page, 'data', words);
      await expect(page.locator('.plot').first()).toContainText('Nothing was recorded');
      await page.locator('.notice[data-where="data"] button[data-command="undo"]').click();
      expect(await state(page)).toMatchObject({ step: 2, experiment: { data: { source: 'digits' } } });
      await expectStillTrains(page);
    });

  test('what is no recording is said of the file, and the run goes on', async ({ page }) => {
    await page
      .locator('input[data-purpose="recording"]')
      .setInputFiles([chosen('notes.txt', Buffer.from('hello'))]);
    await expectSentence(
      page,
      'file',
      /^The file\. notes\.txt cannot be shown as a recording: this file is not JSON; choose a recording that Richscope exported\.$/,
    );
    await page.evaluate(() => window.richscope.step(1));
    expect((await state(page)).step).toBe(3);
    await expectStillTrains(page);
  });
});

test('a learning rate of a million diverges, says at which step, and keeps the recording', async ({
  page,
}) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await button(page, 'settings').click();
  const rate = page.locator('input[name="training.learningRate"]');
  await rate.fill('1e6');
  await rate.press('Enter');
  await page.keyboard.press('Escape');
  await page.evaluate(() =>
    window.richscope.load({ ...window.richscope.state().experiment, stop: { steps: 400 } }),
  );
  await button(page, 'play').click();
  const card = page.locator('[data-arm="A"] .fault');
  await expect(card).toHaveText(
    /^Diverged at step \d+: its loss is no longer a number\. Lower its learning rate \(1000000\)\.$/,
    { timeout: 60_000 },
  );
  const first = async () => (await state(page)).arms[0]!;
  expect((await first()).divergedAt).toBeGreaterThan(0);
  // The measurement of the start may still be under way: it arrives, and stays.
  await expect.poll(async () => (await first()).step).not.toBeNull();
  expect((await first()).loss).not.toBeNull();
  await expectStillTrains(page);
});

test('a batch larger than the data is refused beside the batch size', async ({ page }) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(2));
  await button(page, 'settings').click();
  const train = page.locator('input[name="data.train"]');
  await train.fill('100');
  await train.press('Enter');
  await expect(page.locator('[data-setting="training.batchSize"] .fault')).toHaveText(
    'Batch size: The batch (128) is larger than the training set (100): use at most 100.',
  );
  await expect(page.locator('[data-setting="data.train"] .fault')).toHaveCount(0);
  await expect(train).toHaveValue('4000');
  await page.keyboard.press('Escape');
  expect((await state(page)).step).toBe(2);
  await expectStillTrains(page);
});

test('a damaged link gives a sentence, and the default trains', async ({ page }) => {
  await page.goto('./#e=1.damaged');
  await page.evaluate(() => window.richscope.ready);
  await expectSentence(page, 'link', /^The address\. The link is damaged; copy it again, in full, .*\.$/);
  await expect(page.getByRole('heading', { name: 'Rich is not better' })).toBeVisible();
  await expectStillTrains(page);
});

test('an unknown preset gives a sentence, in a link and by script', async ({ page }) => {
  const link = Buffer.from(JSON.stringify({ p: 'the-wheel' })).toString('base64url');
  await page.goto(`./#e=1.${link}`);
  await page.evaluate(() => window.richscope.ready);
  await expectSentence(
    page,
    'link',
    /^The address\. The link names a preset that does not exist, "the-wheel"; pick one here\.$/,
  );
  await expect(page.evaluate(() => window.richscope.load('the-wheel'))).rejects.toThrow(
    `There is no preset "the-wheel"; choose one of: ${PRESETS.map(({ id }) => id).join(', ')}.`,
  );
  await expectStillTrains(page);
});

test.describe('the hub', () => {
  const askForMnist = async (page: Page) => {
    await page.goto('./');
    await page.evaluate(() => window.richscope.ready);
    await page.evaluate(() => window.richscope.step(2));
    await button(page, 'settings').click();
    await page.locator('select[name="data.source"]').selectOption('mnist');
    await page.keyboard.press('Escape');
  };
  const LISTING = {
    mnist: {
      train: ['https://huggingface.co/train.parquet'],
      test: ['https://huggingface.co/test.parquet'],
    },
  };
  const page200 = { status: 200, headers: { 'access-control-allow-origin': '*' } };
  const signIn = { ...page200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' };

  test('that cannot be reached', async ({ context, page }) => {
    await context.route('https://huggingface.co/**', route => route.abort());
    await askForMnist(page);
    await expectSentence(
      page,
      'data',
      /^The pictures\. huggingface\.co cannot be reached: check your connection and load again, or choose the built-in digits, which need none\.$/,
    );
    await expectStillTrains(page);
  });

  test('that answers with a web page in place of its list', async ({ context, page }) => {
    await context.route('https://huggingface.co/**', route => route.fulfill(signIn));
    await askForMnist(page);
    await expectSentence(
      page,
      'data',
      /^The pictures\. huggingface\.co answered with a web page instead of data: .*\.$/,
    );
    await expectStillTrains(page);
  });

  test('that answers with a web page in place of a parquet file', async ({ context, page }) => {
    await context.route('https://huggingface.co/**', route =>
      route.request().url().endsWith('.parquet')
        ? route.fulfill(signIn)
        : route.fulfill({ ...page200, json: LISTING }),
    );
    await askForMnist(page);
    await expectSentence(
      page,
      'data',
      /^The pictures\. huggingface\.co answered with a web page instead of data: .*\.$/,
    );
    await expectStillTrains(page);
  });

  test('that hangs is named, and asking it can be cancelled', async ({ context, page }) => {
    await context.route('https://huggingface.co/**', () => {});
    await askForMnist(page);
    const reading = page.locator('[data-testid="reading"]');
    await expect(reading).toContainText('Asking huggingface.co for MNIST…');
    await button(page, 'play').click();
    await expect(reading).toContainText('Asking huggingface.co for MNIST…');
    await reading.getByRole('button', { name: 'Cancel' }).click();
    await expectSentence(page, 'data', /^The pictures\. Loading was cancelled: .*\.$/);
    await expectStillTrains(page);
  });
});
