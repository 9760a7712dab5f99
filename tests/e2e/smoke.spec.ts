import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { button, expect, test } from './server';

/** Waits until every arm has trained for `steps` steps and has a D_LR. */
async function waitForTraining(page: Page, steps: number) {
  await page.waitForFunction(
    least =>
      window.richscope
        .state()
        .arms.every(arm => (arm.step ?? 0) >= least && arm.loss !== null && arm.dlr.train !== null),
    steps,
    { timeout: 60_000 },
  );
}

/** What axe finds on the page, in one line each. */
async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.html}`));
}

test('the page opens with its claim, and Play trains', async ({ page, complaints }) => {
  await page.goto('./');
  await expect(page).toHaveTitle(/Richscope/);
  await expect(page.getByRole('heading', { name: /rich is not better/i })).toBeVisible();
  await button(page, 'play').click();
  await waitForTraining(page, 5);
  expect(complaints).toEqual([]);
});

test('nothing is asked of another host', async ({ page, address }) => {
  const elsewhere: string[] = [];
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address))
      elsewhere.push(request.url());
  });
  await page.goto('./');
  await button(page, 'play').click();
  await waitForTraining(page, 5);
  expect(elsewhere).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing, ${colorScheme}, at the start and during training`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('./');
    await expect(button(page, 'play')).toBeEnabled();
    expect(await accessibilityFaults(page)).toEqual([]);
    await button(page, 'play').click();
    await waitForTraining(page, 5);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
