// @ts-check
/** Vite plugin: the licences of every package that ends up in the page or in a worker, as one file beside them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the package that a module belongs to; undefined for our own modules. @param {string} id */
const packageFolder = id =>
  /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1];

/** @param {string} folder @returns {string} One section of the file. */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find(entry => /^licen[cs]e(\.|$)/i.test(entry));
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : 'The package brings no licence text of its own.';
  return `## ${name} ${version} (${license})\n\n${text}\n`;
}

/**
 * Two plugins that share what they find: workers are bundled apart, before the page's bundle is written.
 * @param {string} fileName Where the licences are written, in the built page.
 * @returns {{ page: import('vite').Plugin, worker: () => import('vite').Plugin }}
 */
export function licences(fileName) {
  /** @type {Set<string>} */
  const folders = new Set();
  /** @param {import('vite').Rolldown.OutputBundle} bundle */
  const collect = bundle => {
    for (const output of Object.values(bundle))
      for (const id of output.type === 'chunk' ? output.moduleIds : []) {
        const folder = packageFolder(id);
        if (folder && existsSync(join(folder, 'package.json'))) folders.add(folder);
      }
  };
  return {
    worker: () => ({ name: 'richscope:worker-licences', generateBundle: (_, bundle) => collect(bundle) }),
    page: {
      name: 'richscope:licences',
      apply: 'build',
      generateBundle(_, bundle) {
        collect(bundle);
        const sections = [...folders].sort().map(licenceOf);
        const source = `# Licences of the packages that Richscope ships\n\n${sections.join('\n')}`;
        this.emitFile({ type: 'asset', fileName, source });
      },
    },
  };
}
