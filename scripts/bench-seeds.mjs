// @ts-check
/**
 * `npm run -s bench:seeds -- PRESET [--check] [options of richscope run]`: prints the table of bench/five-seeds.mjs,
 * seeds 0 – 4. With --check it exits with 1 where a run misses what the preset claims, and says which bound.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { missedBounds } from './seed-bounds.mjs';

const table = fileURLToPath(new URL('../bench/five-seeds.mjs', import.meta.url));

/** @param {string[]} args @returns {Promise<{ code: number, printed: string }>} */
function printTable(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [table, ...args], { stdio: ['inherit', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      printed += text;
      process.stdout.write(text);
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, printed }));
  });
}

const args = process.argv.slice(2);
const rest = args.filter(arg => arg !== '--check');
const preset = rest[0] ?? '';
const checks = rest.length < args.length;
if (checks && missedBounds(preset, '') === null) {
  process.stderr.write(`There are no bounds for "${preset}": name the preset first, or leave --check out.\n`);
  process.exit(2);
}
const { code, printed } = await printTable(rest);
const missed = code === 0 && checks ? (missedBounds(preset, printed) ?? []) : [];
for (const sentence of missed) process.stderr.write(`${sentence}\n`);
process.exitCode = missed.length ? 1 : code;
