import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './server';

/** Dialogs that have no test of their own with axe, and the key of each. */
const DIALOGS = { settings: 's', runs: 'h', panels: 'p', shortcuts: '?', sweep: 'w', save: 'x', table: 'i' };

async function start(page: Page) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(3));
}

/** What is to be pressed and is smaller than it may be: WCAG 2.2, criterion 2.5.8. What lies in a line of text may be, and what is not seen. */
const tooSmall = (page: Page, within: string) =>
  page.evaluate(scope => {
    const targets = document.querySelectorAll<HTMLElement>(
      `${scope} :is(button, select, input:not([type="file"]), summary, [role="slider"], a[href])`,
    );
    return [...targets].flatMap(target => {
      // A field in a label is pressed with it, and a word with the area that lies over it.
      const { width, height } = (target.closest('label') ?? target).getBoundingClientRect();
      const after = getComputedStyle(target, '::after');
      const least = [
        Math.max(width, parseFloat(after.width) || 0),
        Math.max(height, parseFloat(after.height) || 0),
      ];
      const isExempt = target.matches('p a, li a, p button, .unseen');
      return !width || isExempt || Math.min(...least) >= 23.5
        ? []
        : [`${target.outerHTML.slice(0, 120)}: ${width} × ${height}`];
    });
  }, within);

/** What runs over the window to the side, with all that can be scrolled by itself left out. */
const overflowing = (page: Page, within: string) =>
  page.evaluate(scope => {
    const root = document.querySelector(scope) ?? document.documentElement;
    return [document.documentElement.scrollWidth - innerWidth, root.scrollWidth - root.clientWidth].filter(
      over => over > 0,
    );
  }, within);

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in any dialog, and every target is large enough, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await start(page);
    expect(await tooSmall(page, 'body')).toEqual([]);
    for (const [name, key] of Object.entries(DIALOGS)) {
      await page.keyboard.press(key);
      const dialog = page.locator('dialog[open]');
      await expect(dialog).toBeVisible();
      await expect(dialog).toHaveAttribute('aria-labelledby', `${name}-title`);
      const { violations } = await new AxeBuilder({ page }).include('dialog[open]').analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        name,
      ).toEqual([]);
      expect(await tooSmall(page, 'dialog[open]'), name).toEqual([]);
      await page.keyboard.press('Escape');
      // Closed is not yet gone: what is opened in between would be closed with it.
      await expect(page.locator('dialog')).toHaveCount(0);
    }
  });

test.describe('at 200 % zoom of a laptop', () => {
  test.use({ viewport: { width: 683, height: 384 } });

  test('nothing runs over, on the page and in every dialog, and Play can be reached', async ({ page }) => {
    await start(page);
    expect(await overflowing(page, 'main')).toEqual([]);
    await expect(page.locator('button[data-command="play"]')).toBeInViewport();
    await page.locator('.closer').scrollIntoViewIfNeeded();
    await expect(page.locator('[data-figure="rivals"]')).toBeVisible();
    expect(await overflowing(page, 'main')).toEqual([]);
    for (const [name, key] of Object.entries({ ...DIALOGS, gallery: 'e' })) {
      await page.keyboard.press(key);
      const dialog = page.locator('dialog[open]');
      await expect(dialog, name).toBeVisible();
      expect(await overflowing(page, 'dialog[open]'), name).toEqual([]);
      await expect(dialog.getByRole('button', { name: 'Close', exact: true }), name).toBeInViewport();
      await page.keyboard.press('Escape');
      // Closed is not yet gone: what is opened in between would be closed with it.
      await expect(page.locator('dialog')).toHaveCount(0);
    }
  });
});

test('where less motion is asked for, nothing moves by itself', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await start(page);
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap(element => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      const moves =
        transitionDuration.split(', ').some(time => parseFloat(time) > 0) || animationName !== 'none';
      return moves ? [element.outerHTML.slice(0, 120)] : [];
    }),
  );
  expect(moving).toEqual([]);
});
