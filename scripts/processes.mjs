// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Process ids and their parents, for every process that can be seen. */
function processTable() {
  if (process.platform === 'linux') {
    const rows = [];
    for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
      try {
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
        rows.push({ pid: Number(name), parent: Number(fields?.[1]) });
      } catch {
        // The process ended between the two reads.
      }
    }
    return rows;
  }
  const listing = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return listing
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent }));
}

/**
 * Children, grandchildren and so on of a process, whatever process groups they moved to (a browser starts one
 * of its own).
 * @param {number} root
 * @returns {number[]}
 */
export function descendants(root) {
  const table = processTable();
  const found = [root];
  for (const pid of found) found.push(...table.filter(row => row.parent === pid).map(row => row.pid));
  return found.slice(1);
}

/**
 * @param {number} pid A process id, or a negative process group id.
 * @param {NodeJS.Signals} signal
 */
function signalQuietly(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, which is what is wanted.
  }
}

/**
 * Ends a command that `startCommand` started, and everything that it started: first politely, so that
 * browsers can clean up, then by force.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} [graceMs] How long the polite request is given.
 */
export async function endTree(child, graceMs = 5_000) {
  const pid = child.pid;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode === null) spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  const family = descendants(pid);
  signalQuietly(-pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  const running = () => child.exitCode === null && child.signalCode === null;
  while (running() && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50));
  signalQuietly(-pid, 'SIGKILL');
  for (const member of family) signalQuietly(member, 'SIGKILL');
}

/**
 * Starts a Node script with its output on ours, in a process group of its own so that `endTree` finds all of it.
 * @param {string[]} argv Script path and its arguments.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function startCommand(argv, env = process.env) {
  return spawn(process.execPath, argv, {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
    env,
  });
}
