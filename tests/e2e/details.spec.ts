import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { button, expect, test } from './server';

const card = (page: Page, name: string) => page.locator(`[data-figure="${name}"]`);
const planes = (page: Page) => card(page, 'collapse').locator('.planes svg');

/** A small comparison of two arms, at some steps. */
async function train(page: Page, steps: number) {
  await page.goto('./');
  await page.evaluate(async () => {
    await window.richscope.ready;
    window.richscope.load({
      data: { train: 300, test: 100 },
      model: { width: 32 },
      stop: { steps: 200 },
      probe: { samples: 100 },
      arms: [{ label: 'All layers' }, { label: 'Last layer only', set: { 'training.layers': 'last' } }],
    });
  });
  await page.locator('.closer').scrollIntoViewIfNeeded();
  await card(page, 'collapse').scrollIntoViewIfNeeded();
  await page.evaluate(count => window.richscope.step(count), steps);
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.html}`));
}

test('the collapse plane shows three classes of every arm, and others when asked', async ({
  page,
  complaints,
}) => {
  await train(page, 5);
  await expect(planes(page)).toHaveCount(2);
  await expect(planes(page).first()).toHaveAttribute('aria-label', /classes 0, 1 and 2 at step 5/);
  await card(page, 'collapse').getByLabel('Second class').selectOption('7');
  await expect(planes(page).last()).toHaveAttribute('aria-label', /classes 0, 7 and 2 at step 5/);
  const third = card(page, 'collapse').getByLabel('Third class');
  await expect(third.locator('option[value="7"]')).toBeDisabled();
  expect(complaints).toEqual([]);
});

test('the means leave a trail while the card is in sight', async ({ page }) => {
  await train(page, 1);
  const trail = planes(page).first().locator('path[stroke-opacity]');
  await expect(planes(page).first()).toHaveAttribute('aria-label', /at step 1:/);
  for (let i = 0; i < 3; i++) await page.evaluate(() => window.richscope.step(1));
  await expect(trail.first()).toBeAttached();
});

test('eigenfunctions come with pictures of both ends, for each arm', async ({ page, complaints }) => {
  await train(page, 5);
  const pictures = card(page, 'eigenfunctions');
  await pictures.scrollIntoViewIfNeeded();
  await expect(pictures.locator('image').first()).toHaveAttribute('aria-label', /^\d, e = -/);
  await expect(pictures.locator('svg[role="group"]')).toHaveAttribute('aria-label', /^Eigenfunctions of A/);
  await pictures.getByRole('button', { name: /^B/ }).click();
  await expect(pictures.locator('svg[role="group"]')).toHaveAttribute('aria-label', /^Eigenfunctions of B/);
  expect(complaints).toEqual([]);
});

test('without a run there is a sentence, and a kept recording says that it holds no pictures', async ({
  page,
}) => {
  await train(page, 2);
  const file = await page.evaluate(() => JSON.stringify(window.richscope.recording()));
  await page.locator('input[type="file"][data-purpose="recording"]').setInputFiles({
    name: 'kept.json',
    mimeType: 'application/json',
    buffer: Buffer.from(file),
  });
  await expect(planes(page).first()).toHaveAttribute('aria-label', /holds no single pictures/);
  await card(page, 'eigenfunctions').scrollIntoViewIfNeeded();
  await expect(card(page, 'eigenfunctions').locator('svg[role="group"]')).toHaveAttribute(
    'aria-label',
    /not in the file of a recording/,
  );
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the two cards, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await train(page, 5);
    await card(page, 'eigenfunctions').scrollIntoViewIfNeeded();
    await expect(card(page, 'eigenfunctions').locator('image').first()).toBeAttached();
    expect(await faults(page)).toEqual([]);
  });

test('a phone shows both cards without a sideways scroll', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await train(page, 3);
  await card(page, 'eigenfunctions').scrollIntoViewIfNeeded();
  await expect(card(page, 'eigenfunctions').locator('image').first()).toBeAttached();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expect(button(page, 'play')).toBeVisible();
});
