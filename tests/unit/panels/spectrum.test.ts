import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLine, heightAt } from '../../../src/panels/common/lines';
import { spectrumModel } from '../../../src/panels/spectrum/geometry';
import { LABEL_HEIGHT, placeLabel } from '../../../src/panels/spectrum/place';
import type { Recording } from '../../../src/recording/recording';
import { between, gaps, lazy, makeRun, rich } from './fixture';

const options = { theme: 'light', probe: 'train', features: 128, width: 403, height: 362 } as const;
const modelOf = (recording: Recording, arm = 0, changes: Partial<Omit<typeof options, 'width'>> = {}) =>
  spectrumModel({ ...options, ...changes, arm: recording.arms[arm]! });

/** Points of a drawn path. */
const points = (path: string) => [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [+x!, +y!]);
function curve(path: string) {
  const drawn = points(path);
  return { x: drawn.map(point => point[0]!), y: drawn.map(point => point[1]!) };
}

/** Least distance between a label's box and a curve, in pixels. */
function distance(
  label: { x: number; y: number; width: number },
  line: { x: number[]; y: number[] },
): number {
  let least = Number.POSITIVE_INFINITY;
  for (let x = label.x - 4; x <= label.x + label.width + 4; x++) {
    const y = heightAt(line, x);
    if (Number.isNaN(y)) continue;
    const aside = Math.max(label.x - x, x - label.x - label.width, 0);
    least = Math.min(least, Math.hypot(aside, Math.max(Math.abs(y - label.y) - LABEL_HEIGHT / 2, 0)));
  }
  return least;
}

describe('labels of a spectrum', () => {
  it.each([
    ['rich', rich],
    ['between', between],
    ['lazy', lazy],
  ])('touch no curve, no line and no other label: %s', (_, story) => {
    for (const until of [0, 10, 100, 3_000])
      for (const width of [185, 260, 403, 620])
        for (const probe of ['train', 'test'] as const) {
          const arm = makeRun([story], { until }).arms[0]!;
          const model = spectrumModel({ ...options, probe, width, arm });
          const curves = [model.strength, model.used, model.quality].map(curve);
          expect(model.labels.length).toBeGreaterThanOrEqual(2);
          model.labels.forEach((label, i) => {
            const [top, bottom] = [label.y - LABEL_HEIGHT / 2, label.y + LABEL_HEIGHT / 2];
            for (let x = label.x; x <= label.x + label.width; x++)
              for (const line of curves) {
                const y = heightAt(line, x);
                expect(y > top && y < bottom, `${label.text} at ${x},${y}`).toBe(false);
              }
            expect(label.x + label.width).toBeLessThanOrEqual(model.plot.right);
            expect(label.x).toBeGreaterThan(model.plot.left);
            expect(label.x < model.rankLine!.x && model.rankLine!.x < label.x + label.width).toBe(false);
            for (const other of model.labels.slice(i + 1)) {
              const isBeside = other.x > label.x + label.width || label.x > other.x + other.width;
              expect(isBeside || Math.abs(other.y - label.y) >= LABEL_HEIGHT).toBe(true);
            }
          });
        }
  });

  it.each([
    ['rich', rich],
    ['between', between],
    ['lazy', lazy],
  ])('are nearest to their own curve, or tied to it: %s', (_, story) => {
    for (const until of [5, 10, 20, 50, 100, 200, 400, 1_000, 3_000])
      for (const [width, height] of [
        [185, 270],
        [196, 300],
        [260, 300],
        [403, 300],
      ])
        for (const probe of ['train', 'test'] as const) {
          const arm = makeRun([story], { until }).arms[0]!;
          const model = spectrumModel({ ...options, probe, width: width!, height: height!, arm });
          const curves = [model.strength, model.used, model.quality].map(curve);
          const words = ['strength', 'used', 'quality'];
          for (const label of model.labels.filter(({ leader }) => !leader)) {
            const away = curves.map(line => distance(label, line));
            const own = away[words.findIndex(word => label.text.startsWith(word))]!;
            const others = away.filter(other => other !== own);
            const hasRoom = label.text === 'strength' && label.isInArea && Math.min(...others) >= 10;
            if (!hasRoom)
              expect(own, `${label.text}, ${until}, ${width}, ${probe}`).toBeLessThan(
                Math.min(...others) + 6,
              );
          }
        }
  });

  it('stay where they were while nothing better is clearly there', () => {
    const first = modelOf(makeRun([lazy], { until: 300 }));
    const { arms } = makeRun([lazy], { until: 310 });
    const again = spectrumModel({ ...options, arm: arms[0]! }, first.labels);
    expect(again.labels.map(({ x, y }) => [x, y])).toEqual(first.labels.map(({ x, y }) => [x, y]));
  });

  it('are left out where there is no place', () => {
    const plot = { left: 0, right: 60, top: 0, bottom: 20 };
    const own = drawLine([0, 60], [10, 10]);
    const around = { plot, curves: [own], uprights: [], area: own };
    expect(
      placeLabel({ texts: ['used by the outputs'], colour: '', own, below: false }, around, [], []),
    ).toBeNull();
  });
});

describe('spectrumModel', () => {
  const recording = makeRun([rich, lazy]);

  it('draws what was measured: strength 1 at the first feature, C − 1 where it belongs', () => {
    const { strength, plot, rankLine } = modelOf(recording);
    expect(points(strength)[0]).toEqual([plot.left, plot.top]);
    expect(rankLine!.text).toBe('9 = C − 1');
    const share = (rankLine!.x - plot.left) / (plot.right - plot.left);
    expect(share).toBeCloseTo(Math.log(9) / Math.log(128));
  });

  it('shares its axes with the other arms', () => {
    const [a, b] = [modelOf(recording, 0), modelOf(recording, 1)];
    expect(a.plot).toEqual(b.plot);
    expect(a.featureTicks).toEqual(b.featureTicks);
  });

  it('says in words what the curves show', () => {
    expect(modelOf(recording).summary).toMatch(
      /^the strongest 9 features hold 9\d\u202f% of what the outputs/,
    );
  });

  it('says that there is nothing yet', () => {
    expect(modelOf(makeRun([rich], { until: -1 })).message).toMatch(/^Press play/);
    const { arms } = makeRun([rich], { until: -1 });
    const failed = spectrumModel({ ...options, arm: arms[0]!, absence: 'failed' });
    expect(failed.message).toMatch(/^Nothing was recorded/);
  });

  it('draws features and quality while the outputs do not vary, and says so', () => {
    const model = modelOf(makeRun([gaps], { until: 0 }));
    expect(model.used).toBe('');
    expect(model.strength).not.toBe('');
    expect(model.labels.map(label => label.text).join()).toContain('do not vary');
  });

  it('gives the reason where there is no spectrum', () => {
    const { arms } = makeRun([rich], { until: 0 });
    const measures = arms[0]!.latest!.train.measures;
    delete measures.relativeEigenvalues;
    measures.undefinedBecause = { dlr: 'The features are the same for every input, so D_LR is undefined.' };
    const model = spectrumModel({ ...options, arm: arms[0]! });
    expect(model.message).toBe(measures.undefinedBecause.dlr);
    expect(model.strength).toBe('');
  });

  it('draws at most as many features as its axis has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 128 }), features => {
        expect(
          points(modelOf(recording, 0, { features: features as 128 }).strength).length,
        ).toBeLessThanOrEqual(features);
      }),
      { numRuns: 10 },
    );
  });
});
