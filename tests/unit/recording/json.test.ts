import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/schema';
import {
  CURVE_MEASURES,
  LAYER_MEASURES,
  type LayerMeasures,
  type Measures,
  SCALAR_MEASURES,
} from '../../../src/metrics/types';
import { recordingSchema } from '../../../src/recording/format';
import { RECORDING_BYTES, readRecording, recordingFromJson } from '../../../src/recording/read';
import { COLUMN_NAMES, Recording, SPLITS } from '../../../src/recording/recording';
import { NETWORK_MEASURES, type RunStatus, type SplitFrame } from '../../../src/recording/types';
import { recordingToJson } from '../../../src/recording/write';
import { makeFrame, makeRecording } from './make';

const OPTIONAL = SCALAR_MEASURES.filter(name => !['dlr', 'share', 'participation', 'rank'].includes(name));

/** Minus zero has no sign in JSON, and no meaning here. */
const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map(drawn => drawn + 0);
const undefinable = fc.option(value);
const step = fc.nat(100_000);
const entries = <Key extends string>(keys: readonly Key[], of: fc.Arbitrary<unknown>) =>
  fc.record(Object.fromEntries(keys.map(key => [key, of])), { requiredKeys: [] });

const measures = fc
  .tuple(
    fc.record({ samples: fc.nat(), width: fc.nat(), outputs: fc.nat(), rank: fc.nat() }),
    fc.record({ dlr: undefinable, share: undefinable, participation: undefinable }),
    entries(OPTIONAL, undefinable),
    entries(
      CURVE_MEASURES,
      fc.array(value, { maxLength: 5 }).map(values => Float64Array.from(values)),
    ),
    fc.record({ undefinedBecause: fc.record({ dlr: fc.string() }) }, { requiredKeys: [] }),
  )
  .map(parts => Object.assign({}, ...parts) as Measures);

const layer: fc.Arbitrary<LayerMeasures> = fc
  .tuple(
    fc.record({ name: fc.string(), width: fc.nat(), samples: fc.nat() }),
    fc.record({ dlr: undefinable, share: undefinable }),
    fc.record({ participation: undefinable, effectiveDimension: undefinable }),
    fc.record({ undefinedBecause: fc.string() }, { requiredKeys: [] }),
    entries(
      ['relativeEigenvalues'],
      fc.array(value, { maxLength: 5 }).map(values => Float64Array.from(values)),
    ),
  )
  .map(parts => Object.assign({}, ...parts) as LayerMeasures);

const split: fc.Arbitrary<SplitFrame> = fc.record({
  accuracy: fc.oneof(value, fc.constant(Number.NaN)),
  loss: fc.oneof(value, fc.constant(Number.NaN)),
  measures,
  layers: fc.array(layer, { maxLength: 3 }),
});

const network = fc.record({
  parameterNorm: undefinable,
  parameterDistance: undefinable,
  tangentKernelChange: undefinable,
});

/** What is there for modular arithmetic alone. */
const embedding = fc.oneof(
  fc.constant({}),
  fc.record({
    effectiveFrequencies: undefinable,
    frequenciesPerUnit: undefinable,
    embeddingSpectra: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({ effectiveFrequencies: fc.constant(null), embeddingMissing: fc.string() }),
);
const networks = fc.tuple(network, embedding).map(([always, more]) => ({ ...always, ...more }));

const arm = fc.record({
  losses: fc.array(fc.tuple(step, fc.oneof(value, fc.constant(Number.NaN))), { maxLength: 20 }),
  frames: fc.array(fc.record({ step, train: split, test: split, network: networks }), { maxLength: 6 }),
  divergedAt: fc.option(step),
});

const statuses: RunStatus[] = ['loading', 'compiling', 'paused', 'running', 'finished', 'failed'];
const recording = fc
  .record({
    arms: fc.array(arm, { minLength: 1, maxLength: 4 }),
    labels: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), {
      minLength: 4,
      maxLength: 4,
    }),
    status: fc.constantFrom(...statuses),
    adapter: fc.option(fc.string()),
    note: fc.option(fc.string()),
  })
  .map(({ arms, labels, status, adapter, note }) => {
    const named = arms.map((_, i) => ({ label: `${i} ${labels[i]}` }));
    const made = new Recording(parseExperiment({ arms: named }), 'live');
    if (adapter !== null) made.setDevice({ device: 'wasm', adapter, software: false, reason: note });
    if (note !== null)
      made.setData({ name: note, train: 3, test: 2, classes: ['0'], shape: [8, 8, 1], note: adapter });
    arms.forEach(({ losses, frames, divergedAt }, index) => {
      const steps = Float64Array.from(losses, point => point[0]);
      made.addLosses(
        index,
        steps,
        Float64Array.from(losses, point => point[1]),
      );
      for (const frame of frames) made.addFrame({ ...frame, arm: index });
      if (divergedAt !== null) made.markDiverged(index, divergedAt);
    });
    made.setStatus(status, 0);
    return made;
  });

