// @ts-check
/** Compiles our AssemblyScript kernels; does nothing where a module is newer than its sources. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Each is `assembly/` in its folder and becomes `generated/NAME.wasm` beside it. */
const MODULES = [
  { folder: join(root, 'src/engine/kernels/wasm'), name: 'kernels' },
  { folder: join(root, 'src/metrics/kernels'), name: 'numerics' },
];

/** The memory is made and given out by each `module.ts`; the kernels allocate nothing themselves. */
const FLAGS = [
  ...['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'],
  ...['--importMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];

/** For every browser with SIMD, and for those that multiply and add in one instruction. */
const VARIANTS = [
  { suffix: '', flags: [] },
  { suffix: '-fma', flags: ['--enable', 'relaxed-simd'] },
];

/** @typedef {typeof MODULES[number]} Module */

/** @param {Module} module @param {string} suffix */
const outputOf = ({ folder, name }, suffix) => join(folder, 'generated', `${name}${suffix}.wasm`);

/** Everything whose change asks for a new build. @param {Module} module */
function inputs({ folder }) {
  const sources = join(folder, 'assembly');
  const assembly = readdirSync(sources, { recursive: true, encoding: 'utf8' }).map(name =>
    join(sources, name),
  );
  return [...assembly, fileURLToPath(import.meta.url), join(root, 'package-lock.json')];
}

/** @param {Module} module */
function isFresh(module) {
  const outputs = VARIANTS.map(({ suffix }) => outputOf(module, suffix));
  if (!outputs.every(existsSync)) return false;
  const built = Math.min(...outputs.map(file => statSync(file).mtimeMs));
  return inputs(module).every(path => statSync(path).mtimeMs <= built);
}

/** @param {Module} module @returns {boolean} True where it compiled. */
function compile(module) {
  if (isFresh(module)) {
    console.log(`The kernels "${module.name}" are up to date.`);
    return true;
  }
  mkdirSync(join(module.folder, 'generated'), { recursive: true });
  return VARIANTS.every(({ suffix, flags }) => {
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    const file = outputOf(module, suffix);
    const argv = [compiler, join(module.folder, 'assembly/index.ts'), ...FLAGS, ...flags, '--outFile', file];
    if (spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit' }).status !== 0) return false;
    console.log(`Compiled ${statSync(file).size} bytes of WebAssembly kernels.`);
    return true;
  });
}

process.exitCode = MODULES.every(compile) ? 0 : 1;
