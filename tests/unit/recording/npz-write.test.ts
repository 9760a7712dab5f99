import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metrics/measure';
import { probeInput } from '../../../src/metrics/meter';
import { readNpy } from '../../../src/recording/npy';
import { readNpz, recordingInput } from '../../../src/recording/npz';
import { activationsToNpz, seriesToNpz, writeNpy } from '../../../src/recording/npz-write';
import { COLUMN_NAMES, SPLITS } from '../../../src/recording/recording';
import { NETWORK_MEASURES } from '../../../src/recording/types';
import { net } from '../metrics/nets';
import { makeFrame, makeRecording } from './make';

const hasNumpy = spawnSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0;

/** What a line of Python prints as JSON of `z`, an .npz file that NumPy has opened. */
function numpySays(bytes: Uint8Array, expression: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'richscope-npz-'));
  try {
    const file = join(folder, 'file.npz');
    writeFileSync(file, bytes);
    const script = `import json, sys, numpy as np; z = np.load(sys.argv[1]); print(json.dumps(${expression}))`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

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

describe('activations as .npz', () => {
  const { features, outputs, labels, head } = net(3, { samples: 40, width: 6, classes: 3 });
  const activations = {
    ...{ samples: 40, width: 6, labels },
    features: Float32Array.from(features.data),
    outputs: Float32Array.from(outputs.data),
    head: Float32Array.from(head.data),
  };

  it('are measured as they were', () => {
    const read = recordingInput(readNpz(activationsToNpz(activations)));
    const wanted = probeInput({ ...activations, layers: [] });
    expect(read).toEqual(wanted);
    expect(measure(read)).toEqual(measure(wanted));
  });

  it.skipIf(!hasNumpy)('are opened by NumPy (skipped where it is not installed)', () => {
    const said = numpySays(
      activationsToNpz(activations),
      '[{name: [str(z[name].dtype), z[name].shape] for name in z.files}, float(z["features"][7, 2])]',
    );
    expect(said).toEqual([
      {
        features: ['float32', [40, 6]],
        outputs: ['float32', [40, 3]],
        labels: ['int32', [40]],
        head: ['float32', [3, 6]],
      },
      activations.features[7 * 6 + 2],
    ]);
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

  it.skipIf(!hasNumpy)('are opened by NumPy (skipped where it is not installed)', () => {
    expect(numpySays(bytes, '[sorted(z.files), z["A_step"].tolist(), str(z["A_train_dlr"].dtype)]')).toEqual([
      Object.keys(files)
        .map(name => name.replace(/\.npy$/, ''))
        .sort(),
      [...recording.arms[0]!.frameSteps],
      'float64',
    ]);
  });
});
