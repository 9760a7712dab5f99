import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';
import { button, expect, test } from './server';

interface Reply {
  id?: number | string | null;
  ok?: boolean;
  result?: unknown;
  error?: string;
  event?: string;
  height?: number;
}

/** A page of another origin than the built one, with nothing in it but an iframe; what it is told is kept. */
async function withEmbedder(use: (url: string) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'embedder-'));
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><title>Embedder</title><iframe id="frame" width="900" height="600"></iframe><script>
      window.told = [];
      addEventListener('message', ({ data, origin }) => told.push({ ...data, from: origin }));
    </script>`,
  );
  const server = await serve({ folder });
  try {
    await use(server.url);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Reply[] }).told);
const show = (page: Page, src: string) =>
  page.evaluate(address => {
    (document.getElementById('frame') as HTMLIFrameElement).src = address;
  }, src);
const send = (page: Page, message: unknown) =>
  page.evaluate(
    sent => (document.getElementById('frame') as HTMLIFrameElement).contentWindow!.postMessage(sent, '*'),
    message,
  );
const frameOf = (page: Page) => page.frameLocator('#frame');

/** The answer to a message, once it has come. */
async function ask(page: Page, id: number, call: string, ...args: unknown[]): Promise<Reply> {
  await send(page, { richscope: 1, id, call, args });
  await expect.poll(async () => (await told(page)).some(reply => reply.id === id)).toBe(true);
  return (await told(page)).find(reply => reply.id === id)!;
}

test('an embedded page shows its recorded run, tells its height, and follows the origin that is named', async ({
  page,
  address,
}) => {
  await withEmbedder(async embedder => {
    const { origin } = new URL(embedder);
    await page.goto(embedder);
    await show(page, `${address}?embed=1&origin=${origin}`);
    await expect(frameOf(page).locator('.readout')).toHaveText(/recorded/);
    await expect.poll(async () => (await told(page)).some(({ event }) => event === 'ready')).toBe(true);

    const heights = async () => (await told(page)).filter(({ event }) => event === 'height');
    const last = async () => (await heights()).at(-1)!.height!;
    const content = () =>
      frameOf(page)
        .locator('#root')
        .evaluate(root => Math.ceil(root.getBoundingClientRect().height));
    await expect.poll(async () => (await last()) === (await content())).toBe(true);
    expect(await last()).toBeGreaterThan(600);
    await page
      .locator('#frame')
      .evaluate((frame, height) => frame.setAttribute('height', String(height)), await last());
    await expect.poll(async () => (await last()) === (await content())).toBe(true);
    expect(
      await frameOf(page)
        .locator('html')
        .evaluate(root => root.scrollHeight - root.clientHeight),
    ).toBeLessThanOrEqual(0);

    expect(await ask(page, 1, 'load', 'the-dial')).toMatchObject({ ok: true, result: null });
    await expect(frameOf(page).getByRole('heading', { level: 1 })).toHaveText('The dial');
    expect(await ask(page, 2, 'step', 2)).toMatchObject({ ok: true });
    expect(await ask(page, 3, 'state')).toMatchObject({ ok: true, result: { step: 2 } });
    expect(await ask(page, 4, 'run', 'settings')).toMatchObject({
      ok: false,
      error: expect.stringContaining('page itself'),
    });

    const before = (await told(page)).length;
    for (const bad of [
      '<img src=x onerror=alert(1)>',
      null,
      { richscope: 1, id: 5, call: 'eval', args: ['alert(1)'] },
    ])
      await send(page, bad);
    await expect.poll(async () => (await told(page)).length).toBe(before + 3);
    for (const reply of (await told(page)).slice(before)) {
      expect(reply).toMatchObject({ ok: false });
      expect(reply.error).toMatch(/\.$/);
    }
    expect(await ask(page, 6, 'state')).toMatchObject({ ok: true, result: { step: 2 } });
  });
});

test('messages of an origin that was not named change nothing and get no answer', async ({
  page,
  address,
}) => {
  await withEmbedder(async embedder => {
    await page.goto(embedder);
    await show(page, `${address}?embed=1&origin=https://example.org`);
    await expect(frameOf(page).locator('.readout')).toHaveText(/recorded/);
    await send(page, { richscope: 1, id: 1, call: 'load', args: ['the-dial'] });
    await show(page, `${address}?embed=1`);
    await expect(frameOf(page).locator('.readout')).toHaveText(/recorded/);
    await send(page, { richscope: 1, id: 2, call: 'load', args: ['the-dial'] });
    await page.waitForTimeout(300);
    await expect(frameOf(page).getByRole('heading', { level: 1 })).toHaveText('Rich is not better');
    // Where no origin is named anybody may know the height, and that is all.
    expect((await told(page)).every(({ event }) => event === 'height')).toBe(true);
  });
});

