import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './server';

const verdict = (page: Page) => page.locator('#cases .verdict');

test('the method page sets its formulas, and every reference case passes on this machine', async ({
  page,
  complaints,
}) => {
  await page.goto('./method.html');
  await expect(page.getByRole('heading', { name: 'How it is measured' })).toBeVisible();
  await expect(page.locator('#dlr math').first()).toBeVisible();
  await expect(page.locator('code.tex')).toHaveCount(0);
  await expect(verdict(page)).toContainText(/^✓ Passed: all \d+ cases agree with NumPy/, { timeout: 60_000 });
  const cases = page.locator('[data-case]');
  expect(await cases.count()).toBeGreaterThanOrEqual(15);
  await expect(page.locator('[data-case]:not([data-passed="true"])')).toHaveCount(0);
  const imbalanced = page.locator('[data-case="imbalanced"]');
  await imbalanced.locator('summary').click();
  await expect(imbalanced.getByRole('row', { name: /participation ratio/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a section has an address, and the app leads to it in a new tab', async ({ page, context }) => {
  await page.goto('./');
  await page.locator('button[popovertarget="menu"]').click();
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page
      .locator('#menu')
      .getByRole('link', { name: /How it is measured/ })
      .click(),
  ]);
  await expect(tab).toHaveURL(/\/some\/path\/method\.html/);
  await tab.goto(`${tab.url()}#nc3`);
  await expect(tab.locator('#nc3')).toBeInViewport();
  await expect(page.locator('#menu')).toBeHidden();
});

test('the theme that was chosen goes along', async ({ page }) => {
  await page.goto('./method.html?theme=dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing on the method page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('./method.html');
    await expect(verdict(page)).toContainText('Passed', { timeout: 60_000 });
    await page.locator('[data-case] summary').first().click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const faults = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(node => `${id}: ${help}: ${node.html}`),
    );
    expect(faults).toEqual([]);
  });

test('a phone shows the method page without a sideways scroll', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./method.html');
  await expect(verdict(page)).toContainText('Passed', { timeout: 60_000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
