import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { button, expect, test } from './server';

const slider = (page: Page) => page.getByRole('slider', { name: 'Moment shown' });
const figure = (page: Page, name: string) => page.locator(`[data-figure="${name}"]`);
const reading = (page: Page) => page.getByTestId('reading');
const mark = (page: Page) => page.locator('.marks button');

/** The step that the slider shows. */
const shownStep = async (page: Page) => Number(await slider(page).getAttribute('aria-valuenow'));
const isPast = (page: Page) => expect(slider(page)).toHaveAttribute('data-past', 'true');
const isNow = (page: Page) => expect(slider(page)).toHaveAttribute('data-past', 'false');

/** A run of 80 steps with every probe measured, that is not over. */
async function openRun(page: Page) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  for (const count of [1, 2, 5, 12, 20, 40]) await page.evaluate(n => window.richscope.step(n), count);
  await expect(slider(page)).toBeVisible();
}

async function openRecorded(page: Page, preset = 'the-dial') {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(id => window.richscope.showRecorded(id), preset);
  await expect(mark(page).first()).toBeVisible();
}

/** Drags from one place on the bar to another, each from 0 to 1. */
async function drag(page: Page, ...places: number[]) {
  const { x, y, width } = (await slider(page).boundingBox())!;
  await page.mouse.move(x + places[0]! * width, y + 8);
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(x + place * width, y + 8, { steps: 4 });
  await page.mouse.up();
}

/** Every picture, the reading and the cards are of the moment that the slider shows. */
async function expectMoment(page: Page, step: number) {
  await isPast(page);
  const words = step.toLocaleString('en-GB');
  if (step > 0) await expect(reading(page)).toContainText(`At step ${words}: `);
  await expect(page.locator('.readout')).toContainText(`step ${words}`);
  for (const name of ['richness', 'accuracy', 'loss'])
    await expect(figure(page, name).locator('[data-shown-step]')).toHaveCount(1);
  for (const name of ['richness', 'accuracy'])
    await expect(figure(page, name).locator(`[data-shown-step="${step}"]`)).toHaveCount(1);
  const dlr = /A ([\d.]+)/.exec(
    (await figure(page, 'richness').locator('.plot svg').first().getAttribute('aria-label'))!,
  )![1]!;
  const card = page.locator('[data-arm="A"] .large').first();
  await expect(card).toContainText(dlr.slice(0, 3));
  await figure(page, 'why').scrollIntoViewIfNeeded();
  await expect(figure(page, 'why').locator(`[data-shown-step="${step}"]`)).toHaveCount(2);
  await expect(figure(page, 'spectrum').locator('.plot svg').first()).toHaveAttribute(
    'aria-label',
    /: at step [\d,]+, the strongest \d+ features|undefined/,
  );
}

test('a live run: walked with keys, and every picture shows that moment while training goes on', async ({
  page,
  complaints,
}) => {
  await openRun(page);
  await isNow(page);
  await slider(page).focus();
  await page.keyboard.press('ArrowLeft');
  const before = await shownStep(page);
  expect(before).toBeLessThan(80);
  await page.keyboard.press('ArrowLeft');
  const earlier = await shownStep(page);
  expect(earlier).toBeLessThan(before);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Step \d+: A D L R .+; B D L R .+/);
  await expectMoment(page, earlier);

  await page.getByRole('heading', { name: 'Look closer' }).scrollIntoViewIfNeeded();
  for (const name of ['rivals', 'layers', 'collapse']) {
    await figure(page, name).scrollIntoViewIfNeeded();
    await expect(figure(page, name).locator(`[data-shown-step="${earlier}"]`).first()).toBeAttached();
  }
  await expect(figure(page, 'collapse').locator('.planes svg').first()).toContainText(', step 80');
  await figure(page, 'eigenfunctions').scrollIntoViewIfNeeded();
  await expect(figure(page, 'eigenfunctions').locator('.arm-choice')).toContainText('at step 80');

  await slider(page).focus();
  await page.keyboard.press('Home');
  expect(await shownStep(page)).toBe(0);
  await expect(reading(page)).toContainText('Both networks start at D');
  await expect(reading(page)).not.toContainText('Press Play');

  const newest = await page.evaluate(() => window.richscope.state().step);
  await page.evaluate(() => window.richscope.play());
  await isNow(page);
  await slider(page).focus();
  await page.keyboard.press('Home');
  await expect.poll(() => page.evaluate(() => window.richscope.state().step)).toBeGreaterThan(newest + 20);
  expect(await shownStep(page)).toBe(0);
  await expect(reading(page)).toContainText('Training goes on.');
  await page.keyboard.press('End');
  await isNow(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  await isNow(page);
  await expect(button(page, 'play')).toHaveAttribute('aria-label', 'Pause');
  expect(complaints).toEqual([]);
});

test('a recorded run: dragged with the mouse, and back to now with a button and a key', async ({
  page,
  complaints,
}) => {
  await openRecorded(page);
  await drag(page, 0.9, 0.4, 0.6);
  const step = await shownStep(page);
  expect(step).toBeGreaterThan(0);
  await expectMoment(page, step);
  await button(page, 'now').click();
  await isNow(page);
  await expect(page.locator('[data-shown-step]')).toHaveCount(0);
  await drag(page, 0.5, 0.3);
  await isPast(page);
  await page.keyboard.press('g');
  await isNow(page);
  await drag(page, 0.5, 1);
  await isNow(page);
  expect(complaints).toEqual([]);
});

