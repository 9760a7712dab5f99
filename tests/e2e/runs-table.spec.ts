import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { button, expect, test } from './server';

const SMALL = {
  data: { train: 200, test: 50 },
  model: { width: 16, depth: 1 },
  training: { batchSize: 20 },
  stop: { steps: 60 },
  probe: { samples: 50 },
};

const state = (page: Page) => page.evaluate(() => window.richscope.state());
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Runs' });
const rows = (page: Page) => dialog(page).locator('[data-kept]');
const column = (page: Page, name: string) => rows(page).locator(`[data-column="${name}"] .run-line`);

async function open(page: Page) {
  await page.goto('./?device=wasm');
  await page.evaluate(() => window.richscope.ready);
}

/** Trains some steps of a small run, and waits until it is kept. */
async function train(page: Page, changes: object, steps = 60) {
  await page.evaluate(
    async ([experiment, count]) => {
      window.richscope.load(experiment as object);
      await window.richscope.step(count as number);
    },
    [{ ...SMALL, ...changes }, steps] as const,
  );
  await page.waitForTimeout(1_000);
}

async function openTable(page: Page, count: number) {
  await page.keyboard.press('h');
  await expect(rows(page)).toHaveCount(count);
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.html}`));
}

/** Makes copies of the only run that is kept, each with a seed and a learning rate of its own. */
const copyRun = (page: Page, copies: number) =>
  page.evaluate(async count => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('richscope-runs'));
    const stores = ['heads', 'pieces', 'curves'];
    const transaction = database.transaction(stores, 'readwrite');
    const [head, piece, curve] = await Promise.all(
      stores.map(async name => (await done(transaction.objectStore(name).getAll()))[0]),
    );
    for (let i = 0; i < count; i++) {
      const id = `copy-${i}`;
      const training = { ...head.experiment.training, learningRate: 0.001 * (1 + (i % 4)) };
      const experiment = { ...head.experiment, seed: i, training };
      transaction.objectStore('heads').put({ ...head, id, experiment, changed: head.changed - 1_000 * i });
      transaction.objectStore('pieces').put({ ...piece, experiment }, [id, 0]);
      transaction.objectStore('curves').put({ ...curve, id });
    }
    await new Promise(resolve => {
      transaction.oncomplete = resolve;
    });
    database.close();
  }, copies);

test('without a run there is a sentence, and the key opens and closes', async ({ page }) => {
  await open(page);
  await page.keyboard.press('h');
  await expect(dialog(page).getByText('No run is kept yet. Press Play')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
});

test.describe('with three runs', () => {
  test.beforeEach(async ({ page }) => {
    await open(page);
    for (const [seed, learningRate] of [
      [1, 0.001],
      [2, 0.001],
      [3, 0.02],
    ] as const)
      await train(page, { seed, training: { batchSize: 20, learningRate } }, 20 * seed);
    await openTable(page, 3);
  });

  test('the settings that differ are columns, and every column sorts', async ({ page }) => {
    const heads = dialog(page).locator('thead .run-sort');
    await expect(heads).toHaveText([
      'Run',
      /^D/,
      'Test accuracy',
      'Train accuracy',
      'Learning rate',
      'Seed',
      'Steps',
      'When↓',
      'Trained for',
      'Storage',
    ]);
    await expect(column(page, 'seed')).toHaveText(['3', '2', '1']);
    for (const head of await heads.all()) {
      await head.click();
      const cell = head.locator('xpath=ancestor::th');
      const first = await cell.getAttribute('aria-sort');
      await head.click();
      expect([first, await cell.getAttribute('aria-sort')].sort()).toEqual(['ascending', 'descending']);
    }
    await heads.nth(5).click();
    await expect(column(page, 'seed')).toHaveText(['1', '2', '3']);
    await expect(column(page, 'step')).toHaveText(['20', '40', '60']);
  });

  test('a filter leaves what it finds, and its columns', async ({ page }) => {
    await dialog(page).getByLabel('Filter runs').fill('rate 0.001');
    await expect(rows(page)).toHaveCount(2);
    await expect(dialog(page).getByText('2 of 3 runs.')).toBeVisible();
    await expect(column(page, 'training.learningRate')).toHaveCount(0);
    await dialog(page).getByLabel('Filter runs').fill('nothing like this');
    await expect(rows(page)).toHaveCount(0);
  });

  test('by keyboard: renamed, pinned, deleted, brought back', async ({ page }) => {
    const oldest = rows(page).last();
    await oldest.getByRole('button', { name: /^Rename/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('The slow one');
    await page.keyboard.press('Enter');
    await expect(oldest.locator('.run-open')).toHaveText('The slow one');
    await expect(oldest.getByRole('button', { name: /^Rename/ })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Never mind');
    await page.keyboard.press('Escape');
    await expect(oldest.locator('.run-open')).toHaveText('The slow one');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(rows(page).first().locator('.run-open')).toHaveText('The slow one');
    await rows(page)
      .first()
      .getByRole('button', { name: /^Delete/ })
      .focus();
    await page.keyboard.press('Enter');
    await expect(rows(page)).toHaveCount(2);
    await expect(
      dialog(page).getByText(/^1 run deleted: about .* are free once you close this\.$/),
    ).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Undo' }).click();
    await expect(rows(page)).toHaveCount(3);
    await expect(rows(page).first().locator('.run-open')).toHaveText('The slow one');
    expect(await faults(page)).toEqual([]);
  });

  test('deleted ones are gone once the table is closed; the one on the page cannot be deleted', async ({
    page,
  }) => {
    await dialog(page).getByLabel('Select all that are listed').check();
    await dialog(page).getByRole('button', { name: 'Delete selected' }).click();
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page).getByText('On this page')).toBeVisible();
    await expect(rows(page).getByRole('button', { name: /^Delete/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await page.keyboard.press('Escape');
    await page.reload();
    await page.evaluate(() => window.richscope.ready);
    await openTable(page, 1);
  });

  test('one is opened, goes on where it was, and undo brings back the other', async ({ page }) => {
    await rows(page).last().locator('.run-open').click();
    await expect(dialog(page)).toBeHidden();
    expect(await state(page)).toMatchObject({ step: 20, seed: 1 });
    await page.evaluate(() => window.richscope.step(5));
    expect(await state(page)).toMatchObject({ step: 25, seed: 1, status: 'paused' });
    await page.waitForTimeout(1_000);
    await page.keyboard.press('Control+z');
    expect(await state(page)).toMatchObject({ step: 60, seed: 3 });
    await openTable(page, 3);
    await expect(column(page, 'step').filter({ hasText: /^25$/ })).toHaveCount(1);
  });

  test('some are laid behind the live one, with names, and taken away', async ({ page, complaints }) => {
    const lines = page.locator('.figure-richness [data-overlay] path[stroke]');
    for (const place of [1, 2]) await rows(page).nth(place).getByRole('checkbox').check();
    await dialog(page).getByRole('button', { name: 'Overlay 2' }).click();
    await expect(dialog(page)).toBeHidden();
    await expect(lines).toHaveCount(2);
    await expect(page.locator('.figure-loss [data-overlay] path[stroke]')).toHaveCount(2);
    await expect(page.locator('.overlay-bar')).toContainText('Thin lines: 2 kept runs, named by seed.');
    await expect(page.locator('.figure-richness [data-overlay] text')).toHaveText(['2', '1']);
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take away' }).click();
    await expect(lines).toHaveCount(0);
    expect(complaints).toEqual([]);
  });

  test('means over seeds have a band, one for each value of a setting', async ({ page }) => {
    await dialog(page).getByLabel('Select all that are listed').check();
    await dialog(page).getByLabel('Draw').selectOption('mean by learning rate');
    await dialog(page).getByRole('button', { name: 'Overlay 3' }).click();
    const drawn = page.locator('.figure-accuracy [data-overlay]');
    await expect(drawn.locator('path[stroke]')).toHaveCount(2);
    await expect(drawn.locator('path[fill-opacity]')).toHaveCount(1);
    await expect(page.locator('.overlay-bar')).toContainText(
      'mean and one standard deviation of 3 kept runs',
    );
    await expect(drawn.locator('text').filter({ hasText: '0.001 (2)' })).toHaveCount(1);
  });
});

test('two pages keep their own runs, and each sees the other’s', async ({ page, context }) => {
  await open(page);
  await train(page, { seed: 1 }, 20);
  const second = await context.newPage();
  await open(second);
  expect((await state(second)).step).toBe(0);
  await train(second, { seed: 2 }, 30);
  await openTable(page, 2);
  const other = rows(page).filter({ hasText: 'In another tab' });
  await expect(other).toHaveCount(1);
  await expect(other.getByRole('button', { name: /^Delete/ })).toHaveAttribute('aria-disabled', 'true');
  // Read anew by itself when the other page goes on.
  await second.evaluate(() => window.richscope.step(10));
  await expect(column(page, 'step')).toHaveText(['40', '20'], { timeout: 15_000 });
  await other.locator('.run-open').click();
  await expect.poll(async () => (await state(page)).status).toBe('finished');
  await expect(page.locator('.readout')).toContainText('kept recording');
  await second.evaluate(() => window.richscope.step(10));
  expect((await state(second)).step).toBe(50);
});

test('where no database is allowed, one sentence says so, and the run goes on', async ({ page }) => {
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('not here', 'SecurityError');
    };
  });
  await open(page);
  await train(page, {}, 20);
  await expect(page.locator('.notice[data-where="keep"]')).toHaveText(
    /This browser does not let the page keep runs \(a private window, perhaps\): they last until the page is closed\./,
  );
  await page.evaluate(() => window.richscope.step(5));
  expect((await state(page)).step).toBe(25);
  await page.keyboard.press('h');
  await expect(dialog(page).locator('.fault')).toContainText('does not let the page keep runs');
});

async function limitStorage(context: BrowserContext, page: Page, quotaSize: number | undefined) {
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize && { quotaSize }) });
}

test('full storage gives one sentence, and what was recorded meanwhile is kept once there is room', async ({
  page,
  context,
}) => {
  await open(page);
  // Browsers remember for a while how much room there was, so it is taken away before anything is written.
  await limitStorage(context, page, 1);
  await train(page, {}, 10);
  const notice = page.locator('.notice[data-where="keep"]');
  await expect(notice).toContainText('The storage of this browser is full');
  await page.evaluate(() => window.richscope.step(10));
  await limitStorage(context, page, undefined);
  await expect(notice).toHaveCount(0, { timeout: 30_000 });
  const before = await page.evaluate(() => window.richscope.recording());
  await page.reload();
  await page.evaluate(() => window.richscope.ready);
  expect(await page.evaluate(() => window.richscope.recording())).toEqual(before);
});

test('a damaged record is told in one sentence, and all else is there', async ({ page }) => {
  await open(page);
  await train(page, {}, 10);
  await copyRun(page, 2);
  await page.evaluate(async () => {
    const request = indexedDB.open('richscope-runs');
    await new Promise(resolve => {
      request.onsuccess = resolve;
    });
    const store = request.result.transaction('heads', 'readwrite').objectStore('heads');
    const put = store.put({ id: 'copy-0', experiment: 'none' });
    await new Promise(resolve => {
      put.onsuccess = resolve;
    });
    request.result.close();
  });
  await openTable(page, 2);
  await expect(dialog(page).getByText('1 run cannot be read, since what was kept is damaged')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Delete what is damaged' }).click();
  await expect(dialog(page).getByText('cannot be read')).toHaveCount(0);
  await expect(rows(page)).toHaveCount(2);
});

test('a hundred runs: the table, and all of them behind the live one, within 500 ms each', async ({
  page,
}) => {
  await open(page);
  await train(page, { arms: [{ label: 'All' }, { label: 'Last', set: { 'training.layers': 'last' } }] });
  await copyRun(page, 99);
  /** From an act to the frame in which something is there. */
  const milliseconds = (act: string, selector: string, count: number) =>
    page.evaluate(
      async ([what, wanted, many]) => {
        const start = performance.now();
        if (what === 'key')
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'h', bubbles: true }));
        else document.querySelector<HTMLElement>(what as string)!.click();
        while (document.querySelectorAll(wanted as string).length < (many as number))
          await new Promise(requestAnimationFrame);
        return performance.now() - start;
      },
      [act, selector, count] as const,
    );
  const times = { table: [] as number[], overlay: [] as number[] };
  for (let attempt = 0; attempt < 3; attempt++) {
    times.table.push(await milliseconds('key', '[data-kept]', 100));
    await dialog(page).getByLabel('Select all that are listed').check();
    await page
      .locator('.runs-bar .pill')
      .first()
      .evaluate(element => element.setAttribute('data-test', 'overlay'));
    times.overlay.push(await milliseconds('[data-test="overlay"]', '[data-overlay] path[stroke]', 600));
    await page.getByRole('button', { name: 'Take away' }).click();
  }
  for (const [what, all] of Object.entries(times)) {
    console.log(`${what} of 100 runs: ${all.map(time => time.toFixed(0)).join(', ')} ms`);
    expect(all.sort((a, b) => a - b)[1], what).toBeLessThanOrEqual(500);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  for (const colorScheme of ['light', 'dark'] as const)
    test(`each run is a card, with buttons as large as a finger, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await open(page);
      await train(page, {}, 10);
      await page.locator('button[popovertarget="menu"]').tap();
      await button(page, 'runs').tap();
      await expect(rows(page)).toHaveCount(1);
      for (const target of await dialog(page).locator('tbody button').all())
        expect((await target.boundingBox())!.height).toBeGreaterThanOrEqual(40);
      const overflow = await dialog(page).evaluate(element => element.scrollWidth - element.clientWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(await faults(page)).toEqual([]);
    });
});
