import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';
import { serviceWorkerOf } from '../../scripts/vite-offline.mjs';
import { expect, test } from './server';

test.use({ serviceWorkers: 'allow' });

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** Until all files are kept. */
const isKept = (page: Page) =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated')
      await new Promise(resolve => active?.addEventListener('statechange', resolve));
    return navigator.serviceWorker.controller !== null;
  });

test('after one visit the page opens, trains, measures and explains without a network', async ({
  page,
  context,
}) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await expect.poll(() => isKept(page)).toBe(true);
  await page.evaluate(() => window.richscope.showRecorded('rich-is-not-better'));

  await context.setOffline(true);
  await page.goto('./#');
  await page.reload();
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(20));
  const { arms } = await page.evaluate(() => window.richscope.state());
  for (const { dlr } of arms) expect(dlr.train).toBeGreaterThan(0);
  await page.getByRole('heading', { name: 'Look closer' }).scrollIntoViewIfNeeded();
  await expect(page.locator('[data-figure="rivals"] svg').first()).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByRole('dialog', { name: 'Experiments' })).toBeVisible();
  await page.keyboard.press('Escape');

  // A recorded run that was looked at is kept; of another one it is said why it is not there.
  await page.evaluate(() => window.richscope.showRecorded('rich-is-not-better'));
  expect((await page.evaluate(() => window.richscope.state())).step).toBe(3_000);
  const fault = await page.evaluate(() =>
    window.richscope.showRecorded('the-dial').then(
      () => '',
      (error: Error) => error.message,
    ),
  );
  expect(fault).toMatch(/cannot be fetched: check your connection, or press Play/);

  await page.goto('./method.html');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a new version is told, and used once the reader says so', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'richscope-dist-'));
  const base = '/app/';
  cpSync(DIST, folder, { recursive: true });
  const server = await serve({ folder, base });
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  try {
    const page = await context.newPage();
    await page.goto(server.url);
    await page.evaluate(() => window.richscope.ready);
    await expect.poll(() => isKept(page)).toBe(true);
    await expect(page.locator('.notice[data-where="version"]')).toHaveCount(0);

    writeFileSync(
      join(folder, 'favicon.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg"><title>new</title></svg>',
    );
    writeFileSync(join(folder, 'service-worker.js'), serviceWorkerOf(folder));
    await page.reload();
    await page.evaluate(() => window.richscope.ready);
    const icon = () => page.evaluate(async () => (await fetch('favicon.svg')).text());
    const notice = page.locator('.notice[data-where="version"]');
    await expect(notice).toContainText('A new version is there.');
    expect(await icon()).not.toContain('new');
    await Promise.all([
      page.waitForEvent('load'),
      notice.getByRole('button', { name: 'Use it now' }).click(),
    ]);
    await page.evaluate(() => window.richscope.ready);
    expect(await icon()).toContain('<title>new</title>');
    await expect(notice).toHaveCount(0);
  } finally {
    await context.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
});

test('the page can be installed', async ({ page }) => {
  await page.goto('./');
  const manifest = await page.evaluate(async () => {
    const { href } = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')!;
    const read = await (await fetch(href)).json();
    const icons = await Promise.all(
      read.icons.map(async ({ src }: { src: string }) => (await fetch(new URL(src, href))).ok),
    );
    return { ...read, icons };
  });
  expect(manifest).toMatchObject({
    name: 'Richscope',
    display: 'standalone',
    start_url: './',
    icons: [true],
  });
});
