import { CURVE_MEASURES, type LayerMeasures, type Measures } from '../metrics/types';
import { Moments } from './moments';
import type { Frame, SplitFrame } from './types';

/** Most past probes that an arm keeps in full, and most bytes that they take together. */
export const SNAPSHOT_LIMIT = 256;
export const SNAPSHOT_BYTES = 4_000_000;

/** The curves that panels draw; eigenvalues are these, but for a factor. */
const KEPT_CURVES = CURVE_MEASURES.filter(name => name !== 'eigenvalues');
type KeptCurve = Exclude<(typeof CURVE_MEASURES)[number], 'eigenvalues'>;

/** What a probe says of one split, with its curves in single precision. */
interface PackedSplit {
  accuracy: number;
  loss: number;
  measures: Measures;
  curves: Partial<Record<KeptCurve, Float32Array>>;
  layers: LayerMeasures[];
  layerCurves: (Float32Array | undefined)[];
}

/** A frame in about half of its room: what panels need to redraw one past probe. */
export type Snapshot = Omit<Frame, 'train' | 'test'> & Record<'train' | 'test', PackedSplit>;

/** A record of past probes, thinned when it is full. */
export const createSnapshots = (): Moments<Snapshot> =>
  new Moments({ count: SNAPSHOT_LIMIT, bytes: SNAPSHOT_BYTES, sizeOf: sizeOfSnapshot });

/** Makes a snapshot of a frame. Numbers stay as they are; curves are rounded to single precision. */
export const snapshotOf = (frame: Frame): Snapshot => ({
  ...frame,
  train: packed(frame.train),
  test: packed(frame.test),
});

/** Frames that were asked for last: all pictures of a moment ask for those of the arms at it. */
const LAST_FRAMES = 8;
const lastFrames = new Map<Snapshot, Frame>();

/** The frame that a snapshot was made of, without its eigenvalues. It may be shared: nobody changes it. */
export function frameOf(snapshot: Snapshot): Frame {
  const known = lastFrames.get(snapshot);
  if (known) return known;
  const frame = { ...snapshot, train: unpacked(snapshot.train), test: unpacked(snapshot.test) };
  lastFrames.set(snapshot, frame);
  if (lastFrames.size > LAST_FRAMES) lastFrames.delete(lastFrames.keys().next().value!);
  return frame;
}

/** What is beyond single precision has no place in a picture either. */
const single = (value: number) => {
  const rounded = Math.fround(value) + 0;
  return Number.isFinite(rounded) ? rounded : Number.NaN;
};

function packed({ accuracy, loss, measures, layers }: SplitFrame): PackedSplit {
  const numbers = { ...measures };
  for (const name of CURVE_MEASURES) delete numbers[name];
  const curves: PackedSplit['curves'] = {};
  for (const name of KEPT_CURVES) {
    const curve = measures[name];
    if (curve) curves[name] = Float32Array.from(curve, single);
  }
  const bare = layers.map(({ relativeEigenvalues: _, ...layer }) => layer);
  const layerCurves = layers.map(
    ({ relativeEigenvalues }) => relativeEigenvalues && Float32Array.from(relativeEigenvalues, single),
  );
  return { accuracy, loss, measures: numbers, curves, layers: bare, layerCurves };
}

function unpacked({ accuracy, loss, measures, curves, layers, layerCurves }: PackedSplit): SplitFrame {
  const restored: Measures = { ...measures };
  for (const name of KEPT_CURVES) {
    const curve = curves[name];
    if (curve) restored[name] = Float64Array.from(curve);
  }
  return {
    accuracy,
    loss,
    measures: restored,
    layers: layers.map((layer, i) => {
      const curve = layerCurves[i];
      return curve ? { ...layer, relativeEigenvalues: Float64Array.from(curve) } : layer;
    }),
  };
}

/** What the numbers of a split or of a layer take, roughly: some twenty fields. */
const NUMBERS = 200;

function sizeOfSnapshot({ train, test }: Snapshot): number {
  let bytes = 0;
  for (const { curves, layerCurves, layers } of [train, test]) {
    bytes += NUMBERS * (1 + layers.length);
    for (const curve of [...Object.values(curves), ...layerCurves]) bytes += curve?.byteLength ?? 0;
  }
  return bytes;
}
