import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from './server';

/** The dialog over a page that has trained. */
async function openSave(page: Page, steps = 20) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(n => window.richscope.step(n), steps);
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Save' });
  await expect(dialog.getByRole('button', { name: 'Make the video' })).toBeVisible();
  return dialog;
}

/** What a browser plays of a video: how long it is, and of three of its frames how many colours they have, and a fingerprint. */
async function played(browser: Browser, content: Buffer, type: string) {
  // A page of its own: the app's policy lets no video in.
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async ([base64, mime]) => {
        const video = document.createElement('video');
        const event = (name: string) =>
          new Promise((resolve, reject) => {
            video.addEventListener(name, resolve, { once: true });
            video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
          });
        const loaded = event('loadeddata');
        video.src = `data:${mime};base64,${base64}`;
        await loaded;
        const seek = async (to: number) => {
          const sought = event('seeked');
          video.currentTime = to;
          await sought;
        };
        // A recorder writes no duration: seeking far beyond the end finds it.
        if (!Number.isFinite(video.duration)) await seek(1e7);
        const { duration, videoWidth: width, videoHeight: height } = video;
        const canvas = Object.assign(document.createElement('canvas'), { width, height });
        const context = canvas.getContext('2d', { willReadFrequently: true })!;
        const frames = [];
        for (const share of [0, 0.5, 0.98]) {
          await seek(share * duration);
          context.drawImage(video, 0, 0);
          const dots = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
          frames.push({
            colours: new Set(dots).size,
            sum: dots.reduce((sum, dot) => (31 * sum + dot) >>> 0, 7),
          });
        }
        return { duration, width, height, frames };
      },
      [content.toString('base64'), type] as const,
    );
  } finally {
    await page.close();
  }
}

/** How long the video of the run on the page has to be, in seconds. */
const wantedLength = (page: Page) =>
  page.evaluate(() => {
    const probes = Math.max(...window.richscope.recording().arms.map(arm => arm.frames.steps.length));
    return (probes - 1) * Math.min(0.5, 12 / probes) + 1.5;
  });

for (const way of ['WebCodecs', 'a recorder'] as const)
  test(`the run is saved as a video, by ${way}, and a browser plays it`, async ({
    page,
    browser,
    complaints,
  }) => {
    if (way === 'a recorder') await page.addInitScript(() => Reflect.deleteProperty(window, 'VideoEncoder'));
    // A recorder takes as long as the video lasts.
    const dialog = await openSave(page, way === 'WebCodecs' ? 20 : 3);
    const button = dialog.getByRole('button', { name: /the video/ });
    await button.focus();
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(file.suggestedFilename()).toMatch(/^richscope-rich-is-not-better-seed-1\.(mp4|webm)$/);
    await expect(button).toHaveText('Make the video');
    await expect(button).toBeFocused();
    await expect(dialog.getByRole('status')).toHaveText(`Saved ${file.suggestedFilename()}`);
    const type = `video/${file.suggestedFilename().split('.').at(-1)}`;
    const video = await played(browser, await readFile(await file.path()), type);
    const wanted = await wantedLength(page);
    // A recorder keeps the time of the clock, and of a busy machine.
    expect(Math.abs(video.duration - wanted)).toBeLessThan(way === 'WebCodecs' ? 0.05 : 0.3 * wanted);
    expect([video.width % 2, video.height % 2]).toEqual([0, 0]);
    expect(video.width).toBeGreaterThan(900);
    for (const frame of video.frames) expect(frame.colours).toBeGreaterThan(50);
    expect(new Set(video.frames.map(({ sum }) => sum)).size).toBe(3);
    expect(complaints).toEqual([]);
  });

test('a video is cancelled, and cannot be made where the browser has nothing for it; both are said', async ({
  page,
}) => {
  const dialog = await openSave(page);
  const button = dialog.getByRole('button', { name: /the video/ });
  await button.click();
  await expect(dialog.getByRole('progressbar', { name: 'Frames of the video' })).toBeVisible();
  await expect(button).toHaveText('Cancel the video');
  await button.click();
  await expect(dialog.getByRole('status')).toHaveText('Cancelled: no file was made.');
  await expect(button).toHaveText('Make the video');
  await page.evaluate(() => {
    Reflect.deleteProperty(window, 'VideoEncoder');
    Reflect.deleteProperty(window, 'MediaRecorder');
  });
  await button.click();
  await expect(dialog.getByRole('alert')).toContainText('This browser cannot make videos');
});
