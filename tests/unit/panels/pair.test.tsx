import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { viewSchema } from '../../../src/experiment/schema';
import { PAIR_SERIES, PairPicture, readPair, writePair } from '../../../src/panels/closer';
import { type PairInput, pairModel } from '../../../src/panels/pair/geometry';
import type { Recording } from '../../../src/recording/recording';
import { asFile, expectWhole } from './drawn';
import { gaps, lazy, makeRun, rich } from './fixture';

function inputOf(
  recording: Recording,
  pair = 'dlr.testAccuracy',
  changes: Partial<PairInput> = {},
): PairInput {
  const [x, y] = readPair(pair);
  return {
    ...{
      recording,
      theme: 'light',
      probe: 'train',
      stepAxis: 'log',
      width: 520,
      height: 320,
      shownStep: null,
    },
    ...{ x, y },
    ...changes,
  };
}

const draw = (recording: Recording, pair: string, changes: Partial<PairInput & { hoverStep: number }> = {}) =>
  renderToStaticMarkup(
    <PairPicture
      {...inputOf(recording, pair)}
      {...{ version: recording.version, hoverStep: null, onHoverStep() {}, ...changes }}
    />,
    { identifierPrefix: 'pair' },
  );

describe('a pair of series', () => {
  it('is read as it is written, and fits into a link', () => {
    for (const x of PAIR_SERIES)
      for (const y of PAIR_SERIES) {
        const pair = writePair(x, y);
        expect(readPair(pair)).toEqual([x, y]);
        expect(viewSchema.parse({ pair }).pair).toBe(pair);
      }
    expect(new Set(PAIR_SERIES.map(({ name }) => name)).size).toBe(PAIR_SERIES.length);
  });

  it('takes the first pair in the place of unknown names', () => {
    expect(readPair('spam.nc1').map(({ name }) => name)).toEqual(['dlr', 'nc1']);
    expect(readPair('step').map(({ name }) => name)).toEqual(['step', 'testAccuracy']);
    expect(viewSchema.safeParse({ pair: 'a b' }).success).toBe(false);
  });
});

describe('one series against another', () => {
  const recording = makeRun([rich, lazy], { steps: 300 });

  it('puts every probe where its two values are', () => {
    const model = pairModel(inputOf(recording));
    const [arm] = recording.arms;
    const { points, start, end } = model.ways[0]!;
    expect(points).toHaveLength(arm!.frameCount);
    expect(start).toEqual(points[0]);
    expect(end).toEqual(points.at(-1));
    points.forEach(({ x, y }, i) => {
      expect(model.x.invert(x)).toBeCloseTo(arm!.column('train', 'dlr')[i]!, 9);
      expect(model.y.invert(y)).toBeCloseTo(arm!.column('test', 'accuracy')[i]!, 9);
    });
    expect(model.x(1)).toBeGreaterThan(model.x(0));
    expect(model.y(1)).toBeLessThan(model.y(0));
  });

  it('with steps along x is the curve that other pictures draw, on either axis', () => {
    for (const stepAxis of ['log', 'linear'] as const) {
      const { ways, plot } = pairModel(inputOf(recording, 'step.dlr', { stepAxis }));
      const xs = ways[0]!.points.map(({ x }) => x);
      expect(xs[0]).toBe(plot.left);
      expect(xs.every((x, i) => i === 0 || x > xs[i - 1]!)).toBe(true);
    }
  });

  it('has powers of ten on log axes, and counts from 0 on linear ones', () => {
    const log = pairModel(inputOf(recording, 'trainLoss.dlr'));
    const linear = pairModel(inputOf(recording, 'trainLoss.dlr', { stepAxis: 'linear' }));
    const { left, right } = log.plot;
    const [low, middle, high] = [left, (left + right) / 2, right].map(log.x.invert) as [
      number,
      number,
      number,
    ];
    expect(middle ** 2 / (low * high)).toBeCloseTo(1, 9);
    expect(linear.x(0)).toBeCloseTo(linear.plot.left, 6);
  });

  it('reads all arms at a step, and finds the step that is nearest to a place', () => {
    const model = pairModel(inputOf(recording));
    const { points } = model.ways[1]!;
    const point = points[12]!;
    expect(model.nearest(point.x + 0.1, point.y)).toBe(point.step);
    const reading = model.readAt(point.step)!;
    expect(reading.rows.map(({ text }) => text[0])).toEqual(['A', 'B']);
    expect(reading.rows[1]!.place).toEqual(point);
  });

  it('fades what lies outside the steps that are shown, and behind the moment that is', () => {
    const whole = pairModel(inputOf(recording)).ways[0]!.pieces;
    expect(whole.every(({ dim }) => !dim)).toBe(true);
    const zoomed = pairModel(inputOf(recording, undefined, { zoom: [10, 100] })).ways[0]!.pieces;
    expect(zoomed[0]!.dim && zoomed.at(-1)!.dim && zoomed.some(({ dim }) => !dim)).toBe(true);
    const past = pairModel(inputOf(recording, undefined, { shownStep: 50 })).ways[0]!.pieces;
    expect(past[0]!.dim).toBe(false);
    expect(past.at(-1)!.dim).toBe(true);
  });

  it('keeps what was measured visible behind a smoothed way, and breaks it where a value is undefined', () => {
    const broken = makeRun([gaps, lazy], { steps: 1_000 });
    const smooth = pairModel(inputOf(broken, undefined, { smoothing: 'strong' }));
    expect(smooth.ways[0]!.raw.match(/M/g)!.length).toBeGreaterThan(1);
    expect(smooth.ways.every(({ raw }) => raw.startsWith('M'))).toBe(true);
    const starts = (path: string) => path.split('M').length - 1;
    expect(starts(smooth.ways[1]!.raw)).toBe(1);
  });

  it('says what was not measured', () => {
    expect(pairModel(inputOf(recording, 'tangentKernelChange.dlr')).empty).toBe(
      'No change of the tangent kernel was measured in this run.',
    );
    const none = makeRun([rich], { until: -1 });
    expect(pairModel(inputOf(none)).empty).toMatch(/^Press play/);
  });

  it('is drawn the same for ever, and whole in every state', async () => {
    await expect(asFile(draw(recording, 'dlr.testAccuracy'))).toMatchFileSnapshot('snapshots/pair.svg');
    const runs = [
      recording,
      makeRun([rich], { until: -1 }),
      makeRun([gaps, lazy], { until: 0 }),
      makeRun([rich, gaps, lazy, lazy], { divergesAt: 60 }),
    ];
    for (const run of runs)
      for (const pair of ['dlr.testAccuracy', 'step.nc1', 'trainLoss.step', 'tangentKernelChange.used'])
        for (const smoothing of ['none', 'strong'] as const)
          expectWhole(draw(run, pair, { smoothing, hoverStep: 40, zoom: [5, 80] }));
  });
});