/** All that panels read. */
function content(of: Recording) {
  return {
    experiment: of.experiment,
    device: of.device,
    data: of.data,
    step: of.step,
    arms: of.arms.map(one => ({
      id: one.id,
      label: one.label,
      settings: one.settings,
      losses: [[...one.losses.steps], [...one.losses.values]],
      steps: [...one.frameSteps],
      columns: SPLITS.map(name => COLUMN_NAMES.map(column => [...one.column(name, column)])),
      network: NETWORK_MEASURES.map(name => [...one.networkColumn(name)]),
      layers: one.layers,
      layerSteps: [...one.layerSteps],
      layerColumns: SPLITS.map(name =>
        one.layers.map((_, i) => LAYER_MEASURES.map(measure => [...one.layerColumn(name, i, measure)])),
      ),
      initial: one.initial,
      latest: one.latest,
      snapshots: [...one.snapshots.steps].map(at => one.snapshots.get(at)),
      divergedAt: one.divergedAt,
    })),
  };
}

const roundTrip = (made: Recording) => recordingFromJson(JSON.stringify(recordingToJson(made)));

describe('a recording that goes through a file', () => {
  it('is the same again, with a run id of its own', () => {
    fc.assert(
      fc.property(recording, made => {
        const back = roundTrip(made);
        expect(content(back)).toEqual(content(made));
        expect(back.runId).not.toBe(made.runId);
        expect(back.runId).not.toBe(roundTrip(made).runId);
        expect(recordingToJson(back)).toEqual(recordingToJson(made));
      }),
      { numRuns: 60 },
    );
  });

  it('is never running, and keeps how it ended', () => {
    const ended = statuses.map(status => {
      const made = makeRecording();
      made.setStatus(status, 0);
      return roundTrip(made).status;
    });
    expect(ended).toEqual(['paused', 'paused', 'paused', 'paused', 'finished', 'failed']);
  });

  it('has undefined values where numbers are not finite', () => {
    const made = makeRecording();
    made.addLosses(0, Float64Array.of(1), Float64Array.of(Number.POSITIVE_INFINITY));
    const frame = makeFrame(0, 0, Number.NaN, Number.NaN);
    frame.train.measures.nc1 = Number.POSITIVE_INFINITY;
    made.addFrame(frame);
    const back = roundTrip(made).arms[0]!;
    expect([...back.losses.values]).toEqual([Number.NaN]);
    expect(back.latest?.train.accuracy).toBeNaN();
    expect(back.latest?.train.measures.dlr).toBeNull();
    expect(back.latest?.train.measures.nc1).toBeNull();
  });

  it('may lack a measure', () => {
    const made = makeRecording();
    made.addFrame(makeFrame(0, 0));
    const file = JSON.parse(JSON.stringify(recordingToJson(made)));
    delete file.arms[0].frames.test.nc4;
    expect([...recordingFromJson(JSON.stringify(file)).arms[0]!.column('test', 'nc4')]).toEqual([Number.NaN]);
  });
});

it('the format has every measure', () => {
  const inFile = Object.keys(
    recordingSchema.shape.arms.element.shape.latest.unwrap().shape.train.shape.measures.shape,
  );
  expect(inFile).toEqual(expect.arrayContaining([...SCALAR_MEASURES, ...CURVE_MEASURES]));
});

