import type { Page } from '@playwright/test';
import { button, expect, test } from './server';

const menu = (page: Page) => page.locator('button[popovertarget="menu"]');

test.beforeEach(async ({ page }) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
});

test('the focus comes back to the menu’s button from a dialog that the menu opened', async ({ page }) => {
  await menu(page).click();
  await button(page, 'shortcuts').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu(page)).toBeFocused();
});

test('the menu closes after a save, which is confirmed', async ({ page }) => {
  await menu(page).click();
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'export-json').click()]);
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  await expect(page.getByText('Recording saved')).toBeVisible();
  await expect(button(page, 'export-json')).toBeHidden();
});

test('a change is said in the sheet while it is open, and outside for a while', async ({ page }) => {
  await page.clock.install();
  await button(page, 'settings').click();
  const rate = page.locator('input[name="training.learningRate"]');
  await rate.focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('.sheet-news')).toContainText('Learning rate: 0.001 → 0.002');
  await expect(page.locator('.toast')).toHaveCount(0);
  await page.keyboard.press('Escape');
  const toast = page.locator('.toast');
  await expect(toast).toContainText('Learning rate');
  await toast.hover();
  await page.clock.runFor(20_000);
  await expect(toast).toBeVisible();
  await page.mouse.move(600, 500);
  await page.clock.runFor(9_000);
  await expect(toast).toHaveCount(0);
});

test('a value that was stepped by key stays when the sheet is left right after', async ({ page }) => {
  await button(page, 'settings').click();
  await page.locator('input[name="training.learningRate"]').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => window.richscope.state().experiment.training.learningRate)).toBe(0.002);
});

test('at its end a run says so, and makes no further step', async ({ page }) => {
  await page.evaluate(async () => {
    window.richscope.load({ data: { train: 200, test: 50 }, stop: { steps: 3 }, probe: { samples: 50 } });
    await window.richscope.step(3);
  });
  await expect(page.getByText('Finished after 3 steps: Play starts the run anew.').first()).toBeVisible();
  await expect(button(page, 'step')).toHaveAttribute('aria-disabled', 'true');
  await expect(button(page, 'play')).toHaveAttribute('aria-label', 'Play anew');
});

test('a recording that undo brings back is named as such', async ({ page }) => {
  await page.evaluate(() => window.richscope.step(5));
  await page.keyboard.press('n');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Kept recording of 5 steps: Play starts the run anew.').first()).toBeVisible();
  await page.keyboard.press('.');
  expect(await page.evaluate(() => window.richscope.state().step)).toBe(5);
});

test('a tap on a mark of the timeline tells its name', async ({ page }) => {
  await page.evaluate(async () => {
    window.richscope.load({
      data: { train: 100, test: 50 },
      training: { batchSize: 100, learningRate: 1e-2 },
      stop: { steps: 60 },
      probe: { samples: 100 },
    });
    await window.richscope.step(60);
  });
  const mark = page.locator('.mark button').first();
  await mark.dispatchEvent('click');
  await expect(page.locator('.mark-name')).toContainText(/^A:? .*, step \d+$/);
});