test('spectra of a moment that was not kept say of which step they are', async ({ page }) => {
  await openRecorded(page);
  await slider(page).focus();
  const others: string[] = [];
  for (let i = 0; i < 40 && !others.length; i++) {
    await page.keyboard.press('ArrowLeft');
    others.push(
      ...(await figure(page, 'spectrum')
        .getByText(/^features of step/)
        .allTextContents()),
    );
  }
  expect(others[0]).toMatch(/^features of step [\d,]+$/);
  expect(others[0]).not.toBe(`features of step ${(await shownStep(page)).toLocaleString('en-GB')}`);
  await expect(reading(page)).toContainText(/the spectra of \d+ of \d+ probes are kept/);
});

test('events are jumped to by key and by click', async ({ page }) => {
  await openRecorded(page);
  const names = await mark(page).evaluateAll(marks => marks.map(one => one.getAttribute('aria-label')!));
  expect(names.length).toBeGreaterThan(3);
  for (const kind of ['fits the training set', 'falls fastest', 'test accuracy rises fastest'])
    expect(names.join()).toContain(kind);
  await page.keyboard.press('k');
  await isPast(page);
  const last = await shownStep(page);
  await page.keyboard.press('k');
  await expect.poll(() => shownStep(page)).toBeLessThan(last);
  await page.keyboard.press('j');
  await expect.poll(() => shownStep(page)).toBe(last);
  await page.keyboard.press('j');
  await isNow(page);
  await mark(page).first().focus();
  await page.keyboard.press('Enter');
  const told = Number(/step ([\d,]+)/.exec(names[0]!)![1]!.replace(',', ''));
  expect(await shownStep(page)).toBe(told);
});

test('a recording plays back at a chosen speed, to its end', async ({ page }) => {
  await openRecorded(page);
  const speed = page.getByRole('button', { name: /^Speed of playing back/ });
  for (const name of ['1×', '2×', '4×']) {
    await expect(speed).toHaveText(name);
    if (name !== '4×') await speed.click();
  }
  await button(page, 'play-back').click();
  await isPast(page);
  await expect(button(page, 'play-back')).toHaveAttribute('aria-label', 'Stop playing back');
  await expect.poll(() => shownStep(page)).toBeGreaterThan(0);
  await page.keyboard.press('b');
  await expect(button(page, 'play-back')).toHaveAttribute('aria-label', 'Play the recording back');
  const stopped = await shownStep(page);
  await page.waitForTimeout(300);
  expect(await shownStep(page)).toBe(stopped);
  await page.keyboard.press('b');
  await expect(slider(page)).toHaveAttribute('data-past', 'false', { timeout: 12_000 });
  await expect(button(page, 'play-back')).toHaveAttribute('aria-label', 'Play the recording back');
});

test.describe('with less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });
  test('a recording is played back in steps of a second', async ({ page }) => {
    await openRecorded(page);
    await button(page, 'play-back').click();
    await page.waitForTimeout(500);
    expect(await shownStep(page)).toBe(0);
    await expect.poll(() => shownStep(page)).toBeGreaterThan(0);
  });
});

test('with four arms and all pictures on the page, a moment is drawn within 50 ms', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 6_000 });
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  const arms = [0.1, 0.3, 1, 3].map(rate => ({
    label: `${rate}`,
    set: { 'training.learningRate': rate / 1_000 },
  }));
  await page.evaluate(experiment => window.richscope.load(experiment), { arms, stop: { steps: 400 } });
  for (let i = 0; i < 32; i++) await page.evaluate(() => window.richscope.step(4));
  await expect(page.locator('[data-arm]')).toHaveCount(4);
  await expect(figure(page, 'eigenfunctions').locator('image').first()).toBeVisible();
  await expect(figure(page, 'collapse').locator('.planes svg')).toHaveCount(4);
  await expect(figure(page, 'layers').locator('svg').first()).toBeVisible();
  await slider(page).focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(500);
  // Time on the processor, so that what else runs on the machine does not count.
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return 1_000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
  const costs: number[] = [];
  for (let i = 0; i < 30; i++) {
    const before = await spent();
    await page.evaluate(async () => {
      const bar = document.querySelector<HTMLElement>('[role="slider"][aria-label="Moment shown"]')!;
      bar.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true }));
      // React draws after the handler; layout and paint come with the frame.
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    });
    costs.push((await spent()) - before);
  }
  await isPast(page);
  costs.sort((a, b) => a - b);
  const [median, worst] = [costs[Math.floor(costs.length / 2)]!, costs.at(-1)!];
  console.log(
    `A moment of four arms: ${median.toFixed(1)} ms (median), ${worst.toFixed(1)} ms (worst of 30).`,
  );
  expect(median).toBeGreaterThan(1);
  expect(median).toBeLessThan(50);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in a past moment, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openRecorded(page);
    await drag(page, 0.9, 0.5);
    await isPast(page);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test('a tap on the bar shows a moment, without a sideways scroll', async ({ page }) => {
    await openRecorded(page);
    const { x, y, width } = (await slider(page).boundingBox())!;
    await page.touchscreen.tap(x + 0.5 * width, y + 8);
    await isPast(page);
    await button(page, 'now').tap();
    await isNow(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });
});
