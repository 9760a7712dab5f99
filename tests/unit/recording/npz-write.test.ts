import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readNpy } from '../../../src/recording/npy';
import { seriesToNpz, writeNpy } from '../../../src/recording/npz-write';
import { COLUMN_NAMES, SPLITS } from '../../../src/recording/recording';
import { NETWORK_MEASURES } from '../../../src/recording/types';
import { makeFrame, makeRecording } from './make';

describe('a .npy file', () => {
  it('is read back to the bit, and its numbers begin on a multiple of 64', () => {
    fc.assert(
      fc.property(fc.float64Array({ maxLength: 40 }), values => {
        const bytes = writeNpy(values);
        expect(readNpy(bytes, 'x')).toEqual({ shape: [values.length], dtype: 'f8', data: values });
        expect((bytes.length - 8 * values.length) % 64).toBe(0);
      }),
    );
  });
});

describe('the series of a recording as .npz', () => {
  const recording = makeRecording();
  for (const arm of [0, 1])
    for (const step of [0, 3, 12])
      recording.addFrame(makeFrame(arm, step, 0.1 + step / 20, step ? 0.4 : null));
  recording.addLosses(0, Float64Array.of(1, 2, 3), Float64Array.of(0.9, 0.8, 0.75));
  const bytes = seriesToNpz(recording);
  const files = unzipSync(bytes);
  const read = (name: string) => readNpy(files[`${name}.npy`]!, name).data;

  it('are all there, one number a probe', () => {
    for (const arm of recording.arms) {
      expect(read(`${arm.id}_step`)).toEqual(arm.frameSteps);
      for (const split of SPLITS)
        for (const name of COLUMN_NAMES)
          expect(read(`${arm.id}_${split}_${name}`)).toEqual(arm.column(split, name));
      for (const name of NETWORK_MEASURES) expect(read(`${arm.id}_${name}`)).toEqual(arm.networkColumn(name));
      expect(read(`${arm.id}_loss_step`)).toEqual(arm.losses.steps);
      expect(read(`${arm.id}_loss`)).toEqual(arm.losses.values);
    }
  });

  const hasNumpy = spawnSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0;
  it.skipIf(!hasNumpy)('are opened by NumPy (skipped where it is not installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'richscope-npz-'));
    try {
      const file = join(folder, 'series.npz');
      writeFileSync(file, bytes);
      const script =
        'import json, sys, numpy as np; z = np.load(sys.argv[1]); print(json.dumps([sorted(z.files), z["A_step"].tolist(), str(z["A_train_dlr"].dtype)]))';
      const { stdout, stderr } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual([
        Object.keys(files)
          .map(name => name.replace(/\.npy$/, ''))
          .sort(),
        [...recording.arms[0]!.frameSteps],
        'float64',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
