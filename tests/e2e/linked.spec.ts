import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';
import { expect, test } from './server';

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const at = (address: string) => `./?recording=${encodeURIComponent(address)}`;
const notice = (page: Page) => page.locator('.notice[data-where="recording"]');
const shown = (page: Page) =>
  page.evaluate(() => {
    const { experiment, step, arms } = window.richscope.state();
    return { preset: experiment.preset, step, dlr: arms[0]?.dlr.train };
  });

test('a link to a recording of this site shows it, and no longer once something else is shown', async ({
  page,
  complaints,
}) => {
  await page.goto(at('recordings/the-dial.json'));
  await page.evaluate(() => window.richscope.ready);
  const linked = await shown(page);
  expect(linked).toMatchObject({ preset: 'the-dial', step: 2000 });
  expect(linked.dlr).toBeGreaterThan(0);
  await expect(notice(page)).toHaveCount(0);
  expect(new URL(page.url()).searchParams.get('recording')).toBe('recordings/the-dial.json');

  await page.reload();
  await page.evaluate(() => window.richscope.ready);
  expect(await shown(page)).toEqual(linked);

  await page.evaluate(() => window.richscope.reset());
  await expect.poll(async () => (await shown(page)).step).toBe(0);
  expect(new URL(page.url()).searchParams.has('recording')).toBe(false);
  await page.keyboard.press('Control+z');
  await expect.poll(() => shown(page)).toEqual(linked);
  expect(complaints).toEqual([]);
});

test('of another site it is fetched once the reader says so', async ({ page }) => {
  const app = await serve({ folder: folder('dist') });
  const other = await serve({
    folder: folder('public/recordings'),
    headers: { 'Access-Control-Allow-Origin': '*' },
  });
  try {
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    await page.goto(`${app.url}${at(`${other.url}the-dial.json`)}`);
    await page.evaluate(() => window.richscope.ready);
    const host = new URL(other.url).host;
    await expect(notice(page)).toContainText(
      `This link shows one from ${host}. Nothing is fetched from there unless you say so.`,
    );
    expect(asked.filter(url => url.includes(host) && !url.startsWith(app.url))).toEqual([]);
    await notice(page).getByRole('button', { name: 'Show it' }).click();
    await expect.poll(async () => (await shown(page)).preset).toBe('the-dial');
    await expect(notice(page)).toHaveCount(0);
  } finally {
    await app.close();
    await other.close();
  }
});

for (const [what, address, sentence] of [
  [
    'that is not there',
    'recordings/none.json',
    /There is no recording at that address: this site answered with code 404\./,
  ],
  ['that is something else', 'index.html', 'This file is not JSON'],
  [
    'of a site that the page may not ask',
    'https://else.where.invalid/run.json',
    /cannot be fetched from else\.where\.invalid/,
  ],
] as const)
  test(`a link to a recording ${what} gives one sentence, and the page works`, async ({ page }) => {
    await page.goto(at(address));
    await page.evaluate(() => window.richscope.ready);
    const button = notice(page).getByRole('button', { name: 'Show it' });
    if (address.startsWith('https')) await button.click();
    await expect(notice(page)).toContainText(sentence);
    await expect(button).toBeEnabled();
    await page.evaluate(() => window.richscope.step(2));
    expect((await shown(page)).step).toBe(2);
  });

test('what is no address of the web is said, and never run', async ({ page }) => {
  await page.goto(at('javascript:document.title="run"'));
  await page.evaluate(() => window.richscope.ready);
  await expect(page.locator('.notice[data-where="link"]')).toContainText(
    'There is no recording at "javascript:',
  );
  expect(await page.title()).not.toBe('run');
});