test('readers only look unless they may play; no dialog opens, nothing is kept, no saved run is touched', async ({
  page,
  complaints,
}) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(3));
  await expect.poll(() => page.evaluate(() => localStorage.getItem('richscope/run'))).not.toBeNull();
  const kept = () =>
    page.evaluate(async () => ({
      storage: { ...localStorage },
      databases: await Promise.all(
        (await indexedDB.databases()).map(
          ({ name }) =>
            new Promise<string>((resolve, reject) => {
              const request = indexedDB.open(name!);
              request.onerror = () => reject(request.error);
              request.onsuccess = async () => {
                const database = request.result;
                const counts = [...database.objectStoreNames].map(
                  store =>
                    new Promise<string>(done => {
                      const count = database.transaction(store).objectStore(store).count();
                      count.onsuccess = () => done(`${store} ${count.result}`);
                    }),
                );
                resolve(`${name}: ${(await Promise.all(counts)).join(', ')}`);
                database.close();
              };
            }),
        ),
      ),
      workers: (await navigator.serviceWorker?.getRegistrations())?.length,
    }));
  // Leaving the page writes what has come last.
  await page.goto('./method.html');
  await page.waitForTimeout(500);
  const before = await kept();

  await page.goto('./?embed=1');
  await page.evaluate(() => window.richscope.ready);
  await expect(page.locator('.readout')).toHaveText(/recorded/);
  await expect(button(page, 'play')).toHaveCount(0);
  for (const key of ['s', 'e', 'h', 'p', 'x', '?', 'Control+k', 'f', 'o', 'r', 'n', ' ', '.'])
    await page.keyboard.press(key);
  await expect(page.locator('dialog')).toHaveCount(0);
  expect(await page.evaluate(() => window.richscope.state().status)).toBe('finished');
  await page.keyboard.press('l');
  await expect(button(page, 'step-axis')).toHaveAttribute('aria-pressed', 'false');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  const link = await page.getByRole('link', { name: 'Open in Richscope' }).getAttribute('href');
  expect(link).not.toContain('embed');
  expect(link).toContain('#e=');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./?embed=1&controls=1');
  await page.evaluate(() => window.richscope.ready);
  await button(page, 'step').click();
  await expect.poll(() => page.evaluate(() => window.richscope.state().step)).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.goto('./method.html');
  expect(await kept()).toEqual(before);
  expect(complaints).toEqual([]);
});

test('the example page drives the embedded one', async ({ page, complaints }) => {
  await page.goto('./embed-example.html');
  const answer = page.getByLabel('Last answer');
  await expect(page.frameLocator('#richscope').locator('.readout')).toHaveText(/recorded/);
  await page.getByRole('button', { name: 'Load “The dial”' }).click();
  await expect(answer).toHaveValue('load: null');
  await page.getByRole('button', { name: 'Ten steps' }).click();
  // It is answered once every arm has been measured as well.
  await expect(answer).toHaveValue('step: null');
  await expect(page.frameLocator('#richscope').locator('.readout')).toHaveText(/step 10/);
  await page.getByRole('button', { name: 'State' }).click();
  await expect(answer).toHaveValue(/^state: \{[\s\S]*"step": 10/);
  await expect
    .poll(() =>
      page.locator('#richscope').evaluate(frame => Number.parseInt((frame as HTMLElement).style.height, 10)),
    )
    .toBeGreaterThan(600);
  expect((await new AxeBuilder({ page }).exclude('#richscope').analyze()).violations).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the HTML to copy is in Save', async ({ page }) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.keyboard.press('x');
  await expect(page.getByLabel('HTML to copy')).toHaveValue(
    /^<iframe src="http.*\/\?embed=1#e=.*<\/iframe>$/,
  );
});
