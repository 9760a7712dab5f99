import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkImports } from '../../../scripts/check-imports.mjs';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Writes a source tree and returns what the check says, as `file:line` and message. */
function check(tree: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'richscope-imports-'));
  folders.push(folder);
  for (const [file, code] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  return checkImports(folder).map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

/** One module with one import. */
const one = (file: string, specifier: string) =>
  check({ [file]: `import { x } from '${specifier}';\nx();\n` });

describe('a tree that keeps to the house', () => {
  it('passes', () => {
    expect(
      check({
        'main.tsx': `import { App } from './app/app';\nimport './app/page.css';\nApp();`,
        'app/app.tsx': `import { useState } from 'react';\nimport { load } from '../workers/client';\nimport type { Measures } from '../metrics/types';`,
        'workers/client.ts': `export const load = () => new Worker(new URL('./training.ts', import.meta.url), { type: 'module' });`,
        'workers/training.ts': `import { Trainer } from '../engine/trainer';\nimport type { Frame } from '../recording/types';`,
        'engine/trainer.ts': `import * as tf from '@tensorflow/tfjs-core';\nimport { readDigits } from '../data/digits';\nimport url from './kernels/wasm/generated/kernels.wasm?url';`,
        'data/digits.ts': `import { schema } from '../experiment/schema';`,
        'metrics/spectrum.ts': `import type { Matrix } from './types';`,
        'recording/series.ts': `import type { Measures } from '../metrics/types';`,
        'panels/curve/draw.tsx': `import { select } from 'd3';\nimport { series } from '../../recording/series';`,
        'experiment/schema.ts': `import { z } from 'zod';`,
      }),
    ).toEqual([]);
  });

  it('does not read AssemblyScript, which is another language', () => {
    expect(
      check({ 'engine/kernels/wasm/assembly/index.ts': '@inline\nexport function f(x: f32): f32 { @@' }),
    ).toEqual([]);
  });
});

describe('rooms', () => {
  it.each([
    ['experiment/a.ts', '../metrics/types', 'experiment may import nothing of ours'],
    ['metrics/a.ts', '../experiment/schema', 'metrics may import nothing of ours'],
    ['data/a.ts', '../models/mlp', 'data may import experiment'],
    ['models/a.ts', '../data/digits', 'models may import experiment'],
    ['engine/a.ts', '../metrics/spectrum', 'engine may import experiment, data, models'],
    ['engine/a.ts', '../workers/protocol', 'engine may import experiment, data, models'],
    ['workers/a.ts', '../recording/series', 'not recording/series'],
    ['workers/a.ts', '../data/digits', 'not data/digits'],
    ['recording/a.ts', '../metrics/spectrum', 'not metrics/spectrum'],
    ['panels/curve/a.tsx', '../../workers/client', 'not workers/client'],
    ['panels/curve/a.tsx', '../../metrics/spectrum', 'not metrics/spectrum'],
    ['app/a.tsx', '../engine/trainer', 'not engine/trainer'],
    ['app/a.tsx', '../data/digits', 'not data/digits'],
    ['main.tsx', './models/mlp', 'not models/mlp'],
    ['cli/a.ts', '../panels/curve/draw', 'not panels/curve/draw'],
    ['app/a.ts', '../../tests/help', 'outside src/'],
    ['stray/a.ts', '../metrics/types', '"stray" is not a room of the house'],
    ['engine/deep/er/a.ts', '../../../panels/x', 'not panels/x'],
  ])('%s must not import %s', (file, specifier, words) => {
    const found = one(file, specifier);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${file}:1: `);
    expect(found[0]).toContain(words);
  });

  it.each([
    ['workers/a.ts', '../recording/types'],
    ['recording/a.ts', '../metrics/types'],
    ['panels/curve/a.tsx', '../../recording/series'],
    ['panels/curve/a.tsx', '../scale'],
    ['main.tsx', './app/app'],
    ['cli/a.ts', '../recording/npz'],
  ])('%s may import %s', (file, specifier) => {
    expect(one(file, specifier)).toEqual([]);
  });
});

describe('packages', () => {
  it.each([
    ['app/a.ts', '@tensorflow/tfjs-core', 'app must not know TensorFlow.js'],
    ['workers/a.ts', '@tensorflow/tfjs', 'workers must not know TensorFlow.js'],
    ['engine/a.ts', 'react', 'engine must not know React'],
    ['cli/a.ts', 'react-dom/server', 'cli must not know React'],
    ['recording/a.ts', 'd3', 'recording must not know D3'],
    ['recording/a.ts', 'd3-array', 'recording must not know D3'],
    ['metrics/a.ts', 'd3', 'metrics may know no package, not d3'],
    ['metrics/a.ts', 'ml-matrix', 'metrics may know no package, not ml-matrix'],
  ])('%s must not import %s', (file, specifier, words) => {
    const found = one(file, specifier);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });
});

describe('each way of importing is seen', () => {
  it.each([
    ['a type', `import type { T } from '../engine/t';`],
    ['an inline type', `type T = import('../engine/t').T;`],
    ['a re-export', `export { T } from '../engine/t';`],
    ['a re-export of all', `export * from '../engine/t';`],
    ['a dynamic import', `await import('../engine/t');`],
    ['a dynamic import by template', 'await import(`../engine/t`);'],
    ['an effect', `import '../engine/t';`],
    ['an address', `new URL('../engine/t.wasm', import.meta.url);`],
    ['a worker', `new Worker(new URL('../engine/t.ts', import.meta.url));`],
    ['a suffix', `import T from '../engine/t?worker&inline';`],
  ])('%s', (_, code) => {
    const found = check({ 'app/a.ts': `// first line\n${code}\n` });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('app/a.ts:2: app may import');
  });

  it('but the address of a folder brings in no code', () => {
    expect(check({ 'cli/a.ts': `new URL('../../', import.meta.url);` })).toEqual([]);
  });

  it('but text in comments and strings is not', () => {
    expect(
      check({
        'app/a.ts': `// import x from '../engine/t';\nconst text = "import x from '../engine/t'";\ntext;`,
      }),
    ).toEqual([]);
  });
});

describe('the page’s main thread', () => {
  const chain = (workersImport: string) =>
    check({
      'main.tsx': `import { connect } from './workers/client';\nconnect();`,
      'workers/client.ts': workersImport,
      'engine/trainer.ts': 'export const train = 1;\nexport type Train = number;',
    });

  it('must not reach the engine through a room that may know it', () => {
    const found = chain(`import { train } from '../engine/trainer';\nexport const connect = () => train;`);
    expect(found).toEqual([expect.stringContaining('main.tsx → workers/client.ts → engine/trainer.ts')]);
  });

  it('may name its types, and start it in a worker', () => {
    expect(
      chain(
        `import type { Train } from '../engine/trainer';\nexport const connect = (t: Train) => [t, new Worker(new URL('./training.ts', import.meta.url))];`,
      ),
    ).toEqual([]);
  });
});

it('refuses a file that cannot be parsed', () => {
  expect(() => check({ 'app/a.ts': 'import { from ;' })).toThrow('app/a.ts cannot be parsed');
});
