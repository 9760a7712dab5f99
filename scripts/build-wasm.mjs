// @ts-check
/** Compiles our AssemblyScript kernels; does nothing where the result is newer than its sources. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src/engine/kernels/wasm/assembly');
const entry = join(sources, 'index.ts');
const output = join(root, 'src/engine/kernels/wasm/generated/kernels.wasm');

/** The kernels work in TensorFlow.js's memory, so they import it, and allocate nothing themselves. */
const FLAGS = [
  ...['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'],
  ...['--importMemory', '--initialMemory', '1'],
];

/** Everything whose change asks for a new build. */
function inputs() {
  const assembly = readdirSync(sources, { recursive: true, encoding: 'utf8' }).map(name =>
    join(sources, name),
  );
  return [...assembly, fileURLToPath(import.meta.url), join(root, 'package-lock.json')];
}

function isFresh() {
  if (!existsSync(output)) return false;
  const built = statSync(output).mtimeMs;
  return inputs().every(path => statSync(path).mtimeMs <= built);
}

if (!existsSync(entry)) {
  console.log('No AssemblyScript kernels to compile.');
} else if (isFresh()) {
  console.log('The AssemblyScript kernels are up to date.');
} else {
  mkdirSync(dirname(output), { recursive: true });
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  const argv = [compiler, entry, ...FLAGS, '--outFile', output];
  const result = spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit' });
  if (result.status === 0) console.log(`Compiled ${statSync(output).size} bytes of WebAssembly kernels.`);
  process.exitCode = result.status ?? 1;
}
