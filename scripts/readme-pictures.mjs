// @ts-check
/**
 * `npm run pictures`: takes the pictures of the README from the built page, on recorded runs that come with it, so
 * that they are the same on every machine: two screens, and ten seconds of a timeline as a GIF.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import gifenc from 'gifenc';
import { withBrowser } from './with-browser.mjs';

const { GIFEncoder, quantize, applyPalette } = gifenc;

const root = fileURLToPath(new URL('..', import.meta.url));
const PRESET = 'rich-is-not-better';
const SCREEN = { width: 1366, height: 768 };
/** Holds the first two cards of “Look closer”. */
const TALL = { width: 1366, height: 990 };
/** Of the clip, which is shown at the width of a README's column. */
const CLIP = { ...SCREEN, scale: 0.62, seconds: 10, framesPerSecond: 7, colours: 96 };

/** @typedef {import('@playwright/test').Page} Page */

/** @param {string} name */
const inDocs = name => join(root, 'docs', name);

/**
 * @param {import('@playwright/test').Browser} browser @param {string} url
 * @param {{ width: number, height: number }} viewport @param {object} [more]
 */
async function openRecorded(browser, url, viewport, more = {}) {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce', ...more });
  await page.goto(url);
  await page.evaluate(id => window.richscope.ready.then(() => window.richscope.showRecorded(id)), PRESET);
  await page.evaluate(() => document.fonts.ready);
  return page;
}

/** Shows the moments of the recorded run one after the other. @param {Page} page @param {number} count */
async function* moments(page, count) {
  const slider = page.getByRole('slider', { name: 'Moment shown' });
  await slider.focus();
  await slider.press('Home');
  const probes = await page.evaluate(() => window.richscope.recording().arms[0]?.frames.steps.length ?? 0);
  let shown = 0;
  for (let i = 0; i < count; i++) {
    for (const wanted = Math.round((i / (count - 1)) * (probes - 1)); shown < wanted; shown++)
      await slider.press('ArrowRight');
    await page.waitForTimeout(60);
    yield i;
  }
}

/** @param {Page} page @returns {Promise<Uint8Array>} a GIF in which only what changes is stored again */
async function clip(page) {
  const gif = GIFEncoder();
  const delay = 1000 / CLIP.framesPerSecond;
  /** @type {Uint8Array | null} */
  let before = null;
  /** @type {number[][]} */
  let palette = [];
  for await (const i of moments(page, CLIP.seconds * CLIP.framesPerSecond)) {
    const { width, height, data, channels } = decode(await page.screenshot());
    const colours = new Uint8Array(width * height * 4).fill(255);
    for (let p = 0; p < width * height; p++)
      for (let c = 0; c < 3; c++) colours[4 * p + c] = data[channels * p + c] ?? 0;
    if (!i) palette = quantize(colours, CLIP.colours - 1);
    const indices = applyPalette(colours, palette);
    const unchanged = palette.length;
    const last = before;
    const shown = last && indices.map((index, p) => (index === last[p] ? unchanged : index));
    gif.writeFrame(shown ?? indices, width, height, {
      palette: [...palette, [0, 0, 0]],
      delay,
      transparent: shown !== null,
      transparentIndex: unchanged,
      dispose: 1,
    });
    before = indices;
  }
  gif.finish();
  return gif.bytes();
}

await withBrowser({ folder: join(root, 'dist') }, async (browser, url) => {
  const first = await openRecorded(browser, url, SCREEN, { colorScheme: 'light' });
  await first.screenshot({ path: inDocs('first-screen.png') });
  await first.close();
  const closer = await openRecorded(browser, url, TALL, { colorScheme: 'dark' });
  await closer.locator('.closer').scrollIntoViewIfNeeded();
  await closer.locator('[data-figure="layers"] svg').first().waitFor();
  await closer.locator('[data-figure="layers"]').evaluate(card => card.scrollIntoView({ block: 'end' }));
  await closer.waitForTimeout(500);
  await closer.screenshot({ path: inDocs('look-closer.png') });
  await closer.close();
  const moving = await openRecorded(
    browser,
    url,
    { width: CLIP.width, height: CLIP.height },
    { colorScheme: 'light', deviceScaleFactor: CLIP.scale },
  );
  writeFileSync(inDocs('clip.gif'), await clip(moving));
});
