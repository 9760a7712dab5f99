import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../scripts/node-version.mjs', import.meta.url));

/** Exit code and message of the check, for a version of Node. */
function check(version: string) {
  const code = `import { requireNode } from ${JSON.stringify(script)}; requireNode('${version}');`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
}

it.each(['18.20.4', '20.18.9', '8.0.0'])('refuses Node %s in one sentence', version => {
  const { status, stderr } = check(version);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`^Richscope needs Node 20\\.19 or newer, and this is ${version}: .*\\.\n$`),
  );
});

it.each(['20.19.0', '20.20.2', '22.0.0'])('takes Node %s', version => {
  expect(check(version)).toMatchObject({ status: 0, stderr: '' });
});
