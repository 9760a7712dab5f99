import type { Page } from '@playwright/test';
import { button, expect, test } from './server';

const state = (page: Page) => page.evaluate(() => window.richscope.state());

/** Presses Tab until the focus is where it should be: the way of a reader without a mouse. */
async function tabTo(page: Page, selector: string) {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(wanted => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`Tab never reaches ${selector}.`);
}

test.beforeEach(async ({ page }) => {
  // Playwright catches file pickers only once something listens, and takes a moment to begin.
  page.on('filechooser', () => {});
  await page.goto('./');
  await expect(button(page, 'play')).toBeEnabled();
  await page.evaluate(() => window.richscope.ready);
});

test('play, pause, step and reset have keys', async ({ page }) => {
  const step = async () => (await state(page)).step;
  await page.keyboard.press('Space');
  await expect.poll(step).toBeGreaterThan(5);
  await page.keyboard.press('Space');
  await expect.poll(async () => (await state(page)).status).toBe('paused');
  const paused = await step();
  await page.keyboard.press('.');
  await expect.poll(step).toBe(paused + 1);
  await page.keyboard.press('r');
  await expect.poll(step).toBe(0);
});

for (const command of [
  'play',
  'step',
  'step10',
  'reset',
  'new-seed',
  'step-axis',
  'settings',
  'copy-link',
  'theme',
])
  test(`Tab reaches ${command}`, async ({ page }) => {
    await tabTo(page, `button[data-command="${command}"]`);
    await expect(button(page, command)).toBeFocused();
  });

for (const [what, selector] of [
  ['a tab', 'button[data-preset="the-dial"]'],
  ['Reset', 'button[data-command="reset"]'],
  ['the menu', 'button[popovertarget="menu"]'],
] as const)
  test(`space plays after a click on ${what}`, async ({ page }) => {
    await page.locator(selector).click();
    const { runId } = await state(page);
    await page.keyboard.press('Space');
    await expect(button(page, 'play')).toHaveAttribute('aria-label', 'Pause');
    expect((await state(page)).runId).toBe(runId);
    await page.keyboard.press('Space');
    await expect(button(page, 'play')).toHaveAttribute('aria-label', 'Play');
  });

test('space presses the button that Tab has reached, also after a click elsewhere', async ({ page }) => {
  await button(page, 'step-axis').click();
  await tabTo(page, 'button[data-command="reset"]');
  const { runId } = await state(page);
  await page.keyboard.press('Space');
  await expect.poll(async () => (await state(page)).runId).not.toBe(runId);
  await expect(button(page, 'play')).toHaveAttribute('aria-label', 'Play');
});

test('a click on the tab of what is shown leaves the run alone', async ({ page }) => {
  await page.evaluate(() => window.richscope.step(2));
  await page.locator('button[data-preset="rich-is-not-better"]').click();
  expect((await state(page)).step).toBe(2);
});

test('a setting is changed', async ({ page }) => {
  await tabTo(page, 'button[data-command="settings"]');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await tabTo(
    page,
    '[data-setting="training.batchSize"] input[type="number"], [data-setting="training.batchSize"] input[type="text"]',
  );
  await page.keyboard.press('Control+A');
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await state(page)).experiment.training.batchSize).toBe(50);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(button(page, 'settings')).toBeFocused();
});

test('the file picker has a key', async ({ page }) => {
  const [picker] = await Promise.all([
    page.waitForEvent('filechooser', { timeout: 10_000 }),
    page.keyboard.press('o'),
  ]);
  expect(picker.isMultiple()).toBe(true);
});

test('the file picker opens from the menu', async ({ page }) => {
  await tabTo(page, 'button[popovertarget="menu"]');
  await page.keyboard.press('Enter');
  await tabTo(page, 'button[data-command="open-files"]');
  const [picker] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  expect(picker.isMultiple()).toBe(true);
});
