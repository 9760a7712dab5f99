import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './server';

/** Trains for some steps and scrolls to the section. */
async function lookCloser(page: Page, steps = 30) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(count => window.richscope.step(count), steps);
  await page.getByRole('heading', { name: 'Look closer' }).scrollIntoViewIfNeeded();
  await expect(page.locator('[data-figure="rivals"] [data-rival-row] svg').first()).toBeVisible();
}

const row = (page: Page, name: string) => page.locator(`[data-rival-row="${name}"]`);
const chip = (page: Page, name: string) => page.locator(`button[data-rival="${name}"]`);
const map = (page: Page, arm: string) =>
  page.getByRole('application', { name: new RegExp(`^Map of ${arm}:`) });
const reading = (page: Page) => page.locator('[data-figure="layers"] [role="status"]');

test('the section is fetched only when it comes near', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', request => fetched.push(request.url()));
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  expect(fetched.filter(url => /\/Closer-/.test(url))).toEqual([]);
  await page.getByRole('heading', { name: 'Look closer' }).scrollIntoViewIfNeeded();
  await expect(page.locator('[data-figure="rivals"]')).toBeVisible();
  expect(fetched.filter(url => /\/Closer-/.test(url))).toHaveLength(1);
});

test('why: both causes as curves, in words and as figures', async ({ page }) => {
  await lookCloser(page);
  const why = page.locator('[data-figure="why"]');
  await why.scrollIntoViewIfNeeded();
  await expect(why.locator('svg[role="group"]')).toHaveCount(2);
  await expect(why.getByRole('row')).toHaveCount(3);
  await expect(why.locator('.why-words')).toContainText(/^A .*B /s);
});

test('the frequencies of an embedding are there for modular arithmetic alone', async ({
  page,
  complaints,
}) => {
  await lookCloser(page, 1);
  const card = page.locator('[data-figure="fourier"]');
  await expect(page.locator('[data-figure="layers"]')).toBeVisible();
  await expect(card).toHaveCount(0);
  await page.evaluate(() => window.richscope.load('grokking'));
  await page.evaluate(() => window.richscope.step(20));
  await card.scrollIntoViewIfNeeded();
  const spectrum = card.getByRole('img', { name: /^Fourier spectrum of the embedding of A/ });
  await expect(spectrum).toHaveAttribute('aria-label', /strongest \d+ with \d.*; effective number \d/);
  await expect(card.getByRole('img', { name: /^Strength of the features of A/ })).toBeVisible();
  await card.getByRole('slider').last().focus();
  await page.keyboard.press('Home');
  await expect(card.getByRole('slider').last()).toHaveAttribute('aria-valuetext', /^Step 0: A \d/);
  const { violations } = await new AxeBuilder({ page }).include('[data-figure="fourier"]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('rivals are switched, and the choice is kept', async ({ page }) => {
  await lookCloser(page);
  await expect(row(page, 'nc1').locator('svg')).toBeVisible();
  await expect(row(page, 'kernelDistance')).toHaveCount(0);
  await chip(page, 'nc1').click();
  await chip(page, 'kernelDistance').click();
  await expect(row(page, 'nc1')).toHaveCount(0);
  await expect(row(page, 'kernelDistance').locator('svg')).toBeVisible();
  await expect(chip(page, 'nc1')).toHaveAttribute('aria-pressed', 'false');
  await lookCloser(page, 1);
  await expect(row(page, 'nc1')).toHaveCount(0);
  await expect(row(page, 'kernelDistance')).toBeVisible();
});

test('all rows read the step that one of them is read at', async ({ page }) => {
  await lookCloser(page);
  await row(page, 'dlr').getByRole('slider').focus();
  await page.keyboard.press('Home');
  for (const name of ['dlr', 'initialSimilarity', 'nc1'])
    await expect(row(page, name).getByRole('slider')).toHaveAttribute('aria-valuetext', /^Step 0: A .*; B /);
});

test('the tangent kernel says what it costs, and is switched on', async ({ page }) => {
  await lookCloser(page, 1);
  const tangent = row(page, 'tangentKernelChange');
  await expect(tangent).toContainText('a tenth of the time');
  await tangent.getByRole('button').click();
  await expect
    .poll(() => page.evaluate(() => window.richscope.state().experiment.probe.tangentKernel))
    .toBe(true);
  await page.evaluate(() => window.richscope.step(3));
  // All layers of the network that the page starts with have more than 100,000 parameters; the last alone has fewer.
  await expect(tangent).toContainText('at most 100,000 trained parameters');
  await expect(tangent).toContainText(/A kernel takes \d+ ms here/);
});

test('the map of layers is walked with keys, and shows the spectrum of a layer', async ({ page }) => {
  await lookCloser(page);
  await map(page, 'A').focus();
  await page.keyboard.press('End');
  await expect(reading(page)).toHaveText(
    /^A, dense 2, step 30: DLR 0\.\d\d, \d+\s% of its strength used, effective/,
  );
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await expect(reading(page)).toHaveText(/^A, dense 1, step 0: /);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: /^Strength of the features of A · dense 1:/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(reading(page)).toHaveText(/^Point at a cell/);
});

test('a click on a layer of another arm shows its spectrum', async ({ page }) => {
  await lookCloser(page);
  await map(page, 'B').scrollIntoViewIfNeeded();
  const box = (await map(page, 'B').boundingBox())!;
  await page.mouse.click(box.x + 4, box.y + box.height - 6);
  await expect(page.getByRole('img', { name: /^Strength of the features of B · dense 1:/ })).toBeVisible();
  await expect(reading(page)).toHaveText(/^B, dense 1, step 0: /);
});

for (const [width, height] of [
  [1366, 768],
  [390, 844],
] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`axe finds nothing in the section, and nothing runs over: ${width} × ${height}, ${colorScheme}`, async ({
      page,
      complaints,
    }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await lookCloser(page);
      await page.locator('[data-figure="layers"]').scrollIntoViewIfNeeded();
      await expect(map(page, 'B')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`))).toEqual([]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
    });
