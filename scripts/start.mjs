// @ts-check
/** `npm start`: builds the page, serves it, says where, and opens it where there is a desktop. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-version.mjs';
import { POLICY } from './policy.mjs';
import { serve } from './serve.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PREFERRED_PORT = 4173;

/** @param {string[]} argv */
function runOrExit(...argv) {
  const result = spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** The port that PORT asks for; undefined where it asks for none. */
function requestedPort() {
  const text = process.env.PORT;
  if (!text) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  console.error(`PORT must be a whole number between 1 and 65535, not "${text}".`);
  process.exit(1);
}

/** @param {NodeJS.ErrnoException} error */
const isTaken = error => error.code === 'EADDRINUSE' || error.code === 'EACCES';

async function serveBuilt() {
  const folder = fileURLToPath(new URL('../dist', import.meta.url));
  const port = requestedPort();
  const headers = { 'Content-Security-Policy': POLICY };
  try {
    return await serve({ folder, headers, port: port ?? PREFERRED_PORT });
  } catch (error) {
    if (!isTaken(/** @type {NodeJS.ErrnoException} */ (error))) throw error;
    if (port === undefined) return serve({ folder, headers });
    console.error(`Port ${port} cannot be used: set PORT to another one, or leave it out for any free port.`);
    process.exit(1);
  }
}

/** The command that opens an address in the reader's browser; undefined where there is no desktop. */
function openCommand() {
  if (process.env.CI) return undefined;
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', ''];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** @param {string} url */
function openPage(url) {
  const [command, ...argv] = openCommand() ?? [];
  if (!command) return;
  const opener = spawn(command, [...argv, url], { stdio: 'ignore', detached: true });
  // Without an opener the printed address is all that is needed.
  opener.once('error', () => {});
  opener.unref();
}

requireNode();
runOrExit('scripts/build-wasm.mjs');
runOrExit('node_modules/vite/bin/vite.js', 'build');
const server = await serveBuilt();
console.log(`\n  Richscope is at ${server.url}\n  Ctrl-C stops it.\n`);
openPage(server.url);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.once(signal, () => void server.close().then(() => process.exit(0)));
