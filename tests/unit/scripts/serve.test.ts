import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serve } from '../../../scripts/serve.mjs';

let parent: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'richscope-serve-'));
  const folder = join(parent, 'dist');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(parent, 'dist-private'));
  writeFileSync(join(folder, 'index.html'), '<p>page</p>');
  writeFileSync(join(folder, 'assets/index-AbCd1234.js'), 'export {};');
  writeFileSync(join(folder, 'assets/kernel.wasm'), '\0asm');
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(parent, 'dist-private/secret.txt'), 'secret');
  server = await serve({ folder, base: '/some/path/', headers: { 'X-Test': 'yes' } });
});

afterAll(async () => {
  await server.close();
  rmSync(parent, { recursive: true });
});

/** Status and body of a path sent as it stands; `fetch` would tidy it first. */
function raw(path: string, method = 'GET'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(server.url);
    const message = request({ hostname, port, path, method }, response => {
      let body = '';
      response.on('data', chunk => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    message.on('error', reject);
    message.end();
  });
}

it('serves the page under its base path, and leads there from the root', async () => {
  const response = await fetch(new URL('/', server.url));
  expect(response.url).toBe(server.url);
  expect(await response.text()).toBe('<p>page</p>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('x-test')).toBe('yes');
});

it.each([
  ['assets/kernel.wasm', 'application/wasm', 'no-cache'],
  ['assets/index-AbCd1234.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
])('serves %s as %s', async (path, type, cache) => {
  const response = await fetch(new URL(path, server.url));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('cache-control')).toBe(cache);
});

it.each([
  '/some/path/../../secret.txt',
  '/some/path/%2e%2e/secret.txt',
  '/some/path/..%2fsecret.txt',
  '/some/path/..%5csecret.txt',
  '/some/path/../dist-private/secret.txt',
  '/some/path/..%2fdist-private/secret.txt',
  '/secret.txt',
  '/some/path/index.html%00.txt',
  '/some/path/%',
  '/some/path/assets/',
  '/some/path/nothing.js',
])('finds nothing at %s', async path => {
  const { status, body } = await raw(path);
  expect(status).toBe(404);
  expect(body).not.toContain('secret');
});

it('refuses to be written to', async () => {
  expect((await raw('/some/path/', 'POST')).status).toBe(405);
});

it('rejects a port that is taken', async () => {
  const port = Number(new URL(server.url).port);
  await expect(serve({ folder: parent, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
