import type { Page } from '@playwright/test';
import { button, expect, test } from './server';

const step = (page: Page) => page.evaluate(() => window.richscope.state().step);

async function trainTo(page: Page, least: number) {
  await page.waitForFunction(wanted => window.richscope.state().step >= wanted, least, { timeout: 60_000 });
}

/** Headless tabs are always visible, so the page is told otherwise. */
async function hide(page: Page, hidden: boolean) {
  await page.evaluate(now => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (now ? 'hidden' : 'visible'),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('a hidden tab goes on training', async ({ page }) => {
  await page.goto('./');
  await button(page, 'play').click();
  await trainTo(page, 10);
  await hide(page, true);
  await trainTo(page, (await step(page)) + 50);
});

test('a hidden tab rests where the reader chose so, and the choice is kept', async ({ page }) => {
  await page.goto('./');
  await page.locator('button[popovertarget="device"]').click();
  await page.getByLabel('Rest while this tab is hidden').check();
  await page.reload();
  await button(page, 'play').click();
  await trainTo(page, 10);
  await hide(page, true);
  await page.waitForFunction(() => window.richscope.state().status === 'paused');
  const rested = await step(page);
  await page.waitForTimeout(500);
  expect(await step(page)).toBe(rested);
  await hide(page, false);
  await trainTo(page, rested + 20);
});

test('the screen stays on while a run trains, and only then', async ({ page }) => {
  await page.addInitScript(() => {
    const locks = { held: 0 };
    Object.assign(window, { locks });
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        async request() {
          locks.held++;
          return { release: async () => void locks.held-- };
        },
      },
    });
  });
  const held = () => page.evaluate(() => (window as unknown as { locks: { held: number } }).locks.held);
  await page.goto('./');
  expect(await held()).toBe(0);
  await button(page, 'play').click();
  await trainTo(page, 5);
  expect(await held()).toBe(1);
  await hide(page, true);
  await expect.poll(held).toBe(0);
  await hide(page, false);
  await expect.poll(held).toBe(1);
  await button(page, 'play').click();
  await expect.poll(held).toBe(0);
});

test('a run whose training worker dies goes on, says so, and its curve is that of an unbroken run', async ({
  page,
}) => {
  await page.goto('./');
  const curve = async (harm: boolean) => {
    await page.evaluate(() => window.richscope.load({ stop: { steps: 600 } }));
    await page.waitForFunction(() => window.richscope.state().status === 'paused');
    await page.evaluate(() => window.richscope.step(50));
    await page.evaluate(() => window.richscope.play());
    await trainTo(page, 100);
    if (harm)
      // Ends without a word, as a worker that the system has killed.
      for (const worker of page.workers())
        if (/training/.test(worker.url())) await worker.evaluate(() => self.close());
    await page.waitForFunction(() => window.richscope.state().status === 'finished', undefined, {
      timeout: 60_000,
    });
    return page.evaluate(() => {
      const { arms } = window.richscope.recording() as { arms: { losses: object }[] };
      return JSON.stringify(arms[0]!.losses);
    });
  };
  const unbroken = await curve(false);
  const broken = await curve(true);
  expect(broken).toBe(unbroken);
  await expect(page.locator('.notice[data-where="device"]')).toContainText('nothing is missing');
});
