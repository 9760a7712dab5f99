// @ts-check
/** Holds the import directions of `docs/architecture.md`: which room of `src/` may know which. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importsOf } from './module-imports.mjs';

/**
 * What each room may import of ours: rooms, or single files of a room without extension.
 * @type {Record<string, string[]>}
 */
const ALLOWED = {
  experiment: [],
  data: ['experiment'],
  models: ['experiment'],
  engine: ['experiment', 'data', 'models'],
  metrics: [],
  workers: ['experiment', 'engine', 'metrics', 'recording/types'],
  recording: ['experiment', 'metrics/types'],
  panels: ['recording', 'metrics/types'],
  app: ['experiment', 'metrics', 'workers', 'recording', 'panels'],
  cli: ['experiment', 'data', 'engine', 'metrics', 'recording'],
};

/** Package families, and the only rooms that may know them. */
const PACKAGES = [
  { name: 'TensorFlow.js', pattern: /^@tensorflow\//, rooms: ['engine', 'models'] },
  { name: 'React', pattern: /^react(-|\/|$)/, rooms: ['panels', 'app'] },
  {
    name: 'D3',
    pattern: /^d3(-|$)/,
    rooms: ['data', 'models', 'engine', 'workers', 'panels', 'app', 'cli'],
  },
];

/** Rooms that may know no package. */
const NO_PACKAGES = new Set(['metrics']);

/** Written in AssemblyScript, another language, and compiled on its own. */
const NOT_TYPESCRIPT = ['engine/kernels/wasm/assembly/', 'metrics/kernels/assembly/'];

/** What the pages load first. */
const PAGES = ['main', 'method'];

/** Rooms that must not be in what the page loads on its main thread, however indirectly. */
const WORKER_ROOMS = ['data', 'models', 'engine'];

/** @typedef {{ file: string, line: number, message: string }} Violation `file` is relative to the source folder. */
/** @typedef {{ file: string, imports: import('./module-imports.mjs').ImportEdge[] }} Module */

/** @param {string} source @returns {Module[]} */
function readModules(source) {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map(name => name.split(sep).join('/'))
    .filter(name => /\.[cm]?tsx?$/.test(name) && !NOT_TYPESCRIPT.some(folder => name.startsWith(folder)))
    .sort()
    .map(file => ({ file, imports: importsOf(file, readFileSync(join(source, file), 'utf8')) }));
}

/** A file at the root of `src/`, the page's entry, counts as the app. @param {string} file */
const roomOf = file => (file.includes('/') ? (file.split('/')[0] ?? '') : 'app');

/** @param {string} path */
const withoutExtension = path => path.replace(/\.(d\.)?[cm]?[jt]sx?$/, '').replace(/\/index$/, '');

/** Path of an imported file of ours, relative to the source folder. @param {string} file @param {string} specifier */
const targetOf = (file, specifier) => posix.join(posix.dirname(file), specifier.replace(/[?#].*$/, ''));

/** @param {string} specifier */
const isRelative = specifier => /^\.{1,2}(\/|$)/.test(specifier);

/** @param {string[]} names */
const listed = names => (names.length ? names.join(', ') : 'nothing of ours');

/**
 * What is wrong with an import of a file of ours; undefined where it is fine.
 * @param {string} file @param {string} specifier
 */
function judgeOwn(file, specifier) {
  const room = roomOf(file);
  const allowed = ALLOWED[room];
  const target = targetOf(file, specifier);
  if (!allowed) return `"${room}" is not a room of the house: ${Object.keys(ALLOWED).join(', ')}`;
  if (target.startsWith('../'))
    return `${specifier} is outside src/: a room imports from rooms and packages only`;
  if (roomOf(target) === room && target.includes('/') === file.includes('/')) return undefined;
  if (room === 'app' && roomOf(target) === 'app') return undefined;
  const name = withoutExtension(target);
  if (allowed.some(entry => name === entry || (!entry.includes('/') && name.startsWith(`${entry}/`))))
    return undefined;
  return `${room} may import ${listed(allowed)}, not ${name}`;
}

/** @param {string} file @param {string} specifier */
function judgePackage(file, specifier) {
  const room = roomOf(file);
  if (NO_PACKAGES.has(room)) return `${room} may know no package, not ${specifier}`;
  const family = PACKAGES.find(({ pattern }) => pattern.test(specifier));
  if (!family || family.rooms.includes(room)) return undefined;
  return `${room} must not know ${family.name}: only ${family.rooms.join(', ')} may import ${specifier}`;
}

/**
 * Files that the pages load on their main thread: what their entries import by value, and so on. A worker's file,
 * named by `new URL(…)`, runs elsewhere.
 * @param {Module[]} modules
 */
function mainThreadFiles(modules) {
  const byName = new Map(modules.map(module => [withoutExtension(module.file), module]));
  /** @type {Map<Module, string[]>} Each with the way that leads to it. */
  const reached = new Map();
  for (const name of PAGES) {
    const entry = byName.get(name);
    if (entry) reached.set(entry, [entry.file]);
  }
  for (const [module, way] of reached)
    for (const edge of module.imports) {
      if (edge.typeOnly || edge.kind === 'url' || !isRelative(edge.specifier)) continue;
      const next = byName.get(withoutExtension(targetOf(module.file, edge.specifier)));
      if (next && !/[?&](worker|sharedworker|url)\b/.test(edge.specifier) && !reached.has(next))
        reached.set(next, [...way, next.file]);
    }
  return reached;
}

/** @param {Module[]} modules @returns {Violation[]} */
function judgeMainThread(modules) {
  return [...mainThreadFiles(modules)]
    .filter(([module]) => WORKER_ROOMS.includes(roomOf(module.file)))
    .map(([module, way]) => ({
      file: module.file,
      line: 1,
      message: `${roomOf(module.file)} must stay off the page's main thread, and this way leads to it: ${way.join(' → ')}`,
    }));
}

/**
 * Every import of a source folder that goes against the house.
 * @param {string} source The folder that holds the rooms.
 * @returns {Violation[]}
 */
export function checkImports(source) {
  const modules = readModules(source);
  const direct = modules.flatMap(({ file, imports }) =>
    imports.flatMap(({ specifier, kind, line }) => {
      // The address of a folder, such as the repository's root, brings in no code.
      if (kind === 'url' && specifier.endsWith('/')) return [];
      const message = (isRelative(specifier) ? judgeOwn : judgePackage)(file, specifier);
      return message ? [{ file, line, message }] : [];
    }),
  );
  return [...direct, ...judgeMainThread(modules)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const source = fileURLToPath(new URL('../src', import.meta.url));
  if (!existsSync(source) || !statSync(source).isDirectory())
    throw new Error(`There is no folder ${source}.`);
  const violations = checkImports(source);
  const folder = relative(process.cwd(), source).split(sep).join('/');
  for (const { file, line, message } of violations) console.error(`${folder}/${file}:${line}: ${message}`);
  console.log(
    violations.length
      ? `${violations.length} imports go against the house.`
      : 'All imports keep to the house.',
  );
  process.exitCode = violations.length ? 1 : 0;
}
