import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { POLICY } from '../../scripts/policy.mjs';
import { serve } from '../../scripts/serve.mjs';

/** The built page is served as a strict host would: under a path of its own, and with its content security policy. */
const BASE = '/some/path/';

interface WorkerFixtures {
  /** Address of the built page; ends with `/`. */
  address: string;
}

interface TestFixtures {
  /** What the page wrote to its console as an error, and what it threw. */
  complaints: string[];
}

/** Playwright's `test` with the built page at `./`. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  address: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const folder = fileURLToPath(new URL('../../dist', import.meta.url));
      if (!existsSync(folder)) throw new Error('There is no built page: run "npm run build" first.');
      const server = await serve({
        folder,
        base: BASE,
        headers: { 'Content-Security-Policy': POLICY },
      });
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ address }, use) => use(address),
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(String(error)));
    await use(complaints);
  },
});

/** The button of a command, by the name that the page gives it for tests and embedding. */
export const button = (page: Page, command: string) => page.locator(`button[data-command="${command}"]`);

export { expect };
