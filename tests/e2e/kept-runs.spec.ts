import type { BrowserContext, Page } from '@playwright/test';
import type { RecordingFile } from '../../src/recording/format';
import { button, expect, test } from './server';

/** A quick run on WebAssembly: some thousand steps in as many milliseconds. */
const QUICK = {
  data: { train: 200, test: 50 },
  model: { width: 16, depth: 1 },
  training: { batchSize: 20 },
  stop: { steps: 200_000 },
  probe: { samples: 50 },
  arms: [{ label: 'All layers' }, { label: 'Last layer only', set: { 'training.layers': 'last' } }],
};

const state = (page: Page) => page.evaluate(() => window.richscope.state());
const recording = (page: Page) => page.evaluate(() => window.richscope.recording());

async function open(page: Page, address = './?device=wasm') {
  await page.goto(address);
  await page.evaluate(() => window.richscope.ready);
}

/** Trains the quick run until some step. */
async function trainTo(page: Page, step: number, experiment: object = QUICK) {
  await page.evaluate(wanted => window.richscope.load(wanted), experiment);
  await button(page, 'play').click();
  await expect.poll(async () => (await state(page)).step, { timeout: 60_000 }).toBeGreaterThan(step);
}

const rest = async (page: Page) => {
  await page.evaluate(() => window.richscope.pause());
  await expect.poll(async () => (await state(page)).status).toBe('paused');
  // Kept within a second.
  await page.waitForTimeout(1_000);
};

const lossesOf = ({ arms }: RecordingFile) =>
  arms.map(({ losses }) => new Map(losses.steps.map((step, i) => [step, losses.values[i]])));

/** Crashes the renderer of a page, as a tab that ran out of memory does. */
async function crash(context: BrowserContext, page: Page) {
  const devtools = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void devtools.send('Page.crash').catch(() => {});
  await crashed;
}

test('a reload brings the run back, paused with its curves, and Play goes on', async ({
  page,
  complaints,
}) => {
  await open(page);
  await trainTo(page, 300);
  await rest(page);
  const before = await recording(page);
  await page.reload();
  await page.evaluate(() => window.richscope.ready);
  const after = await recording(page);
  expect(after).toEqual(before);
  await expect(button(page, 'play')).toHaveAttribute('aria-label', 'Play');
  await button(page, 'play').click();
  await expect.poll(async () => (await state(page)).step, { timeout: 60_000 }).toBeGreaterThan(before.step);
  expect(complaints).toEqual([]);
});

test('a closed page comes back where it was, and a link that is opened on purpose wins', async ({
  page,
  context,
}) => {
  await open(page);
  await trainTo(page, 100);
  await rest(page);
  const { step } = await state(page);
  const link = page.url();
  await page.close();
  const second = await context.newPage();
  await open(second);
  expect((await state(second)).step).toBe(step);
  await second.evaluate(() => window.richscope.step(5));
  expect((await state(second)).step).toBe(step + 5);
  await second.close();
  const third = await context.newPage();
  await open(third, link);
  expect((await state(third)).step).toBe(0);
});

test('a page that crashes at a random moment loses at most a second, and goes on as an unbroken run', async ({
  page,
  context,
  baseURL,
}) => {
  const times = Number(process.env.RICHSCOPE_CRASHES ?? 2);
  test.setTimeout(120_000 + times * 30_000);
  await open(page);
  const unbroken = { ...QUICK, stop: { steps: 9_000 } };
  await page.evaluate(wanted => window.richscope.load(wanted), unbroken);
  await button(page, 'play').click();
  await expect.poll(async () => (await state(page)).status, { timeout: 100_000 }).toBe('finished');
  const whole = lossesOf(await recording(page));
  await page.close();

  for (let round = 0; round < times; round++) {
    const victim = await context.newPage();
    await victim.goto(`${baseURL}?device=wasm`);
    await victim.evaluate(() => window.richscope.ready);
    await victim.evaluate(wanted => {
      window.richscope.load(wanted);
      window.richscope.play();
    }, unbroken);
    // What the page has recorded, and when.
    const seen: [number, number][] = [];
    const until = Date.now() + 1_200 + Math.random() * 1_800;
    while (Date.now() < until) {
      seen.push([Date.now(), (await state(victim)).step]);
      await victim.waitForTimeout(20);
    }
    const crashedAt = Date.now();
    await crash(context, victim);
    const second = seen.findLast(([time]) => time <= crashedAt - 1_000)![1];
    await victim.close();
    const back = await context.newPage();
    await back.goto(`${baseURL}?device=wasm`);
    await back.evaluate(() => window.richscope.ready);
    const came = await state(back);
    console.log(
      `crash ${round + 1}: at step ${seen.at(-1)![1]}, a second before at ${second}, back at ${came.step}`,
    );
    expect(came.step).toBeGreaterThanOrEqual(second);
    await back.evaluate(() => window.richscope.play());
    await expect.poll(async () => (await state(back)).status, { timeout: 100_000 }).toBe('finished');
    const again = lossesOf(await recording(back));
    for (const [arm, losses] of again.entries()) {
      expect(losses.size).toBe(whole[arm]!.size);
      expect([...losses]).toEqual([...whole[arm]!]);
    }
    await back.close();
  }
});
