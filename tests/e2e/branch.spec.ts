import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { RecordingFile } from '../../src/recording/format';
import { button, expect, test } from './server';

/** Two small networks, whose steps take no time. */
const QUICK = {
  data: { train: 200, test: 50 },
  model: { width: 16, depth: 1 },
  training: { batchSize: 20 },
  stop: { steps: 400 },
  probe: { samples: 50 },
  arms: [{ label: 'All layers' }, { label: 'Last layer only', set: { 'training.layers': 'last' } }],
};

const state = (page: Page) => page.evaluate(() => window.richscope.state());
const recording = (page: Page) => page.evaluate(() => window.richscope.recording());
const lossesOf = ({ arms }: RecordingFile) => arms.map(({ losses }) => losses);
const dialog = (page: Page) => page.getByRole('dialog');
const rate = (page: Page) => dialog(page).getByRole('textbox', { name: 'Learning rate' });
const mark = (page: Page, name: string | RegExp) => page.locator('.marks').getByRole('button', { name });

async function open(page: Page) {
  await page.goto('./?device=wasm');
  await page.evaluate(() => window.richscope.ready);
}

async function openQuick(page: Page, steps: number) {
  await open(page);
  await page.evaluate(experiment => window.richscope.load(experiment), QUICK);
  await page.evaluate(count => window.richscope.step(count), steps);
}

async function expectAccessible(page: Page) {
  await expect(dialog(page)).toBeVisible();
  expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
}

test.setTimeout(45_000);

test('somebody who has read nothing: a grokking curve in two actions, and a branch of it in three', async ({
  page,
  complaints,
}) => {
  await open(page);
  await page.getByRole('banner').getByRole('button', { name: 'Grokking' }).click();
  await button(page, 'play').click();
  await expect
    .poll(async () => (await state(page)).arms[0]!.testAccuracy, { timeout: 90_000 })
    .toBeGreaterThan(0.9);

  await page.locator('.switches').getByRole('button', { name: 'Branch' }).click();
  await rate(page).fill('0.0005');
  await dialog(page).getByRole('button', { name: 'Branch', exact: true }).click();

  await expect(dialog(page)).toBeHidden();
  await expect(page.locator('[data-arm="B"]').first()).toContainText('learning rate 0.0005');
  await expect(mark(page, /^B leaves A at step/)).toHaveCount(1);
  await expect
    .poll(async () => (await recording(page)).arms[1]!.losses.steps.length, { timeout: 60_000 })
    .toBeGreaterThan(10);
  const { experiment, arms } = await recording(page);
  expect(arms[1]!.losses.steps[0]).toBe(experiment.arms[1]!.branch!.at + 1);
  expect(complaints).toEqual([]);
});

test('a branch from the past with nothing changed is the same curve, also after a reload; undo takes it away', async ({
  page,
  complaints,
}) => {
  await openQuick(page, 120);
  await page.keyboard.press('q');
  await expectAccessible(page);
  await dialog(page).getByRole('textbox', { name: 'at step' }).fill('900');
  await expect(dialog(page).getByRole('alert')).toHaveText(
    'Choose a step from 0 to 120, where the run is now.',
  );
  await dialog(page).getByRole('textbox', { name: 'at step' }).fill('50');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await state(page)).status, { timeout: 30_000 }).toBe('finished');
  const { experiment, arms } = await recording(page);
  expect(experiment.arms[2]!.branch).toEqual({ of: 'A', at: 50 });
  const [a, , c] = arms;
  expect(c!.losses).toEqual({ steps: a!.losses.steps.slice(50), values: a!.losses.values.slice(50) });
  // Kept within a second.
  await page.waitForTimeout(1_000);
  await page.reload();
  await page.evaluate(() => window.richscope.ready);
  expect(lossesOf(await recording(page))).toEqual(lossesOf({ arms } as RecordingFile));
  expect((await recording(page)).experiment).toEqual(experiment);

  await page.evaluate(() => window.richscope.reset());
  await page.evaluate(() => window.richscope.step(60));
  expect(await page.evaluate(() => window.richscope.branch({ of: 'B', at: 20 }))).toBe('D');
  await page.evaluate(() => window.richscope.pause());
  await button(page, 'branch').last().click();
  await expect(dialog(page).getByRole('alert')).toContainText('There are 4 arms, which is the most');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(page.locator('[data-arm="D"]')).toHaveCount(0);
  expect((await state(page)).arms.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
  expect(complaints).toEqual([]);
});

test('a change while it runs, by keyboard alone: marked, taken back, and made again when the run is trained anew', async ({
  page,
  complaints,
}) => {
  await openQuick(page, 60);
  await page.keyboard.press('a');
  await expectAccessible(page);
  await rate(page).fill('0.05');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(page.locator('.toast')).toContainText('A and B: learning rate 0.05, after step 60.');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await state(page)).experiment.changes).toBeUndefined();

  await page.evaluate(() =>
    window.richscope.change({ 'training.learningRate': 0.05, 'training.layers': 'last' }, ['A']),
  );
  await page.evaluate(() => window.richscope.step(40));
  const first = await recording(page);
  expect(first.experiment.changes).toEqual([
    { step: 60, arms: ['A'], path: 'training.learningRate', value: 0.05 },
    { step: 60, arms: ['A'], path: 'training.layers', value: 'last' },
  ]);
  await mark(page, /learning rate 0.05/).click();
  await expect(page.getByRole('slider', { name: 'Moment shown' })).toHaveAttribute('aria-valuenow', '60');
  await page.keyboard.press('Control+z');
  await expect(page.locator('.toast')).toContainText('so it stays');

  await page.evaluate(() => window.richscope.reset());
  await page.evaluate(() => window.richscope.step(100));
  expect(lossesOf(await recording(page))).toEqual(lossesOf(first));

  await page.keyboard.press('a');
  await dialog(page).getByRole('button', { name: 'Leave all out' }).click();
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.richscope.step(100));
  const without = await recording(page);
  expect(without.arms[0]!.losses.values.slice(0, 60)).toEqual(first.arms[0]!.losses.values.slice(0, 60));
  expect(without.arms[0]!.losses.values.slice(60)).not.toEqual(first.arms[0]!.losses.values.slice(60));
  expect(complaints).toEqual([]);
});
