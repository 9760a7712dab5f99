import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';

/**
 * The built page is served as a strict host would: under a path of its own, and with the content security policy that
 * the README states, which lets in nothing from elsewhere.
 */
const BASE = '/some/path/';

/** The policy as the README states it. */
function statedPolicy(): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const stated = /^Content-Security-Policy: ([^`]+)^```$/m.exec(readme)?.[1];
  if (!stated) throw new Error('The README states no content security policy.');
  return stated.replace(/\s+/g, ' ').trim();
}

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
        headers: { 'Content-Security-Policy': statedPolicy() },
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
