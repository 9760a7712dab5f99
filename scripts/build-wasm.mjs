// @ts-check
/** Compiles our AssemblyScript kernels; does nothing where the result is newer than its sources. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src/engine/kernels/wasm/assembly');
const entry = join(sources, 'index.ts');
const folder = join(root, 'src/engine/kernels/wasm/generated');

/** The memory is made and given out by `module.ts`; the kernels allocate nothing themselves. */
const FLAGS = [
  ...['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'],
  ...['--importMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];

/** For every browser with SIMD, and for those that multiply and add in one instruction. */
const OUTPUTS = [
  { file: join(folder, 'kernels.wasm'), flags: [] },
  { file: join(folder, 'kernels-fma.wasm'), flags: ['--enable', 'relaxed-simd'] },
];

/** Everything whose change asks for a new build. */
function inputs() {
  const assembly = readdirSync(sources, { recursive: true, encoding: 'utf8' }).map(name =>
    join(sources, name),
  );
  return [...assembly, fileURLToPath(import.meta.url), join(root, 'package-lock.json')];
}

function isFresh() {
  if (!OUTPUTS.every(({ file }) => existsSync(file))) return false;
  const built = Math.min(...OUTPUTS.map(({ file }) => statSync(file).mtimeMs));
  return inputs().every(path => statSync(path).mtimeMs <= built);
}

/** @param {{ file: string, flags: string[] }} output @returns {boolean} True where it compiled. */
function compile({ file, flags }) {
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  const argv = [compiler, entry, ...FLAGS, ...flags, '--outFile', file];
  if (spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit' }).status !== 0) return false;
  console.log(`Compiled ${statSync(file).size} bytes of WebAssembly kernels.`);
  return true;
}

if (!existsSync(entry)) {
  console.log('No AssemblyScript kernels to compile.');
} else if (isFresh()) {
  console.log('The AssemblyScript kernels are up to date.');
} else {
  mkdirSync(folder, { recursive: true });
  process.exitCode = OUTPUTS.every(compile) ? 0 : 1;
}
