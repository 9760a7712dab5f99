import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExperimentInput } from '../../src/experiment/schema';
import { button, expect, test } from './server';

const shared = process.env.RICHSCOPE_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const files = ['images-idx3', 'labels-idx1'].map(name => `${shared}/datasets/mnist/t10k-${name}-ubyte.gz`);

/** 10,000 real digits, of which 8,000 are trained on and 2,000 are tested on. */
const experiment: ExperimentInput = {
  data: { source: 'files', train: 8_000, test: 2_000 },
  model: { kind: 'cnn', depth: 2, channels: 8, width: 64 },
  training: { loss: 'mse', optimiser: 'adamw', learningRate: 2e-3, weightDecay: 0.7, batchSize: 64 },
  probe: { samples: 2_000 },
  stop: { steps: 1_300 },
  arms: [
    { label: 'All layers', set: {} },
    { label: 'Last layer only', set: { 'training.layers': 'last' } },
  ],
};

test('a CNN on MNIST from the file picker: rich and right with all layers, lazy with the last', async ({
  page,
  complaints,
}) => {
  test.skip(!files.every(existsSync), 'the MNIST files are not beside the project: ../shared/datasets/mnist');
  test.setTimeout(300_000);
  // Playwright catches file pickers only once something listens, and takes a moment to begin.
  page.on('filechooser', () => {});
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(wanted => window.richscope.load(wanted), experiment);
  const [picker] = await Promise.all([
    page.waitForEvent('filechooser', { timeout: 10_000 }),
    page.keyboard.press('o'),
  ]);
  await picker.setFiles(files);
  const split = page.getByText('8,000 pictures to train on and 2,000 to test on').filter({ visible: true });
  await expect(split.first()).toBeVisible({ timeout: 30_000 });
  await button(page, 'play').click();
  await page.waitForFunction(
    () => {
      const { status, arms } = window.richscope.state();
      return status === 'finished' && arms.every(arm => arm.step === 1_300);
    },
    undefined,
    { timeout: 280_000 },
  );
  const [all, last] = await page.evaluate(() => window.richscope.state().arms);
  console.info('all layers', JSON.stringify(all));
  console.info('last layer', JSON.stringify(last));
  expect(all!.testAccuracy).toBeGreaterThanOrEqual(0.96);
  expect(all!.dlr.train!).toBeLessThan(all!.initialDlr.train! / 3);
  expect(last!.dlr.train!).toBeGreaterThan(last!.initialDlr.train! / 2);
  expect(complaints).toEqual([]);
});
