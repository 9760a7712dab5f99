import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './server';

/** A run of it takes a moment. */
const EXPERIMENT = {
  data: { train: 100, test: 100 },
  model: { width: 8, zeroHead: true },
  training: { batchSize: 20 },
  stop: { steps: 30 },
};
const TWO = 'data.targetScale=0.1,10;training.learningRate=0.001,0.01;seeds=0';
const ONE = 'data.targetScale=0.1,1,10;seeds=0,1';
const LONG = 'training.learningRate=0.001,0.002,0.003;seeds=0';

const state = (page: Page) => page.evaluate(() => window.richscope.state());
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Sweep' });
const action = (page: Page, name: string) => page.locator(`[data-sweep-action="${name}"]`);
const field = (page: Page, name: string) => dialog(page).locator(`input[name="${name}"]`);
const map = (page: Page) => page.locator('[data-kind="map"] [role="application"]').first();

/** Opens a link to a sweep of the small experiment, of `steps` steps a run. */
async function open(page: Page, sweep: string, steps = EXPERIMENT.stop.steps) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(wanted => window.richscope.load(wanted), { ...EXPERIMENT, stop: { steps } });
  const { hash } = new URL(page.url());
  expect(hash).toMatch(/^#e=/);
  await page.goto(`./?sweep=${encodeURIComponent(sweep)}${hash}`);
  await expect(dialog(page)).toBeVisible();
  await expect(field(page, 'steps')).toHaveValue(String(steps));
}