describe('a file that cannot be shown gives one sentence', () => {
  // biome-ignore lint/suspicious/noExplicitAny: the tests break the file in ways that its type forbids.
  const broken = (change: (file: any) => void) => {
    const made = makeRecording();
    made.addLosses(0, Float64Array.of(1, 2), Float64Array.of(0.5, 0.4));
    made.addFrame(makeFrame(0, 0));
    made.addFrame(makeFrame(0, 5));
    const file = JSON.parse(JSON.stringify(recordingToJson(made)));
    change(file);
    return JSON.stringify(file);
  };

  it.each([
    ['nothing', '', 'This file is not JSON; choose a recording that Richscope exported.'],
    ['a web page', '<!doctype html>', 'This file is not JSON; choose a recording that Richscope exported.'],
    ['null', 'null', 'This file is not a Richscope recording; choose one that Richscope exported.'],
    [
      'other JSON',
      '{"format":"x"}',
      'This file is not a Richscope recording; choose one that Richscope exported.',
    ],
    [
      'a newer version',
      broken(file => {
        file.version = 4;
      }),
      'This recording has format version 4, and this page reads up to 3; reload the page for a newer Richscope.',
    ],
    [
      'arrays of different length',
      broken(file => file.arms[0].losses.values.push(1)),
      'This recording is damaged at arms.0.losses.values (3 values for 2 steps); export it again.',
    ],
    [
      'columns of different length',
      broken(file => file.arms[0].frames.test.dlr.pop()),
      'This recording is damaged at arms.0.frames.test.dlr (1 values for 2 steps); export it again.',
    ],
    [
      'steps out of order',
      broken(file => file.arms[0].frames.steps.reverse()),
      'This recording is damaged at arms.0.frames.steps (steps must be ascending); export it again.',
    ],
    [
      'a missing arm',
      broken(file => file.arms.pop()),
      'This recording is damaged at arms (there are 1 arms, and the experiment has 2); export it again.',
    ],
    [
      'an initial probe of another step',
      broken(file => {
        file.arms[0].initial.step = 5;
      }),
      'This recording is damaged at arms.0 (the initial probe is of step 5 instead of 0); export it again.',
    ],
    [
      'a latest probe that is not the last',
      broken(file => {
        file.arms[0].latest = null;
      }),
      'This recording is damaged at arms.0 (the latest probe is not the last one in frames); export it again.',
    ],
    [
      'a snapshot of the newest probe',
      broken(file => {
        file.arms[0].snapshots = [file.arms[0].latest];
      }),
      'This recording is damaged at arms.0 (a snapshot is not older than the latest probe); export it again.',
    ],
    [
      'a snapshot of the first probe',
      broken(file => {
        file.arms[0].snapshots = [file.arms[0].initial];
      }),
      'This recording is damaged at arms.0 (the snapshots are not in ascending order); export it again.',
    ],
  ])('%s', (_, text, sentence) => {
    expect(() => recordingFromJson(text)).toThrow(sentence);
  });

  it.each([
    ['a text for a number', (file: { step: unknown }) => (file.step = 'x'), 'damaged at step'],
    [
      'a bad experiment',
      (file: { experiment: { seed: number } }) => (file.experiment.seed = -1),
      'at experiment.seed',
    ],
    ['too many arms', (file: { arms: unknown[] }) => (file.arms = Array(5).fill(file.arms[0])), 'at arms'],
    ['an unknown key', (file: { extra?: number }) => (file.extra = 1), 'at its top level'],
  ])('%s', (_, change, part) => {
    const text = broken(change);
    expect(() => recordingFromJson(text)).toThrow(part);
    expect(() => recordingFromJson(text)).toThrow(/^This recording is damaged at .*; export it again\.$/);
  });

  it('a file over the size limit, before it is read', async () => {
    const huge = {
      size: RECORDING_BYTES + 1,
      text: () => Promise.reject(new Error('The file was read.')),
    } as unknown as Blob;
    await expect(readRecording(huge)).rejects.toThrow('This file is larger than any recording (200 MB)');
  });
});

it('a file is read like its text', async () => {
  const made = makeRecording();
  made.addFrame(makeFrame(1, 0));
  const back = await readRecording(new Blob([JSON.stringify(recordingToJson(made))]));
  expect(content(back)).toEqual(content(made));
});

describe('a file of version 1', () => {
  it('opens without layers and network, and its reason is that of D_LR', () => {
    const made = makeRecording();
    made.addFrame(makeFrame(0, 0, 0.5, null));
    const file = JSON.parse(JSON.stringify(recordingToJson(made)));
    file.version = 1;
    for (const one of file.arms) {
      delete one.layers;
      delete one.snapshots;
      delete one.frames.network;
      for (const frame of [one.initial, one.latest])
        if (frame) {
          delete frame.network;
          for (const name of SPLITS) delete frame[name].layers;
          frame.train.measures.undefinedBecause = 'The outputs do not differ.';
        }
    }
    const [opened] = recordingFromJson(JSON.stringify(file)).arms;
    expect(opened!.layers).toEqual([]);
    expect(opened!.networkColumn('parameterNorm')).toEqual(Float64Array.of(Number.NaN));
    expect(opened!.latest?.train.measures.undefinedBecause).toEqual({ dlr: 'The outputs do not differ.' });
    expect(opened!.latest?.network.parameterNorm).toBeNull();
  });
});

describe('a file of version 2', () => {
  it('opens with the two probes that it holds in full', () => {
    const made = makeRecording();
    for (const at of [0, 5, 9]) made.addFrame(makeFrame(0, at));
    const file = JSON.parse(JSON.stringify(recordingToJson(made)));
    expect(file.arms[0].snapshots).toHaveLength(1);
    file.version = 2;
    for (const one of file.arms) delete one.snapshots;
    const [opened] = recordingFromJson(JSON.stringify(file)).arms;
    expect([...opened!.snapshots.steps]).toEqual([0, 9]);
    expect([...opened!.frameSteps]).toEqual([0, 5, 9]);
  });
});
