// @ts-check
/** Holds the size budget: the script that the built page loads before it can be used. Workers load after. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { importsOf } from './module-imports.mjs';

/** @param {string} html @returns {string[]} Scripts and module preloads that the page names, in order. */
function scriptsOf(html) {
  const tags = html.match(/<(script|link)\b[^>]*>/gi) ?? [];
  return tags
    .filter(tag => /^<script/i.test(tag) || /rel="?modulepreload/i.test(tag))
    .map(tag => /\b(?:src|href)="([^"]+)"/i.exec(tag)?.[1])
    .filter(path => path !== undefined)
    .map(path => posix.normalize(path));
}

/**
 * The scripts that a built page loads before it can be used: what `index.html` names, and what those import
 * statically.
 * @param {string} folder The built page.
 * @returns {{ file: string, bytes: number }[]} Each with its size in bytes, compressed with gzip.
 */
export function loadedScripts(folder) {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) throw new Error(`There is no ${index}: build the page first (npm run build).`);
  const files = scriptsOf(readFileSync(index, 'utf8'));
  for (const file of files) {
    const imported = importsOf(file, readFileSync(join(folder, file), 'utf8'))
      .filter(edge => edge.kind === 'static')
      .map(edge => posix.join(dirname(file), edge.specifier));
    files.push(...imported.filter(path => !files.includes(path)));
  }
  return [...new Set(files)].map(file => ({
    file,
    bytes: gzipSync(readFileSync(join(folder, file))).length,
  }));
}

/** @param {number} bytes */
const kilobytes = bytes => `${(bytes / 1000).toFixed(1)} KB`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const budget = JSON.parse(readFileSync(join(root, 'size-budget.json'), 'utf8')).script;
  const scripts = loadedScripts(join(root, 'dist'));
  for (const { file, bytes } of scripts) console.log(`${kilobytes(bytes).padStart(10)}  ${file}`);
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  const fits = scripts.length > 0 && total <= budget.limitKB * 1000;
  console.log(`${kilobytes(total).padStart(10)}  ${budget.what}; at most ${budget.limitKB} KB`);
  if (!fits)
    console.error(scripts.length ? 'The script is over its budget.' : 'The page loads no script at all.');
  process.exitCode = fits ? 0 : 1;
}
