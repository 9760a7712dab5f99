import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import jsQR from 'jsqr';
import { button, expect, test } from './server';

const slide = (page: Page, id: string) => page.locator(`[data-slide="${id}"]`);
const shownStep = (page: Page) =>
  page
    .locator('.presenter-readout b')
    .textContent()
    .then(text => Number(text!.replace(/\D/g, '')));

/** Counts what the page asks of the screen. */
const countLocks = () => {
  const counts = { asked: 0, released: 0 };
  Object.assign(window, { wakeLocks: counts });
  Object.defineProperty(navigator, 'wakeLock', {
    value: {
      request: async () => {
        counts.asked++;
        return { release: async () => counts.released++ };
      },
    },
  });
};
const locks = (page: Page) =>
  page.evaluate(() => (window as unknown as { wakeLocks: { asked: number; released: number } }).wakeLocks);

test('an experiment is presented with the keys of a clicker, from its recording where there is no GPU', async ({
  page,
  complaints,
}) => {
  await page.addInitScript(countLocks);
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await button(page, 'settings').focus();
  await page.keyboard.press('f');

  await expect(slide(page, 'opening').getByRole('heading', { level: 1 })).toHaveText('Rich is not better');
  expect((await locks(page)).asked).toBe(1);
  // The browser lets go of the screen when the tab is hidden.
  for (const visibility of ['hidden', 'visible'])
    await page.evaluate(value => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, visibility);
  await expect.poll(() => locks(page)).toEqual({ asked: 2, released: 1 });
  await expect(page.locator('.presenter-readout')).toHaveText(/recorded run, step 0/);
  const link = page.url();
  const picture = decode(await page.locator('.qr svg').screenshot());
  const rgba = new Uint8ClampedArray(picture.width * picture.height * 4).fill(255);
  for (let at = 0; at < picture.width * picture.height; at++)
    for (let channel = 0; channel < 3; channel++)
      rgba[4 * at + channel] = picture.data[at * picture.channels + channel]!;
  const read = jsQR(rgba, picture.width, picture.height)?.data;
  expect(read?.split('#')[0]).toBe(link.split('#')[0]);
  expect(read).toContain('#e=');

  await page.keyboard.press('PageDown');
  await expect(slide(page, 'richness').locator('svg').first()).toBeVisible();
  const letters = await slide(page, 'richness')
    .locator('svg text')
    .first()
    .evaluate(text => text.getBoundingClientRect().height);
  expect(letters).toBeGreaterThan(24);
  await page.keyboard.press('Space');
  await expect.poll(() => shownStep(page)).toBeGreaterThan(0);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play the recording back' }).first()).toBeVisible();
  const paused = await shownStep(page);

  await page.keyboard.press('b');
  await expect(page.locator('.blank')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.blank')).toBeHidden();
  await expect(slide(page, 'richness')).toBeVisible();
  expect(await shownStep(page)).toBe(paused);

  for (const key of ['s', 'e', '?', 'Control+k', 'p']) await page.keyboard.press(key);
  await expect(page.locator('dialog')).toHaveCount(0);
  const faults = async () => (await new AxeBuilder({ page }).analyze()).violations;
  for (const id of ['richness-accuracy', 'spectrum', 'why', 'ending', 'ending']) {
    await page.keyboard.press('ArrowRight');
    await expect(slide(page, id)).toBeVisible();
  }
  await expect(page.locator('.presenter .unseen[role="status"]').first()).toHaveText(
    'Slide 6 of 6: What came out',
  );
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await faults()).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('PageUp');
  await expect(slide(page, 'why').locator('svg').first()).toBeVisible();
  expect(await faults()).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(page.locator('.presenter')).toHaveCount(0);
  await expect(button(page, 'settings')).toBeFocused();
  await expect.poll(() => locks(page)).toEqual({ asked: 2, released: 2 });
  expect(complaints).toEqual([]);
});

test('pointing draws a dot, and what is clicked keeps no key from the slides', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.keyboard.press('f');
  const next = page.getByRole('button', { name: 'Next slide' });
  await next.click();
  await expect(slide(page, 'richness')).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(slide(page, 'richness-accuracy')).toBeVisible();

  const painted = () =>
    page.locator('canvas.laser').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.some(value => value > 0);
    });
  await page.mouse.move(200, 300);
  await page.mouse.down();
  await page.mouse.move(210, 320);
  await expect.poll(painted).toBe(true);
  await page.mouse.up();
  await page.getByRole('button', { name: 'Laser pointer' }).click();
  await expect(page.locator('canvas.laser')).toHaveCount(0);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(button(page, 'play')).toBeVisible();
});
