import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './server';

const RICHSCOPE = fileURLToPath(new URL('../../scripts/richscope.mjs', import.meta.url));

/** The dialog, over a page that has trained and drawn what lies further down as well. */
async function openSave(page: Page) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(40));
  await page.getByRole('heading', { name: 'Look closer' }).scrollIntoViewIfNeeded();
  await expect(page.locator('[data-figure="rivals"] svg').first()).toBeVisible();
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Save' });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function saved(page: Page, button: Locator): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** What a picture looks like once it is drawn: its size, and how many colours it has. */
const seen = (page: Page, content: Buffer, type: string) =>
  page.evaluate(
    async ([base64, mime]) => {
      const image = new Image();
      image.src = `data:${mime};base64,${base64}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set(new Uint32Array(data.buffer));
      return { width: canvas.width, height: canvas.height, colours: colours.size };
    },
    [content.toString('base64'), type] as const,
  );

test('every panel is saved as SVG, with title, axes and caption, and as PNG', async ({ page }) => {
  test.slow();
  const dialog = await openSave(page);
  const found = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(found.violations).toEqual([]);
  const panels = await dialog.locator('[data-save]').evaluateAll(all => all.map(one => one.dataset.save!));
  expect(panels).toEqual(
    expect.arrayContaining(['richness', 'accuracy', 'loss', 'spectrum', 'why', 'rivals']),
  );
  for (const panel of panels) {
    const [svg, png] = [0, 1].map(i => dialog.locator(`[data-save="${panel}"] button`).nth(i)) as [
      Locator,
      Locator,
    ];
    const drawing = await saved(page, svg);
    expect(drawing.name).toBe(`richscope-rich-is-not-better-seed-1-${panel}.svg`);
    const text = drawing.content.toString();
    const parsed = await page.evaluate(source => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      return {
        fault: parsed.querySelector('parsererror')?.textContent ?? null,
        words: parsed.documentElement.textContent ?? '',
        controls: parsed.querySelectorAll('button, [tabindex]').length,
        outside: [...parsed.querySelectorAll('image')].filter(
          image => !image.getAttribute('href')?.startsWith('data:'),
        ).length,
      };
    }, text);
    expect(parsed.fault, panel).toBeNull();
    expect(parsed.words, panel).toContain('Seed 1, step 40');
    expect(parsed.words, panel).toContain('A trains all layers');
    expect([parsed.controls, parsed.outside], panel).toEqual([0, 0]);
    const look = await seen(page, drawing.content, 'image/svg+xml');
    expect(look.colours, panel).toBeGreaterThan(20);

    const dots = await saved(page, png);
    const shown = await seen(page, dots.content, 'image/png');
    expect(shown.width, panel).toBeGreaterThan(1.9 * look.width);
    expect(shown.colours, panel).toBeGreaterThan(20);
  }
});

test('the report opens without a network, with pictures and figures', async ({ page, context, browser }) => {
  const dialog = await openSave(page);
  const report = await saved(page, dialog.getByRole('button', { name: 'Report (one HTML file)' }));
  expect(report.name).toBe('richscope-rich-is-not-better-seed-1.html');
  const alone = await browser.newContext({ offline: true });
  try {
    const reader = await alone.newPage();
    const asked: string[] = [];
    reader.on('request', request => asked.push(request.url()));
    await reader.setContent(report.content.toString());
    await expect(reader.getByRole('heading', { name: 'Rich is not better', level: 1 })).toBeVisible();
    await expect(reader.locator('figure > svg')).not.toHaveCount(0);
    await expect(reader.getByRole('row')).not.toHaveCount(0);
    await expect(reader.getByRole('cell', { name: 'A All layers' }).first()).toBeVisible();
    expect(asked.filter(url => !url.startsWith('data:'))).toEqual([]);
    const link = await reader.getByRole('link', { name: /Open this experiment/ }).getAttribute('href');
    const again = await context.newPage();
    await again.goto(link!);
    await again.evaluate(() => window.richscope.ready);
    expect(await again.evaluate(() => window.richscope.state().experiment.preset)).toBe('rich-is-not-better');
  } finally {
    await alone.close();
  }
});

test('activations of the newest probe are measured by the command line as the page did', async ({ page }) => {
  const dialog = await openSave(page);
  await dialog.getByRole('combobox', { name: 'Network' }).selectOption('1');
  await dialog.getByRole('combobox', { name: 'Measured on' }).selectOption('test');
  const file = await saved(page, dialog.getByRole('button', { name: 'Newest probe (NumPy, npz)' }));
  expect(file.name).toBe('richscope-rich-is-not-better-seed-1-B-test-step-40-activations.npz');
  const path = test.info().outputPath(file.name);
  await writeFile(path, file.content);
  const { stdout } = await promisify(execFile)(process.execPath, [RICHSCOPE, 'measure', path, '--json']);
  const measured = JSON.parse(stdout);
  const newest = await page.evaluate(() => window.richscope.recording().arms[1]!.latest!);
  expect(newest.step).toBe(40);
  expect(Math.abs(measured.dlr - newest.test.measures.dlr!)).toBeLessThan(1e-6);
  expect(measured).toMatchObject({ samples: 1024, outputs: 10 });

  await page.keyboard.press('Escape');
  await page.evaluate(() => window.richscope.showRecorded('rich-is-not-better'));
  await page.keyboard.press('x');
  await dialog.getByRole('button', { name: 'Newest probe (NumPy, npz)' }).click();
  await expect(dialog.getByRole('alert')).toContainText('only while a run is under way');
});

test('series and citations are saved; before anything is measured, the dialog says what to do', async ({
  page,
}) => {
  const dialog = await openSave(page);
  const series = await saved(page, dialog.getByRole('button', { name: 'All series (NumPy, npz)' }));
  expect(series.name).toBe('richscope-rich-is-not-better-seed-1.npz');
  expect(series.content.subarray(0, 4)).toEqual(Buffer.from([0x50, 0x4b, 3, 4]));
  const cite = await saved(page, dialog.getByRole('button', { name: 'How to cite (BibTeX)' }));
  expect(cite.content.toString()).toContain('2410.04264');
  await expect(dialog.getByRole('status')).toHaveText('Saved richscope.bib');
});
