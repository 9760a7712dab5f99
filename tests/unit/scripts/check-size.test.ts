import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadedScripts, shippedRecordings } from '../../../scripts/check-size.mjs';

let folder: string;
const ENTRY = `import { a } from './shared.js';\nimport './page.css.js';\nconst later = () => import('./later.js');\nconst w = () => new Worker(new URL('./worker.js', import.meta.url));\nlater(w, a);`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'richscope-size-'));
  mkdirSync(join(folder, 'assets'));
  const files: Record<string, string> = {
    'index.html':
      '<link rel="modulepreload" crossorigin href="./assets/shared.js"><link rel="stylesheet" href="./assets/page.css"><script type="module" crossorigin src="./assets/index.js"></script>',
    'assets/index.js': ENTRY,
    'assets/shared.js': `export * from './deep.js';`,
    'assets/deep.js': 'export const a = 1;',
    'assets/page.css.js': '',
    'assets/page.css': 'body{}',
    'assets/later.js': 'export const big = 1;',
    'assets/worker.js': 'postMessage(1);',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true }));

it('counts what the page names and what that imports statically, each once', () => {
  const scripts = loadedScripts(folder);
  expect(scripts.map(({ file }) => file).sort()).toEqual([
    'assets/deep.js',
    'assets/index.js',
    'assets/page.css.js',
    'assets/shared.js',
  ]);
});

it('gives compressed sizes', () => {
  const entry = loadedScripts(folder).find(({ file }) => file === 'assets/index.js');
  expect(entry?.bytes).toBe(gzipSync(ENTRY).length);
});

it('counts recorded runs as they are on the disk, and none where there are none', () => {
  expect(shippedRecordings(folder)).toEqual([]);
  mkdirSync(join(folder, 'recordings'));
  writeFileSync(join(folder, 'recordings/the-dial.json'), '{"a":1}');
  expect(shippedRecordings(folder)).toEqual([{ file: 'recordings/the-dial.json', bytes: 7 }]);
});

it('says that the page must be built first', () => {
  expect(() => loadedScripts(join(folder, 'nowhere'))).toThrow('build the page first');
});
