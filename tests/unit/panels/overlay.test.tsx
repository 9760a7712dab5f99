import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AccuracyCurve, type CurveProps, LossCurve, RichnessCurve } from '../../../src/panels';
import { overlap } from '../../../src/panels/common/labels';
import { stepScale } from '../../../src/panels/common/scales';
import { behindOf, type OverlayArm } from '../../../src/panels/overlay';
import { meanOf, overlayRange, valueAt } from '../../../src/panels/overlay/geometry';
import { fitted, overlayNames } from '../../../src/panels/overlay/names';
import type { Recording } from '../../../src/recording/recording';
import { curvesOf } from '../../../src/recording/runs/curves';
import { asFile, expectWhole } from './drawn';
import { between, gaps, lazy, makeRun, rich } from './fixture';

const pictures = { richness: RichnessCurve, accuracy: AccuracyCurve, loss: LossCurve };
const names = Object.keys(pictures) as (keyof typeof pictures)[];

const armsOf = (recording: Recording, label: string): OverlayArm[] =>
  curvesOf(label, recording).arms.map((curves, arm) => ({ arm, label, curves }));

const behind = [
  ...armsOf(makeRun([between]), 'lr 0.1'),
  ...armsOf(makeRun([lazy], { until: 400 }), 'lr 0.2'),
];
const same = [rich, between, gaps].flatMap(story => armsOf(makeRun([story]), 'mean'));

function draw(name: keyof typeof pictures, arms: OverlayArm[], grouped = false): string {
  const Picture = pictures[name];
  const recording = makeRun([rich], { until: 90 });
  const props: CurveProps = {
    ...{ recording, version: recording.version, theme: 'light', probe: 'train', stepAxis: 'log' },
    ...{ width: 409, height: 180, hoverStep: null, onHoverStep() {} },
    behind: behindOf({ arms, grouped }),
  };
  return renderToStaticMarkup(<Picture {...props} />, { identifierPrefix: `${name}-behind` });
}

describe('runs behind a live one', () => {
  it.each(names)('%s, as drawn', async name => {
    await expect(asFile(draw(name, behind))).toMatchFileSnapshot(`snapshots/overlay-${name}.svg`);
  });

  it('a mean with its band, as drawn', async () => {
    await expect(asFile(draw('accuracy', same, true))).toMatchFileSnapshot('snapshots/overlay-mean.svg');
  });

  it.each(names)('%s is whole with one, many and none of them', name => {
    const many = Array.from({ length: 100 }, () => behind).flat();
    for (const arms of [[], behind, many])
      for (const grouped of [false, true]) expectWhole(draw(name, arms, grouped));
    expect(draw(name, many).match(/<path [^>]*stroke-width="1.1"/g)).toHaveLength(200);
    expect(draw(name, many)).not.toContain('lr 0.1');
    expect(draw(name, behind)).toContain('lr 0.1');
  });

  it('have their place on the axis of losses, of which 0 has none', () => {
    const [one] = behind;
    const curves = {
      ...one!.curves,
      losses: Float64Array.of(0, 1e-5, 3),
      lossSteps: Float64Array.of(1, 2, 3),
    };
    const set = { arms: [{ ...one!, curves }], grouped: false };
    expect(overlayRange(set, 'loss', 'train')).toEqual([1e-5, 3]);
    expect(overlayRange({ arms: [], grouped: false }, 'loss', 'train')).toBeNull();
  });
});

describe('a mean over runs', () => {
  const series = (values: number[]) => ({ steps: [0, 9, 99], values });

  it('is between points straight in log step', () => {
    expect(valueAt(series([0, 1, 3]), 9)).toBe(1);
    expect(valueAt(series([0, 1, 3]), Math.sqrt(10) - 1)).toBeCloseTo(0.5, 12);
    expect(valueAt(series([0, 1, 3]), 100)).toBeNaN();
    expect(valueAt({ steps: [], values: [] }, 0)).toBeNaN();
  });

  it('has the standard deviation of its runs, none of a single one, and a gap where one has a gap', () => {
    const { mean, deviation } = meanOf([series([1, 2, Number.NaN]), series([3, 2, 1])], [0, 9, 99]);
    expect(mean).toEqual([2, 2, Number.NaN]);
    expect(deviation[0]).toBeCloseTo(Math.SQRT2, 12);
    expect(deviation[1]).toBe(0);
    expect(meanOf([series([1, 2, 3])], [0]).deviation).toEqual([0]);
  });
});

describe('names of lines', () => {
  const plot = { left: 50, right: 300, top: 9, bottom: 150 };
  const line = (label: string, y: number) => ({
    ...{ arm: 0, label, path: '', band: '', stops: [] },
    end: { x: 200, y },
  });

  it('are cut to the room that there is', () => {
    expect(fitted('short', 200)).toBe('short');
    expect(fitted('a long name of a run', 60)).toMatch(/^a lo.*…$/);
    expect(fitted('x', 0)).toBe('');
  });

  it('cover neither each other nor the label of a live curve', () => {
    const live = { x: 205, y: 60, text: 'A 0.28', colour: '', strong: true };
    const placed = overlayNames(
      [line('one', 60), line('two', 61), line('three', 62)],
      { plot, steps: stepScale('log', 300, [plot.left, plot.right]), labels: [live], width: 380 },
      '',
    );
    expect(placed).toHaveLength(3);
    const all = [...placed, live];
    all.forEach((a, i) => {
      for (const b of all.slice(i + 1)) expect(overlap(a, b)).toBe(false);
    });
  });
});
