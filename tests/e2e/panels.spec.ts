import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './server';

const shown = (page: Page) =>
  page.locator('[data-panel]').evaluateAll(panels => panels.map(panel => panel.getAttribute('data-panel')));

async function openPanels(page: Page) {
  await page.keyboard.press('p');
  return page.getByRole('dialog', { name: 'Panels' });
}

test('panels are chosen, widened and moved by keyboard; the link and the machine keep them', async ({
  page,
}) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(5));
  await expect(page.locator('[data-panel]')).toHaveCount(0);

  const dialog = await openPanels(page);
  for (const title of ['The networks', 'How far from the targets?', 'Do the classes collapse?']) {
    const box = dialog.getByRole('checkbox', { name: title }).first();
    await box.focus();
    await page.keyboard.press('Space');
    await expect(box).not.toBeChecked();
    await expect(box).toBeFocused();
  }
  await dialog.getByRole('checkbox', { name: 'How rich?: whole width' }).focus();
  await page.keyboard.press('Space');
  const earlier = dialog.getByRole('button', { name: 'Why this D L R?: earlier' });
  await earlier.focus();
  for (const expected of [2, 1, 0]) {
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await shown(page)).indexOf('why'), { message: 'place of the panel' })
      .toBe(expected);
    await expect(earlier).toBeFocused();
  }
  await expect(earlier).toHaveAttribute('aria-disabled', 'true');
  const found = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(found.violations).toEqual([]);
  await page.keyboard.press('Escape');

  const order = [
    'why',
    'richness',
    'accuracy',
    'spectrum',
    'rivals',
    'layers',
    'eigenfunctions',
    'fourier',
    'pair',
  ];
  expect(await shown(page)).toEqual(order);
  const width = async (id: string) => (await page.locator(`[data-panel="${id}"]`).boundingBox())!.width;
  expect(await width('richness')).toBeGreaterThan(1.9 * (await width('accuracy')));
  await expect(page.locator('[data-panel="richness"] svg').first()).toBeVisible();

  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.locator('[data-panel]').first()).toBeVisible();
  expect(await shown(page)).toEqual(order);
  await page.goto('about:blank');
  await page.goto('./');
  await expect(page.locator('[data-panel]').first()).toBeVisible();
  expect(await shown(page)).toEqual(order);

  const again = await openPanels(page);
  await again.getByRole('button', { name: 'As they stood at first' }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-panel]')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Look closer' })).toBeVisible();
});

test('with no panel at all, the page says how to get some back', async ({ page }) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  const dialog = await openPanels(page);
  // What is not shown goes to the end of the list.
  const first = dialog.locator('.panel-name input').first();
  while (await first.isChecked()) await first.press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByText('No panel is shown.')).toBeVisible();
  await page.getByRole('button', { name: 'Choose panels' }).click();
  await page.getByRole('dialog').getByRole('checkbox', { name: 'How rich?' }).press('Space');
  await expect(page.locator('[data-panel]')).toHaveCount(1);
  expect(await shown(page)).toEqual(['richness']);
});
