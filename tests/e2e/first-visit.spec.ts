import type { Page } from '@playwright/test';
import { expect, test } from './server';

/** Has the workers of the page begin as if the browser lacked something. */
async function without(page: Page, code: string) {
  await page.route(/\/assets\/(training|metrics)\.worker-[^/]+\.js$/, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });
}

/** What the page says of where it runs, after it has trained a little. */
async function visit(page: Page, size: object = {}) {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  if (Object.keys(size).length) await page.evaluate(small => window.richscope.load(small), size);
  await page.evaluate(() => window.richscope.step(3));
  const arms = await page.evaluate(() => window.richscope.state().arms);
  for (const arm of arms) expect(arm).toMatchObject({ step: 3, dlr: { train: expect.any(Number) } });
  await page.locator('button[popovertarget="device"]').click();
  return page.locator('#device');
}

const TINY = {
  data: { train: 200, test: 60 },
  model: { width: 16 },
  training: { batchSize: 50 },
  probe: { samples: 60 },
  stop: { steps: 20 },
};

test.describe('a first visit', () => {
  test('without WebGPU: WebAssembly trains, and it is said that no GPU is used', async ({
    page,
    complaints,
  }) => {
    await without(page, 'Object.defineProperty(navigator, "gpu", { value: undefined });');
    const words = await visit(page);
    await expect(page.locator('button.device')).toHaveText(/WebAssembly · no GPU used/);
    await expect(words).toContainText(
      'This browser offers no GPU to web pages, so the processor does the work.',
    );
    expect(complaints).toEqual([]);
  });

  test('with WebGPU in software: WebAssembly is taken, and it is said why', async ({ page, complaints }) => {
    await without(
      page,
      `Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: async () => ({
         info: { vendor: 'google', architecture: 'swiftshader', device: '', description: '', isFallbackAdapter: true },
       }) } });`,
    );
    const words = await visit(page);
    await expect(page.locator('button.device')).toHaveText(/WebAssembly · no GPU used/);
    await expect(words).toContainText(
      'WebGPU is there, but only in software (google swiftshader): WebAssembly is faster.',
    );
    expect(complaints).toEqual([]);
  });

  test('without a GPU and without WebAssembly SIMD: plain JavaScript trains, and it is said that it is slow', async ({
    page,
    complaints,
  }) => {
    await without(
      page,
      'Object.defineProperty(navigator, "gpu", { value: undefined }); WebAssembly.validate = () => false;',
    );
    const words = await visit(page, TINY);
    await expect(page.locator('button.device')).toHaveText(/JavaScript · slow, no GPU used/);
    await expect(words).toContainText(
      'It has no WebAssembly SIMD either: training is slow, in plain JavaScript. Update the browser.',
    );
    expect(complaints).toEqual([]);
  });

  test('without IndexedDB: the run trains, and it is said that it is not kept', async ({
    page,
    complaints,
  }) => {
    const gone = 'Object.defineProperty(self, "indexedDB", { value: undefined });';
    await page.addInitScript(gone);
    await without(page, gone);
    await visit(page);
    await expect(page.locator('.notice[data-where="keep"]')).toContainText(
      'they last until the page is closed',
    );
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await expect(page.getByRole('dialog').locator('.fault')).toContainText('does not let the page keep runs');
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(complaints).toEqual([]);
  });
});
