import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { FILE_NAMES, KEPT, LINKS, RECORDINGS, recordingText, TEXTS, withTexts } from './hostile';
import { expect, test } from './server';

// What the policy would stop must not even be tried.
test.use({ bypassCSP: true });

/** What has come onto the page that does not belong there. */
const harm = (page: Page) =>
  page.evaluate(() => ({
    run: 'hacked' in window,
    polluted: 'hacked' in {},
    foreign: document.querySelectorAll(
      'img[src="x"], iframe, object, embed, [onerror], [onload], [onmouseover]',
    ).length,
    scripts: [...document.scripts].filter(({ src }) => !src.startsWith(location.origin)).length,
    wide: document.documentElement.scrollWidth > innerWidth,
    empty: !document.querySelector('h1')?.textContent,
  }));
const UNHARMED = { run: false, polluted: false, foreign: 0, scripts: 0, wide: false, empty: false };

async function start(page: Page, complaints: string[]) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(2));
  expect(complaints).toEqual([]);
}

/** The page can still be used. */
async function expectWorks(page: Page) {
  await page.evaluate(() => window.richscope.load('the-dial'));
  await page.evaluate(() => window.richscope.step(1));
  expect(await page.evaluate(() => window.richscope.state().step)).toBe(1);
}

const notice = (page: Page, where: string) => page.locator(`.notice[data-where="${where}"] .notice-text`);

async function choose(page: Page, name: string, text: string) {
  await page
    .locator('input[data-purpose="recording"]')
    .setInputFiles([{ name, mimeType: 'application/json', buffer: Buffer.from(text) }]);
}

test('links run nothing, and leave a page that works', async ({ page, complaints }) => {
  await start(page, complaints);
  // All of them are read in tests/unit/experiment/hostile-links.test.ts; a preset that is none is refused by its name.
  for (const [what, hash] of Object.entries(LINKS).filter(([name]) => !name.startsWith('a preset:'))) {
    await page.evaluate(to => {
      const heard = new Promise(resolve => addEventListener('hashchange', resolve, { once: true }));
      location.hash = to;
      return Promise.race([heard, new Promise(resolve => setTimeout(resolve, 300))]);
    }, hash);
    const label = /^a label: (.*)$/su.exec(what)?.[1];
    if (label)
      await expect
        .poll(() => page.evaluate(() => window.richscope.state().experiment.arms[0]!.label), {
          message: what,
        })
        .toBe(label.trim());
    expect(await harm(page), what).toEqual(UNHARMED);
  }
  await expect(notice(page, 'link')).toContainText('The link');
  expect(complaints).toEqual([]);
  await expectWorks(page);
});

test('texts in a recording are shown as they are, and saved so', async ({ page, browser, complaints }) => {
  await start(page, complaints);
  const good = await page.evaluate(() => window.richscope.recording());
  for (const text of TEXTS) {
    await choose(page, 'recording.json', JSON.stringify(withTexts(good, text)));
    await expect
      .poll(() => page.evaluate(() => window.richscope.state().experiment.arms[0]!.label), { message: text })
      .toBe(`${text.slice(0, 55)} 0`);
    await expect(page.locator('[data-arm="A"]')).toBeVisible();
    expect(await harm(page), text).toEqual(UNHARMED);
    await expect(notice(page, 'file')).toHaveCount(0);
  }
  await choose(page, 'recording.json', JSON.stringify(withTexts(good, TEXTS[1]!)));
  await expect(page.locator('[data-arm="A"]')).toContainText(TEXTS[1]!.slice(0, 55));
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Save' });
  const alone = await browser.newPage();
  for (const name of ['Report (one HTML file)', 'How rich? D_LR: SVG']) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name }).click(),
    ]);
    const content = await readFile(await file.path(), 'utf8');
    // Without the report's own policy, which would stop a script as well.
    await alone.setContent(content.replace(/<meta http-equiv[^>]+>/, ''));
    expect(await alone.evaluate(() => ['hacked' in window, document.scripts.length]), name).toEqual([
      false,
      0,
    ]);
    expect(await alone.locator('body').textContent(), name).toContain(TEXTS[1]!.slice(0, 55));
  }
  await alone.close();
  expect(complaints).toEqual([]);
  await page.keyboard.press('Escape');
  await expectWorks(page);
});

test('recordings that cannot be are refused with a sentence, and what was there stays', async ({
  page,
  complaints,
}) => {
  await start(page, complaints);
  const good = await page.evaluate(() => window.richscope.recording());
  for (const [what, change] of Object.entries(RECORDINGS)) {
    await choose(page, 'recording.json', recordingText(good, change));
    await expect(notice(page, 'file'), what).toHaveText(/cannot be shown as a recording: .*\.$/);
    expect((await notice(page, 'file').innerText()).length, what).toBeLessThan(400);
    expect(await harm(page), what).toEqual(UNHARMED);
    await page.locator('.notice[data-where="file"]').getByRole('button', { name: 'Dismiss' }).click();
  }
  expect(await page.evaluate(() => window.richscope.state().step)).toBe(2);
  expect(complaints).toEqual([]);
  await expectWorks(page);
});

test('names of files are said as they are', async ({ page, complaints }) => {
  await start(page, complaints);
  for (const name of FILE_NAMES) {
    await choose(page, name, '{}');
    await expect(notice(page, 'file'), name).toContainText('cannot be shown as a recording');
    expect(await harm(page), name).toEqual(UNHARMED);
    await page.locator('.notice[data-where="file"]').getByRole('button', { name: 'Dismiss' }).click();
  }
  for (const name of FILE_NAMES.slice(0, 2)) {
    await page
      .locator('input[data-purpose="data"]')
      .setInputFiles([{ name, mimeType: 'application/octet-stream', buffer: Buffer.from([7, 7, 7, 7]) }]);
    await expect(notice(page, 'data')).toBeVisible();
    expect(await harm(page), name).toEqual(UNHARMED);
  }
  expect(complaints).toEqual([]);
  await expectWorks(page);
});

test('what others left in the browser’s storage does not keep the page from opening', async ({
  page,
  complaints,
}) => {
  await start(page, complaints);
  const keys = await page.evaluate(() => Object.keys(localStorage));
  const own = new Set([
    ...keys,
    'richscope/rivals',
    'richscope/machine',
    'richscope/run',
    'richscope/panels',
  ]);
  for (const value of KEPT) {
    await page.evaluate(
      ([names, text]) => {
        for (const name of names) localStorage.setItem(name, text);
      },
      [[...own], value] as const,
    );
    await page.goto('./');
    await page.evaluate(() => window.richscope.ready);
    expect(await harm(page), value.slice(0, 40)).toEqual(UNHARMED);
  }
  expect(complaints).toEqual([]);
  await expectWorks(page);
});
