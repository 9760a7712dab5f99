import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { PRESETS } from '../../src/experiment/presets';
import { readySweep } from '../../src/experiment/sweeps';
import { button, expect, test } from './server';

const state = (page: Page) => page.evaluate(() => window.richscope.state());
const LIST = new URL('../../src/app/recorded.json', import.meta.url);
const recordedIds = Object.keys(JSON.parse(readFileSync(LIST, 'utf8')) as object);

const open = async (page: Page) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
};

/** Opens an experiment from the gallery, as a reader would. */
async function choose(page: Page, preset: string) {
  await button(page, 'gallery').click();
  await page.locator(`button[data-experiment="${preset}"]`).click();
  await expect.poll(async () => (await state(page)).experiment.preset).toBe(preset);
  if (!readySweep(preset)?.opensWithPreset) return;
  const sweep = page.getByRole('dialog', { name: 'Sweep' });
  await expect(sweep).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sweep).toBeHidden();
}

test.describe('every preset', () => {
  for (const { id, title, experiment } of PRESETS)
    test(`${id} opens, trains, and shows a D_LR of each arm`, async ({ page, complaints }) => {
      // As soon as there is a page: the run that it opens with is given up for this one.
      await page.goto('./');
      await choose(page, id);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
      await button(page, 'play').click();
      await page.waitForFunction(
        () => window.richscope.state().arms.every(({ step, dlr }) => (step ?? 0) > 0 && dlr.train !== null),
        undefined,
        { timeout: 60_000 },
      );
      const { arms, status } = await state(page);
      expect(arms).toHaveLength(experiment.arms.length);
      expect(['running', 'finished']).toContain(status);
      for (const { loss } of arms) expect(Number.isFinite(loss)).toBe(true);
      await expect(page.locator('.figure-richness svg path[stroke^="url("]').first()).toBeAttached();
      await expect(page.locator('.notice')).toHaveCount(0);
      expect(complaints).toEqual([]);
    });
});

/** Milliseconds within which a recording is to be there. */
const LIMIT = 300;
const ATTEMPTS = 3;

/** From the click in the gallery to the frame in which each picture of the first screen shows another run. */
async function timeOf(page: Page, preset: string): Promise<number> {
  await page.keyboard.press('e');
  await page.locator(`button[data-recorded="${preset}"]`).waitFor();
  return page.evaluate(async id => {
    const nextFrame = () => new Promise(requestAnimationFrame);
    const pictures = () =>
      ['richness', 'accuracy', 'spectrum'].map(name =>
        [...document.querySelectorAll(`.figure-${name} svg`)].map(svg => svg.innerHTML).join(''),
      );
    for (let frame = 0; frame < 10; frame++) await nextFrame();
    const before = pictures();
    const start = performance.now();
    document.querySelector<HTMLElement>(`button[data-recorded="${id}"]`)!.click();
    while (pictures().some((picture, index) => picture === before[index])) await nextFrame();
    return performance.now() - start;
  }, preset);
}

test('every recorded run that comes with the page is there within 300 ms', async ({ page, complaints }) => {
  await open(page);
  const times = new Map(recordedIds.map(id => [id, [] as number[]]));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++)
    for (const id of recordedIds) times.get(id)!.push(await timeOf(page, id));
  for (const [id, all] of times) {
    console.log(`${id}: ${all.map(time => time.toFixed(0)).join(', ')} ms`);
    const median = [...all].sort((a, b) => a - b)[Math.floor(ATTEMPTS / 2)]!;
    expect.soft(median, id).toBeLessThanOrEqual(LIMIT);
  }
  const last = PRESETS.find(({ id }) => id === recordedIds.at(-1))!;
  expect((await state(page)).step).toBe(last.experiment.stop.steps);
  expect(complaints).toEqual([]);
});
