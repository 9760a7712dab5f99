import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { endTree, startCommand } from '../../../scripts/processes.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'richscope-processes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that has ended but that nobody has waited for ("Z") is not running. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const status = `/proc/${pid}/stat`;
    return !existsSync(status) || !readFileSync(status, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** A script that starts a grandchild in a process group of its own, as a browser does, and ignores SIGTERM. */
const STUBBORN = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  process.on('SIGTERM', () => {});
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  writeFileSync(process.argv[2], String(child.pid));
  setInterval(() => {}, 1000);
`;

it.skipIf(process.platform === 'win32')('ends a command with all that it started', async () => {
  const script = join(folder, 'stubborn.mjs');
  const pidFile = join(folder, 'pid');
  writeFileSync(script, STUBBORN);
  const child = startCommand([script, pidFile]);
  const grandchild = await vi.waitFor(() => {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(pid).toBeGreaterThan(0);
    return pid;
  }, 10_000);
  expect(isRunning(grandchild)).toBe(true);
  await endTree(child, 200);
  await vi.waitFor(() => {
    expect(isRunning(grandchild)).toBe(false);
    expect(isRunning(child.pid!)).toBe(false);
  }, 5_000);
});
