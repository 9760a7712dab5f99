// @ts-check
/** Writes the service worker of the built page, which knows all its files. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('./service-worker.js', import.meta.url));
const NAME = 'service-worker.js';
/** Fetched when they are asked for, or not at all by the page. */
const LEFT_OUT = /^(recordings\/|licences\.md$|service-worker\.js$)|\.map$/;

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

/**
 * The text of the service worker of a built page.
 * @param {string} folder
 */
export function serviceWorkerOf(folder) {
  const files = filesIn(folder)
    .map(path => relative(folder, path).split(sep).join('/'))
    .filter(file => !LEFT_OUT.test(file))
    .sort();
  const source = readFileSync(SOURCE, 'utf8');
  const hash = createHash('sha256').update(source);
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const version = hash.digest('hex').slice(0, 16);
  return source.replace('__VERSION__', version).replace('__FILES__', () => JSON.stringify(files));
}

/** @returns {import('vite').Plugin} */
export function offline() {
  let folder = '';
  return {
    name: 'offline',
    apply: 'build',
    configResolved({ root, build }) {
      folder = join(root, build.outDir);
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      handler: () => writeFileSync(join(folder, NAME), serviceWorkerOf(folder)),
    },
  };
}
