import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { LESSONS } from '../../src/app/lessons/lessons';
import { presetById } from '../../src/experiment/presets';
import { expect, test } from './server';

const panel = (page: Page) => page.getByRole('complementary', { name: /^Lesson: / });
const title = (page: Page) => panel(page).getByRole('heading', { level: 2 });
const state = (page: Page) => page.evaluate(() => window.richscope.state());
const pointed = (page: Page) => page.locator('main [data-pointed]');

const open = async (page: Page, rest = './') => {
  await page.goto(rest);
  await page.evaluate(() => window.richscope.ready);
};

test('every lesson is walked to its end by keyboard; each step shows its run and points at its panel', async ({
  page,
  complaints,
}) => {
  await open(page);
  await page.keyboard.press('y');
  await page.locator(`[data-lesson="${LESSONS[0]!.id}"]`).focus();
  await page.keyboard.press('Enter');
  for (const [place, lesson] of LESSONS.entries()) {
    if (place) await page.evaluate(id => window.richscope.lesson(id), lesson.id);
    for (const [index, step] of lesson.steps.entries()) {
      if (index) await page.keyboard.press('ArrowRight');
      await expect(title(page)).toHaveText(step.title);
      if (step.asks) {
        await expect(pointed(page)).toHaveClass(/predict/);
        await expect(page.locator('.figures')).toHaveCount(0);
        await page.getByRole('button', { name: 'Skip' }).press('Enter');
      }
      await expect(pointed(page)).toHaveCount(1);
      await expect(pointed(page)).toBeInViewport();
      if (step.panel !== 'arms') await expect(pointed(page)).toHaveAttribute('data-figure', step.panel);
      const last = presetById(step.preset).experiment.stop.steps;
      await expect.poll(async () => (await state(page)).step).toBe(step.live ? 0 : last);
      expect((await state(page)).experiment.preset).toBe(step.preset);
      await expect(page).toHaveURL(new RegExp(`lesson=${lesson.id}&step=${index + 1}(#|$)`));
    }
  }
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(pointed(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/lesson/);
  expect(complaints).toEqual([]);
});

test('a link opens a step; words move the pictures; the reader’s own run is brought back', async ({
  page,
}) => {
  await open(page);
  await page.evaluate(() => window.richscope.step(3));
  await page.evaluate(() => window.richscope.lesson('rich-is-not-better', 3));
  // An own run of the same preset stays, with a word that it is one.
  await expect(panel(page)).toContainText('your own run');
  expect((await state(page)).step).toBe(3);
  await page.evaluate(() => window.richscope.lesson('grokking', 2));
  await expect(panel(page)).toContainText('Your own run made room');
  await panel(page).getByRole('button', { name: 'the end', exact: true }).click();
  await expect(page.locator('.readout')).toContainText('step 1,000');
  await panel(page).getByRole('button', { name: 'test accuracy rises fastest' }).focus();
  await page.keyboard.press('Enter');
  const slider = page.getByRole('slider', { name: 'Moment shown' });
  await expect(slider).toHaveAttribute('data-past', 'true');
  await panel(page).getByRole('button', { name: 'Bring it back' }).click();
  await expect(panel(page)).toBeHidden();
  expect(await state(page)).toMatchObject({ step: 3, experiment: { preset: 'rich-is-not-better' } });

  await open(page, './?lesson=neural-collapse&step=4');
  await expect(title(page)).toHaveText(LESSONS[4]!.steps[3]!.title);
  await page.keyboard.press('ArrowLeft');
  await expect(title(page)).toHaveText(LESSONS[4]!.steps[2]!.title);
  await page.keyboard.press('Escape');
  await page.keyboard.press('y');
  await expect(page.getByRole('dialog')).toContainText('step 4 of 7');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });

  test('the lesson stands below the panel that it points at, and above Play', async ({ page }) => {
    await open(page, './?lesson=grokking&step=6');
    await expect(pointed(page)).toHaveAttribute('data-figure', 'fourier');
    const play = (await page.locator('.buttons').boundingBox())!;
    const lesson = (await panel(page).boundingBox())!;
    expect(lesson.y + lesson.height).toBeLessThanOrEqual(play.y + 1);
    await expect.poll(async () => (await pointed(page).boundingBox())!.y).toBeLessThan(lesson.y - 100);
    await expect.poll(async () => (await pointed(page).boundingBox())!.y).toBeGreaterThan(-5);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await panel(page).getByRole('button', { name: /Next/ }).tap();
    await expect(title(page)).toHaveText('Your own run');
  });
});
