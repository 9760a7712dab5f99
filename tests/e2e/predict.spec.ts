import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { button, expect, test } from './server';

const card = (page: Page) => page.getByRole('region', { name: 'Guess first' });
const outcome = (page: Page) => page.getByRole('region', { name: 'Guess and outcome' });
const answers = (page: Page, question: string) => card(page).locator(`[data-question="${question}"] input`);

test('by keyboard alone: curves wait for the guess, which then stands beside the outcome', async ({
  page,
  complaints,
}) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.showRecorded('the-dial'));
  await page.keyboard.press('u');
  await expect(card(page)).toContainText('hidden until you have guessed');
  for (const shown of ['.figures', '.marks', '.arms', '.reading-text', '[data-figure]'])
    await expect(page.locator(shown)).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const submit = card(page).getByRole('button', { name: /my guess/ });
  await submit.focus();
  await page.keyboard.press('Enter');
  await expect(card(page).getByRole('alert')).toHaveText('Choose an answer first, or skip.');
  await answers(page, 'richer').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await expect(answers(page, 'better').last()).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(card(page)).toBeHidden();
  await expect(page.locator('.figures')).toBeVisible();
  await expect(outcome(page).locator('[data-question="richer"]')).toContainText(
    /^RicherAA \(A 0\.\d\d ± .+As guessed\.$/,
  );
  await expect(outcome(page).locator('[data-question="better"]')).toContainText('no difference');

  // It waits again for another experiment, and goes when it is switched off.
  await page.evaluate(() => window.richscope.load('rich-is-not-better'));
  await expect(card(page)).toBeVisible();
  await button(page, 'play').focus();
  await page.keyboard.press('u');
  await expect(page.locator('.figures')).toBeVisible();
  await expect(outcome(page)).toHaveCount(0);
  expect(complaints).toEqual([]);
});
