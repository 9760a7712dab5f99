// @ts-check
import { chromium } from '@playwright/test';
import { ensureBrowser, launchOptions } from './browser.mjs';
import { serve } from './serve.mjs';

/**
 * Serves a folder and opens headless Chromium beside it; both are closed whatever happens.
 * @template Result
 * @param {import('./serve.mjs').ServeOptions} site
 * @param {(browser: import('@playwright/test').Browser, url: string) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function withBrowser(site, use) {
  const executablePath = ensureBrowser();
  const server = await serve(site);
  try {
    const browser = await chromium.launch({ ...launchOptions(), executablePath });
    try {
      return await use(browser, server.url);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
