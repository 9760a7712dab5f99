import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { button, expect, test } from './server';

const field = (page: Page) => page.getByRole('combobox', { name: 'Command, experiment, panel or setting' });

async function openPalette(page: Page) {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
}

test('the palette finds commands, experiments, panels and settings, by keyboard alone', async ({
  page,
  complaints,
}) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await button(page, 'settings').focus();

  await openPalette(page);
  const chosen = page.getByRole('option', { selected: true });
  await expect(chosen).toHaveText(/Play or pause/);
  await page.keyboard.press('ArrowUp');
  await expect(chosen).not.toHaveText(/Play or pause/);
  await expect(field(page)).toHaveAttribute('aria-activedescendant', (await chosen.getAttribute('id'))!);
  const found = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(found.violations).toEqual([]);
  await page.keyboard.type('no such thing');
  await expect(page.getByText('Nothing here is called “no such thing”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(button(page, 'settings')).toBeFocused();

  await openPalette(page);
  await page.keyboard.type('undo');
  await expect(chosen).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('log or linear');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(button(page, 'step-axis')).toHaveAttribute('aria-pressed', 'false');

  await openPalette(page);
  await page.keyboard.type('the dial');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The dial');

  await openPalette(page);
  await page.keyboard.type('collapse?');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-figure="collapse"]')).toBeFocused();
  await expect(page.locator('[data-figure="collapse"]')).toBeInViewport();

  await openPalette(page);
  await page.keyboard.type('batch size');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('dialog', { name: 'What if?' }).getByRole('textbox', { name: 'Batch size' }),
  ).toBeFocused();
  await page.keyboard.press('Escape');

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' }).getByText('Ctrl or ⌘ + K')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('on a phone the palette opens from the menu and fills the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.getByRole('button', { name: 'Files and more' }).click();
  await button(page, 'palette').click();
  await field(page).fill('keys');
  await expect(page.getByRole('status').filter({ hasText: 'found' })).toHaveText(/^\d+ found$/);
  const box = (await page.getByRole('dialog').boundingBox())!;
  expect([box.width, box.height]).toEqual([390, 844]);
  await page.getByRole('option', { name: /^Keys/ }).click();
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});
