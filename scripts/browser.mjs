// @ts-check
/** Where Chromium or Chrome is, how it is started, and how it is installed where there is none. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isRoot = () => process.platform === 'linux' && process.getuid?.() === 0;

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Usual places of the browser on macOS and Windows; none on Linux, where it is on the PATH. */
function usualPlaces() {
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium'].flatMap(name =>
      ['/Applications', join(process.env.HOME ?? '', 'Applications')].map(folder =>
        join(folder, `${name}.app`, 'Contents/MacOS', name),
      ),
    );
  if (process.platform === 'win32')
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter(folder => folder !== undefined)
      .flatMap(folder => [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Chromium/Application/chrome.exe'),
      ]);
  return [];
}

/** Browsers on this machine, the one asked for first. */
function browsers() {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
  return [
    process.env.RICHSCOPE_CHROMIUM ?? '',
    process.env.CHROMIUM_PATH ?? '',
    ...COMMANDS.flatMap(command => onPath.map(folder => join(folder, command))),
    ...usualPlaces(),
    chromium.executablePath(),
  ].filter(path => path !== '' && existsSync(path) && isExecutable(path));
}

/**
 * Launch options for Playwright and for vitest's browser mode: software WebGPU on, background network off.
 * Without a browser on the machine Playwright's own message says how to get one.
 */
export function launchOptions() {
  const [executablePath] = browsers();
  return {
    ...(executablePath && { executablePath }),
    // Chromium's sandbox refuses to start for root.
    chromiumSandbox: !isRoot(),
    args: [
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-unsafe-webgpu',
      '--enable-unsafe-swiftshader',
    ],
  };
}

/**
 * True where the browser starts. Some systems ship a script that only says how to install one.
 * @param {string} path
 */
function starts(path) {
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** @param {string} command @param {string[]} argv */
function runs(command, argv) {
  console.log(`$ ${[command, ...argv].join(' ')}`);
  return spawnSync(command, argv, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function installFromDebian() {
  return (
    runs('apt-get', ['update']) &&
    runs('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'])
  );
}

function installFromPlaywright() {
  const require = createRequire(import.meta.url);
  const cli = join(require.resolve('@playwright/test/package.json'), '..', 'cli.js');
  const withDependencies = isRoot() ? ['--with-deps'] : [];
  return runs(process.execPath, [cli, 'install', ...withDependencies, 'chromium']);
}

/**
 * Path of a browser that starts; installs one where there is none.
 * @returns {string}
 * @throws {Error} One sentence that says what to do, where no browser is to be had.
 */
export function ensureBrowser() {
  const found = browsers().find(starts);
  if (found) return found;
  console.log('There is no Chromium or Chrome that starts; installing one.');
  const installed = (isRoot() && isDebian() && installFromDebian()) || installFromPlaywright();
  const path = installed ? browsers().find(starts) : undefined;
  if (path) return path;
  throw new Error(
    'The tests need Chromium or Chrome, and installing one failed: install it, or set CHROMIUM_PATH to its program file.',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureBrowser());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
