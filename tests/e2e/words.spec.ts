import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { PANEL_WORDS } from '../../src/app/glossary/by-panel';
import { TERMS } from '../../src/app/glossary/terms';
import { expect, test } from './server';

const words = (page: Page) => page.getByRole('dialog', { name: 'What it means' });

const open = async (page: Page) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
};

test('words are explained by keyboard alone, on the page and on that of the method', async ({
  page,
  complaints,
}) => {
  await open(page);
  const button = page.locator('.figure-spectrum .words-button');
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(words(page).locator('dt')).toHaveCount(PANEL_WORDS.spectrum.length);
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(words(page).getByRole('link').first()).toBeFocused();
  const formula = (await words(page).getByRole('link').first().getAttribute('href'))!;
  await page.keyboard.press('Escape');
  await expect(words(page)).toBeHidden();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(words(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(words(page)).toBeHidden();

  await page.goto(formula);
  await expect(page.locator(`[id="${formula.split('#')[1]}"]`)).toBeInViewport();
  await expect(page.locator('#words dt')).toHaveCount(TERMS.length);
  await page.locator('#dlr .term').first().focus();
  await page.keyboard.press('Enter');
  await expect(words(page).locator('dd')).toContainText(TERMS[0]!.text.slice(0, 40));
  await words(page).getByRole('link', { name: 'All words' }).click();
  await expect(page.locator('#words')).toBeInViewport();
  expect(complaints).toEqual([]);
});

test('a mouse that rests on a word sees what it means, and a press keeps it', async ({ page }) => {
  await open(page);
  const term = page.locator('.figure-richness .term');
  await term.hover();
  await expect(words(page)).toBeVisible();
  await words(page).hover();
  await page.mouse.move(5, 5);
  await expect(words(page)).toBeHidden();
  await term.click();
  await page.mouse.move(5, 5);
  await expect(words(page)).toBeVisible();
  await term.click();
  await expect(words(page)).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a tap shows them inside the screen, and another beside them closes them', async ({ page }) => {
    await open(page);
    const button = page.locator('.figure-accuracy .words-button');
    await button.scrollIntoViewIfNeeded();
    const target = (await button.boundingBox())!;
    expect(Math.min(target.width, target.height)).toBeGreaterThanOrEqual(24);
    await button.tap();
    await expect(words(page)).toBeVisible();
    const box = (await words(page).boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    await page.touchscreen.tap(195, 20);
    await expect(words(page)).toBeHidden();
  });
});
