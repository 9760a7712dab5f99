import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/browser.mjs';

/** End-to-end tests on the built page. `tests/e2e/server.ts` serves `dist/` on a free port. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: launchOptions(),
    trace: 'off',
    screenshot: 'only-on-failure',
    viewport: { width: 1366, height: 768 },
    // What answers from a cache is not seen by tests that stand in for a host; offline.spec.ts lets it in.
    serviceWorkers: 'block',
  },
});
