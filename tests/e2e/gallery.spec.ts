import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Outcome } from '../../src/app/outcomes';
import { PAPER } from '../../src/app/paper';
import { PRESETS } from '../../src/experiment/presets';
import { button, expect, test } from './server';

const state = (page: Page) => page.evaluate(() => window.richscope.state());
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Experiments' });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const opens = (page: Page, preset: string) => page.locator(`button[data-experiment="${preset}"]`);
const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const recordedIds = Object.keys(readJson('../../src/app/recorded.json'));
const outcomes: Partial<Record<string, Outcome>> = readJson('../../src/app/outcomes.json');
/** A preset with a recording that is not the one that the page opens with. */
const OTHER = recordedIds.find(id => id !== PRESETS[0]!.id)!;
const other = PRESETS.find(({ id }) => id === OTHER)!;
const EVERY_RECORDING = '**/recordings/*.json';

async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.html}`));
}

/** Goes to an entry of the open gallery by the arrow keys. */
async function arrowTo(page: Page, preset: string) {
  await expect(dialog(page).locator('.gallery-open:focus')).toHaveCount(1);
  await page.keyboard.press('Home');
  const place = PRESETS.findIndex(({ id }) => id === preset);
  for (let presses = 0; presses < place; presses++) await page.keyboard.press('ArrowRight');
  await expect(opens(page, preset)).toBeFocused();
}

const open = async (page: Page) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
};

test.describe('the gallery by keyboard alone', () => {
  test.beforeEach(async ({ page }) => open(page));

  test('lists every preset, and begins at the one that is shown', async ({ page }) => {
    await page.keyboard.press('e');
    await expect(dialog(page).locator('.gallery-open')).toHaveCount(PRESETS.length);
    await expect(opens(page, PRESETS[0]!.id)).toBeFocused();
    await expect(dialog(page).locator('[aria-current="true"]')).toHaveCount(1);
    for (const line of await dialog(page).locator('.gallery-line').allInnerTexts())
      expect(line.length).toBeGreaterThan(20);
  });

  test('arrows lead on, Enter opens, and nothing trains', async ({ page }) => {
    await page.keyboard.press('e');
    await arrowTo(page, OTHER);
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeHidden();
    await expect.poll(async () => (await state(page)).experiment.preset).toBe(OTHER);
    expect((await state(page)).step).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await state(page)).experiment.preset).toBe(PRESETS[0]!.id);
  });

  test('Tab goes to the figures and the recording of the entry and on out of the list', async ({ page }) => {
    await page.keyboard.press('e');
    await arrowTo(page, OTHER);
    await page.keyboard.press('Tab');
    await expect(page.locator(`[data-figures="${OTHER}"]`)).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.locator(`[data-recorded="${OTHER}"]`)).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(dialog(page).locator('.gallery-list button:focus')).toHaveCount(0);
  });

  test('Escape leaves everything as it was, and the focus comes back', async ({ page }) => {
    await page.evaluate(() => window.richscope.step(2));
    await button(page, 'gallery').focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(button(page, 'gallery')).toBeFocused();
    expect(await state(page)).toMatchObject({ step: 2, experiment: { preset: PRESETS[0]!.id } });
  });

  test('the figures of an entry are unfolded, and fold again', async ({ page }) => {
    await page.keyboard.press('e');
    await arrowTo(page, OTHER);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const figures = dialog(page).locator('.preset-figures');
    const fold = page.locator(`[data-figures="${OTHER}"]`);
    await expect(figures).toHaveCount(1);
    await expect(fold).toBeFocused();
    await expect(fold).toBeInViewport();
    await expect(fold).toHaveAttribute('aria-controls', (await figures.getAttribute('id'))!);
    await page.keyboard.press('Space');
    await expect(figures).toHaveCount(0);
    expect((await state(page)).experiment.preset).toBe(PRESETS[0]!.id);
  });

  test('every preset has its claim, what to look for, the paper’s word and ours', async ({ page }) => {
    await page.keyboard.press('e');
    for (const { id } of PRESETS) {
      await page.locator(`[data-figures="${id}"]`).click();
      const figures = dialog(page).locator('.preset-figures');
      await expect(figures.locator('dd')).toHaveCount(3);
      await expect(figures).toContainText(`Paper: ${PAPER[id]!.source.replace(/(D|S)_(LR|init)/g, '$1$2')}.`);
      const outcome = outcomes[id];
      if (!outcome) {
        await expect(figures).toContainText('Not run over several seeds yet');
        continue;
      }
      await expect(figures).toContainText(`It held with ${outcome.agrees} of ${outcome.seeds} seed`);
      for (const { seed, found } of outcome.missed)
        await expect(figures).toContainText(`Not with seed ${seed}: ${found.replaceAll('D_LR', 'DLR')}.`);
      for (const arm of outcome.arms)
        await expect(figures.locator('tr', { hasText: arm.end.dlr!.mean.toFixed(3) })).not.toHaveCount(0);
      const verdict = dialog(page).locator('.gallery-entry[data-unfolded] .gallery-verdict');
      await expect(verdict).toContainText(outcome.agrees ? /^Agrees with/ : /^Does not agree/);
    }
  });

  test('the one that is shown is left alone', async ({ page }) => {
    await page.evaluate(() => window.richscope.step(2));
    await page.keyboard.press('e');
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeHidden();
    expect((await state(page)).step).toBe(2);
  });

  test('a recorded run is opened, Play makes a run of one’s own, and undo brings the recording back', async ({
    page,
    complaints,
  }) => {
    await page.keyboard.press('e');
    await arrowTo(page, OTHER);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const last = other.experiment.stop.steps;
    await expect.poll(async () => (await state(page)).step).toBe(last);
    const reading = page.locator('.reading-end');
    await expect(reading).toHaveText(
      /^A recording, not your run: [\d,]+ steps on \w+, seed \d+\. Play starts your own\.$/,
    );
    await expect(button(page, 'recorded')).toHaveAttribute('aria-disabled', 'true');
    await expect(button(page, 'play')).toHaveAttribute('aria-label', 'Play your own run');
    const outcome = (await state(page)).arms.map(({ dlr }) => dlr);
    await page.keyboard.press('Space');
    await expect.poll(async () => (await state(page)).step, { timeout: 60_000 }).toBeGreaterThan(2);
    expect((await state(page)).step).toBeLessThan(last);
    await expect(reading).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await state(page)).step).toBe(last);
    expect((await state(page)).arms.map(({ dlr }) => dlr)).toEqual(outcome);
    await expect(reading).toContainText('A recording, not your run');
    expect(complaints).toEqual([]);
  });
});

test('the key of the recorded run, and its button beside Play', async ({ page }) => {
  await open(page);
  const last = PRESETS[0]!.experiment.stop.steps;
  await page.keyboard.press('v');
  await expect.poll(async () => (await state(page)).step).toBe(last);
  await page.evaluate(id => window.richscope.load(id), OTHER);
  await button(page, 'recorded').click();
  await expect.poll(async () => (await state(page)).step).toBe(other.experiment.stop.steps);
});

test('by script, where a preset that does not exist is refused', async ({ page }) => {
  await open(page);
  await page.evaluate(id => window.richscope.showRecorded(id), OTHER);
  expect(await state(page)).toMatchObject({ status: 'finished', step: other.experiment.stop.steps });
  await expect(page.evaluate(() => window.richscope.showRecorded('the-wheel'))).rejects.toThrow(
    'There is no preset "the-wheel"',
  );
});

test('a recording shows where no worker and no WebAssembly can start', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'WebAssembly', { value: undefined });
    Object.defineProperty(globalThis, 'Worker', {
      value: class {
        constructor() {
          throw new Error('no workers here');
        }
      },
    });
  });
  await open(page);
  await expect(page.locator('.notice[data-where="device"]')).toContainText('Training cannot start');
  await button(page, 'recorded').click();
  await expect.poll(async () => (await state(page)).step).toBe(PRESETS[0]!.experiment.stop.steps);
  await expect(page.locator('.notice')).toHaveCount(0);
  await expect(page.locator('.reading-end')).toContainText('A recording, not your run');
});

for (const [what, answer, words] of [
  [
    'missing',
    { status: 404, body: 'no' },
    /^The file\. The recorded run of “.+” is not on this server: .+\.$/,
  ],
  ['damaged', { status: 200, body: '{"format":' }, /^The file\. The recorded run of “.+” is damaged: .+\.$/],
] as const)
  test(`a recording that is ${what} gives one sentence, and the page trains`, async ({ page, context }) => {
    await context.route(EVERY_RECORDING, route => route.fulfill(answer));
    await open(page);
    await button(page, 'recorded').click();
    await expect(page.locator('.notice-text')).toHaveText(words);
    await button(page, 'play').click();
    await expect.poll(async () => (await state(page)).step, { timeout: 60_000 }).toBeGreaterThan(0);
  });

test('nothing is fetched of the recordings before one is asked for, nor of the gallery', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  await open(page);
  expect(asked.filter(url => url.includes('Gallery'))).toEqual([]);
  await page.keyboard.press('e');
  await expect(dialog(page)).toBeVisible();
  expect(asked.filter(url => url.includes('/recordings/'))).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing, ${colorScheme}, in the gallery and on a recorded run`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    await page.keyboard.press('e');
    await expect(dialog(page)).toBeVisible();
    await page.locator(`[data-figures="${OTHER}"]`).click();
    await expect(dialog(page).locator('.preset-figures')).toBeVisible();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator(`[data-recorded="${OTHER}"]`).click();
    await expect(page.locator('.reading-end')).toContainText('A recording, not your run');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

test('the first screen of a laptop holds claim, controls and pictures, with a recording too', async ({
  page,
}) => {
  await open(page);
  const parts = ['h1', '.controls', '.figure-richness', '.figure-accuracy', '.figure-spectrum'];
  for (const recorded of [false, true]) {
    if (recorded) await page.evaluate(id => window.richscope.showRecorded(id), OTHER);
    await expect(heading(page)).toBeVisible();
    for (const part of parts) {
      const box = (await page.locator(part).first().boundingBox())!;
      expect(box.y + box.height, part).toBeLessThanOrEqual(768);
    }
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the gallery is as wide as the screen, and its buttons are as large as a finger', async ({ page }) => {
    await open(page);
    await button(page, 'gallery').tap();
    const box = (await dialog(page).boundingBox())!;
    expect([box.x, box.width, box.height]).toEqual([0, 390, 844]);
    await page.locator(`[data-figures="${OTHER}"]`).tap();
    await expect(dialog(page).locator('.preset-figures')).toBeVisible();
    expect(await dialog(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    for (const target of await dialog(page).locator('button').all())
      expect((await target.boundingBox())!.height).toBeGreaterThanOrEqual(40);
    await opens(page, OTHER).tap();
    await expect(dialog(page)).toBeHidden();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
