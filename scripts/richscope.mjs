// @ts-check
/** `npm run -s richscope -- …`: builds the command line where its sources changed, then runs it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { requireNode } from './node-version.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'build/cli');
const stamp = join(folder, 'sources.txt');
const lock = join(root, 'build/cli.lock');
/** Built by bench/dawn.mjs, with its packages inside: for a machine to which node_modules did not come. */
const carried = join(root, 'build/gpu-server/cli.js');
const GENERATED = /^(engine.kernels.wasm|metrics.kernels).generated/;

/** Changes whenever a source file of the command line is added, removed or written. */
function sourcesKey() {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(name => !GENERATED.test(name))
    .map(name => join('src', name));
  const hash = createHash('sha256');
  for (const name of [...sources.sort(), 'vite.cli.config.ts', 'package-lock.json']) {
    const { mtimeMs, size } = statSync(join(root, name));
    hash.update(`${name} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function isFresh() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesKey();
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** True where this process now holds the lock; takes away one whose holder has ended. */
function takeLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
  return false;
}

async function build() {
  const kernels = spawnSync(process.execPath, [join(root, 'scripts/build-wasm.mjs')], { encoding: 'utf8' });
  if (kernels.status !== 0) throw new Error(kernels.stdout + kernels.stderr);
  const key = sourcesKey();
  rmSync(stamp, { force: true });
  const vite = await import('vite');
  await vite.build({ root, configFile: join(root, 'vite.cli.config.ts'), logLevel: 'silent' });
  writeFileSync(stamp, key);
}

/** Builds unless the build is fresh; of several processes at once, one builds and the others wait. */
async function ensureBuilt() {
  mkdirSync(join(root, 'build'), { recursive: true });
  while (!isFresh()) {
    if (!takeLock()) {
      await new Promise(resolve => setTimeout(resolve, 100));
      continue;
    }
    try {
      if (!isFresh()) await build();
    } finally {
      rmSync(lock, { force: true });
    }
  }
}

requireNode();
const isCarried = existsSync(carried) && !existsSync(join(root, 'node_modules/vite'));
try {
  if (!isCarried) await ensureBuilt();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error('The command line could not be built: run npm ci, then try again.');
  process.exit(1);
}
const program = isCarried ? carried : join(folder, 'main.js');
const { main } = await import(pathToFileURL(program).href);
process.exitCode = await main(process.argv.slice(2));
