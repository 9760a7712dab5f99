// @ts-check
/**
 * Freezes the present defaults and presets as the base of a new link version, so that links made before keep their
 * meaning. With `--amend` it replaces the newest base: right only while no link of that version is in use.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withTypescript } from './load-typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = fileURLToPath(new URL('../src/experiment/link-bases.json', import.meta.url));

const amend = process.argv.includes('--amend');
const bases = JSON.parse(readFileSync(file, 'utf8'));
const newest = Math.max(0, ...Object.keys(bases).map(Number));
const version = amend ? newest : newest + 1;
if (version === 0) throw new Error('There is no link version to amend; leave --amend out.');

const present = await withTypescript(async load =>
  (await load('/src/experiment/link-bases.ts')).presentLinkBase(),
);
if (!amend && JSON.stringify(bases[newest]) === JSON.stringify(present))
  throw new Error(`Nothing has changed since link version ${newest}; no new version is needed.`);
writeFileSync(file, JSON.stringify({ ...bases, [version]: present }));
execFileSync('npx', ['biome', 'format', '--write', file], { cwd: root, stdio: 'ignore' });
console.log(`Link version ${version} has the present defaults and presets.`);
