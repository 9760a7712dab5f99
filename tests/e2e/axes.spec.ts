import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { button, expect, test } from './server';

const figure = (page: Page, name: string) => page.locator(`[data-figure="${name}"]`);
/** What answers to pointer and keys over the first picture of a figure. */
const plot = (page: Page, name: string) => figure(page, name).locator('.plot svg [tabindex="0"]').first();

async function openRecorded(page: Page, address = './') {
  await page.goto(address);
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.showRecorded('rich-is-not-better'));
  await expect(figure(page, 'accuracy').locator('.plot svg')).toBeVisible();
}

/** The steps at the ends of a figure's axis. */
async function ends(page: Page, name: string): Promise<[number, number]> {
  const labels = await figure(page, name)
    .locator('.plot svg')
    .first()
    .locator('text[text-anchor="middle"]')
    .allTextContents();
  const steps = labels.map(label => Number(label.replace(',', ''))).filter(Number.isFinite);
  return [steps[0]!, steps.at(-1)!];
}

async function drag(page: Page, handle: Locator, from: number, to: number) {
  const { x, y, width, height } = (await handle.boundingBox())!;
  await page.mouse.move(x + from * width, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + ((from + to) / 2) * width, y + height / 2, { steps: 3 });
  await page.mouse.move(x + to * width, y + height / 2, { steps: 3 });
  await page.mouse.up();
}

test('curves are smoothed by A, what was measured stays, and link and machine keep it', async ({ page }) => {
  await openRecorded(page);
  const raw = figure(page, 'richness').locator('[data-raw]');
  await expect(raw).toHaveCount(0);
  await page.keyboard.press('m');
  await expect(raw).toHaveCount(2);
  await expect(figure(page, 'accuracy').locator('[data-raw]')).toHaveCount(4);
  await expect(button(page, 'smoothing')).toHaveAccessibleName('Curves: smoothed lightly');
  await page.keyboard.press('m');
  await expect(button(page, 'smoothing')).toHaveAccessibleName('Curves: smoothed strongly');
  const link = page.url();
  await page.goto('about:blank');
  await openRecorded(page, link);
  await expect(raw).toHaveCount(2);
  await page.goto('about:blank');
  await openRecorded(page);
  await expect(raw).toHaveCount(2);
  await button(page, 'smoothing').click();
  await expect(raw).toHaveCount(0);
});

test('a drag along the steps shows a part of the run in all pictures; double click, key and button lead back', async ({
  page,
}) => {
  await openRecorded(page);
  expect(await ends(page, 'richness')).toEqual([0, 3_000]);
  await drag(page, plot(page, 'richness'), 0.4, 0.8);
  await expect.poll(() => ends(page, 'accuracy')).not.toEqual([0, 3_000]);
  const [from, to] = await ends(page, 'richness');
  expect(from).toBeGreaterThan(15);
  expect(to).toBeLessThan(1_000);
  expect(await ends(page, 'accuracy')).toEqual([from, to]);
  const found = await new AxeBuilder({ page }).include('main').analyze();
  expect(found.violations).toEqual([]);
  await plot(page, 'accuracy').dblclick();
  await expect.poll(() => ends(page, 'richness')).toEqual([0, 3_000]);

  await plot(page, 'richness').focus();
  await page.keyboard.press('+');
  await expect.poll(() => ends(page, 'accuracy')).not.toEqual([0, 3_000]);
  const narrow = await ends(page, 'richness');
  await page.keyboard.press('Home');
  await expect
    .poll(async () => (await ends(page, 'richness'))[0], { message: 'the step that is read is shown' })
    .toBe(0);
  expect(narrow[0]).toBeGreaterThan(0);
  await page.keyboard.press('0');
  await expect.poll(() => ends(page, 'richness')).toEqual([0, 3_000]);
  await page.keyboard.press('+');
  await button(page, 'whole-run').click();
  await expect.poll(() => ends(page, 'richness')).toEqual([0, 3_000]);
  await expect(button(page, 'whole-run')).toBeFocused();
});

test('any series is drawn against any other, and the link keeps which', async ({ page }) => {
  await openRecorded(page);
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog', { name: 'Panels' });
  await dialog.getByRole('checkbox', { name: 'The networks' }).first().uncheck();
  await page.keyboard.press('Escape');
  const card = figure(page, 'pair');
  await card.scrollIntoViewIfNeeded();
  await expect(card.locator('[data-way]')).toHaveCount(2);
  await expect(card.locator('.plot svg')).toHaveAccessibleName(
    /^test accuracy against D_LR\. A 0\.\d\d, \d+/,
  );
  await card.getByLabel('along').selectOption('step');
  await card.getByLabel('up').selectOption('nc1');
  await expect(card.locator('.plot svg')).toHaveAccessibleName(/^NC1, spread within classes against step\./);
  await card.getByRole('button', { name: 'Swap' }).click();
  await expect(card.locator('.plot svg')).toHaveAccessibleName(/^step against NC1/);
  await plot(page, 'pair').focus();
  await page.keyboard.press('Home');
  await expect(plot(page, 'pair')).toHaveAttribute('aria-valuetext', /^Step 0: A /);
  await expect(card.locator('[data-shown-step="0"] circle')).toHaveCount(2);
  const found = await new AxeBuilder({ page }).include('[data-figure="pair"]').analyze();
  expect(found.violations).toEqual([]);
  const link = page.url();
  await page.goto('about:blank');
  await openRecorded(page, link);
  await card.scrollIntoViewIfNeeded();
  await expect(card.getByLabel('along')).toHaveValue('nc1');
  await expect(card.getByLabel('up')).toHaveValue('step');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('two fingers show a part of the run, one finger scrolls the page', async ({ page }) => {
    await openRecorded(page);
    const handle = plot(page, 'richness');
    await handle.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await handle.boundingBox())!;
    const client = await page.context().newCDPSession(page);
    const at = (...places: number[]) =>
      places.map((place, id) => ({ x: x + place * width, y: y + height / 2, id }));
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: number[]) =>
      client.send('Input.dispatchTouchEvent', { type, touchPoints: at(...places) });
    await touch('touchStart', 0.45);
    await touch('touchStart', 0.45, 0.6);
    for (const away of [0.05, 0.1, 0.15, 0.2]) await touch('touchMove', 0.45 - away, 0.6 + away);
    await touch('touchEnd');
    await expect.poll(() => ends(page, 'richness')).not.toEqual([0, 3_000]);
    expect(await page.evaluate(() => visualViewport!.scale)).toBe(1);
    await button(page, 'whole-run').click();
    await expect.poll(() => ends(page, 'richness')).toEqual([0, 3_000]);

    await handle.evaluate(element => element.scrollIntoView({ block: 'center' }));
    const before = await page.evaluate(() => scrollY);
    const box = (await handle.boundingBox())!;
    const finger = (up: number) => [{ x: box.x + box.width / 2, y: box.y + box.height / 2 - up, id: 0 }];
    await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: finger(0) });
    for (let up = 20; up <= 160; up += 20)
      await client.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: finger(up) });
    await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 80);
  });
});
