// @ts-check
/**
 * Holds the size budget: the script that the built page loads before it can be used, where workers load after, and
 * the recorded runs that come with it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
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

/**
 * The recorded runs that come with a built page, in bytes as they are on the disk: hosts may not compress them.
 * @param {string} folder The built page.
 * @returns {{ file: string, bytes: number }[]}
 */
export function shippedRecordings(folder) {
  const recordings = join(folder, 'recordings');
  if (!existsSync(recordings)) return [];
  return readdirSync(recordings).map(name => ({
    file: `recordings/${name}`,
    bytes: statSync(join(recordings, name)).size,
  }));
}

/** @param {number} bytes */
const kilobytes = bytes => `${(bytes / 1000).toFixed(1)} KB`;

/**
 * Prints the files and whether they are within their budget.
 * @param {{ file: string, bytes: number }[]} files @param {{ what: string, limitKB: number }} budget
 */
function judge(files, { what, limitKB }) {
  for (const { file, bytes } of files) console.log(`${kilobytes(bytes).padStart(10)}  ${file}`);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${kilobytes(total).padStart(10)}  ${what}; at most ${limitKB} KB`);
  const fits = files.length > 0 && total <= limitKB * 1000;
  if (!fits) console.error(files.length ? 'That is over its budget.' : 'The page has none at all.');
  return fits;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { script, recordings } = JSON.parse(readFileSync(join(root, 'size-budget.json'), 'utf8'));
  const page = join(root, 'dist');
  const verdicts = [judge(loadedScripts(page), script), judge(shippedRecordings(page), recordings)];
  process.exitCode = verdicts.every(fits => fits) ? 0 : 1;
}