async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include('dialog.sweep').analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.html}`));
}

test('two settings: a map, whose points open as runs of their own with the same numbers', async ({
  page,
  complaints,
}) => {
  await open(page, TWO);
  await expect(page).not.toHaveURL(/sweep=/);
  await expect(dialog(page)).toContainText('4 runs, 30 steps a run.');
  await action(page, 'start').click();
  await expect(dialog(page)).toContainText('All 4 runs are there.', { timeout: 60_000 });
  await expect(page.locator('[data-kind="map"] svg')).toHaveCount(1);
  await expect(page.locator('[data-kind="slices"]')).toContainText('its row and its column as curves');
  expect(await accessibilityFaults(page)).toEqual([]);

  await map(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  const point = page.locator('.sweep-point');
  await expect(point).toContainText('Target scale 10, learning rate 0.01');
  const slices = page.locator('[data-kind="slices"] svg');
  await expect(slices).toHaveCount(2);
  await expect(slices.nth(0)).toContainText('Target scale, at learning rate 0.01');
  await expect(slices.nth(1)).toContainText('Learning rate, at target scale 10');
  expect(await accessibilityFaults(page)).toEqual([]);
  await slices.nth(1).getByRole('slider').press('ArrowLeft');
  await expect(point).toContainText('Target scale 10, learning rate 0.001');
  await slices.nth(1).getByRole('slider').press('ArrowRight');
  await expect(point).toContainText('Target scale 10, learning rate 0.01');
  const dlr = Number(await point.locator('dd').first().innerText());
  expect(dlr).toBeGreaterThan(0);
  await point.getByRole('button', { name: 'seed 0' }).click();
  await expect(dialog(page)).toBeHidden();
  const opened = await state(page);
  expect(opened.experiment).toMatchObject({
    seed: 0,
    data: { targetScale: 10 },
    training: { learningRate: 0.01 },
    stop: { steps: 30 },
  });
  await page.evaluate(() => window.richscope.play());
  await expect.poll(async () => (await state(page)).step, { timeout: 60_000 }).toBe(30);
  await expect.poll(async () => (await state(page)).arms[0]!.dlr.train?.toFixed(2)).toBe(dlr.toFixed(2));
  expect(complaints).toEqual([]);
});

test('one setting: curves over the seeds, a table, and a file', async ({ page }) => {
  await open(page, ONE);
  await action(page, 'start').click();
  await expect(dialog(page)).toContainText('All 6 runs are there.', { timeout: 60_000 });
  const curves = page.locator('[data-kind="curves"] svg');
  await expect(curves).toHaveCount(8);
  await expect(curves.first()).toHaveAttribute(
    'aria-label',
    /^D_LR, 0 is rich, against Target scale\. 0\.\d\d ± /,
  );
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByText('As a table').click();
  await expect(page.locator('.sweep-table tbody tr')).toHaveCount(3);
  const slider = page.getByRole('slider', { name: /^D_LR, 0 is rich/ });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(page.locator('.sweep-point h3')).toHaveText('Target scale 0.1');
  const download = page.waitForEvent('download');
  await action(page, 'csv').click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text.trimEnd().split('\r\n')).toHaveLength(7);
});

test('a reload in the middle loses at most the run under way', async ({ page }) => {
  await open(page, ONE, 1_500);
  await action(page, 'start').click();
  await expect(dialog(page)).toContainText(/[2345] of 6 runs are there/, { timeout: 60_000 });
  const done = Number(/(\d) of 6/.exec(await dialog(page).innerText())![1]);
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.keyboard.press('w');
  await expect(field(page, 'seeds')).toHaveValue('0, 1');
  await expect(dialog(page)).toContainText(/\d of 6 runs are there/);
  await expect
    .poll(async () => Number(/(\d) of 6/.exec(await dialog(page).innerText())?.[1]))
    .toBeGreaterThanOrEqual(done);
  await expect(action(page, 'start')).toHaveText('Go on');
  await action(page, 'start').click();
  await expect(dialog(page)).toContainText('All 6 runs are there.', { timeout: 60_000 });
});

test('it goes on while its dialog is closed, rests when the page trains, and is cancelled', async ({
  page,
}) => {
  await open(page, LONG, 200_000);
  await action(page, 'start').click();
  await expect(dialog(page)).toContainText(/step [1-9][\d,]* of 200,000/, { timeout: 60_000 });
  await page.keyboard.press('Escape');
  const bar = page.getByRole('region', { name: 'Sweep under way' });
  await expect(bar).toContainText('0 of 3 runs are there');
  await page.evaluate(() => window.richscope.play());
  await expect(bar).toContainText('The sweep rests, since the run on the page trains');
  await bar.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(async () => (await state(page)).status).toBe('paused');
  await expect(bar.getByRole('button', { name: 'Pause' })).toBeVisible();
  await bar.getByRole('button', { name: 'Show' }).click();
  await action(page, 'cancel').click();
  await expect(action(page, 'start')).toHaveText('Start');
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
});

test('bad input is a sentence, and changes nothing', async ({ page }) => {
  await open(page, ONE);
  const fault = dialog(page).locator('.sweep-form .fault');
  for (const [text, sentence] of [
    ['0.1, ten', /^Target scale needs numbers with commas between them.*"ten" is none\.$/],
    ['0', /targetScale: must be at least 0\.0001\.$/],
  ] as const) {
    await field(page, 'values0').fill(text);
    await page.keyboard.press('Enter');
    await expect(fault).toHaveText(sentence);
    await expect(action(page, 'start')).toBeDisabled();
  }
  await field(page, 'values0').fill('1, 2');
  await page.keyboard.press('Enter');
  await expect(fault).toBeHidden();
  await expect(dialog(page)).toContainText('4 runs: 2 points with 2 seeds each');
  await page.goto('./?sweep=nonsense');
  await expect(fault).toContainText('"nonsense" is not a setting');
});

test('what is typed while the kept results are still being read stays', async ({ page }) => {
  await page.addInitScript(() => {
    const { open: openDatabase } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (name, version) {
      const request = openDatabase.call(this, name, version);
      if (name !== 'richscope-sweeps') return request;
      const listen = request.addEventListener.bind(request);
      request.addEventListener = (type: string, listener: EventListener) =>
        listen(type, type === 'success' ? event => setTimeout(listener, 400, event) : listener);
      return request;
    };
  });
  await open(page, ONE);
  await field(page, 'values0').fill('1, 2');
  await expect(action(page, 'start')).toHaveText('Start');
  await page.waitForTimeout(2000);
  await expect(field(page, 'values0')).toHaveValue('1, 2');
});

test('the gallery offers the ready ones, and a second setting can be chosen', async ({ page }) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.keyboard.press('e');
  await page.locator('[data-ready-sweep="label-noise"]').click();
  await expect(dialog(page)).toContainText('Are features of random labels as rich');
  await expect(field(page, 'values0')).toHaveValue('0, 0.25, 0.5, 0.75, 1');
  await dialog(page).locator('select[name="path1"]').selectOption('training.learningRate');
  await expect(field(page, 'values1')).toHaveValue('0.0001, 0.0003, 0.001, 0.003, 0.01');
  await expect(dialog(page)).toContainText('75 runs: 25 points with 3 seeds each');
  await expect(page.locator('[data-kind="map"] svg')).toHaveCount(2);
  await page.locator('[data-sweep="this"]').click();
  await expect(field(page, 'values0')).toHaveValue(/0\.001/);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('nothing is wider than the screen, and a touch reads a point', async ({ page }) => {
    await open(page, TWO);
    await action(page, 'start').tap();
    await expect(dialog(page)).toContainText('All 4 runs are there.', { timeout: 60_000 });
    await map(page).tap();
    await expect(page.locator('.sweep-point h3')).toBeVisible();
    const wide = await dialog(page).evaluate(element => element.scrollWidth - element.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
});
