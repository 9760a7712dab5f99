import { expect, test } from './server';

const GARBAGE = './#e=garbage';

test('Share copies what is shown, not a damaged link', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(GARBAGE);
  await expect(page.getByText('The link is damaged').first()).toBeVisible();
  expect(new URL(page.url()).hash).toMatch(/^#e=\d+\./);
  await page.locator('button[data-command="copy-link"]').click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(page.url());
});

test('a damaged link that is typed later is said and replaced, and the run goes on', async ({ page }) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(3));
  await page.evaluate(() => {
    location.hash = '#e=garbage';
  });
  await expect(page.getByText('The link is damaged').first()).toBeVisible();
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#e=\d+\./);
  expect(await page.evaluate(() => window.richscope.state().step)).toBe(3);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the names of settings stay whole words', async ({ page }) => {
    await page.goto('./');
    await page.keyboard.press('s');
    const labels = page.locator('[data-setting="data.labelNoise"] .setting-label');
    await expect(labels).toBeVisible();
    const widths = await page
      .locator('.setting-label')
      .evaluateAll(elements => elements.map(element => element.getBoundingClientRect().width));
    expect(Math.min(...widths)).toBeGreaterThan(90);
  });
});
