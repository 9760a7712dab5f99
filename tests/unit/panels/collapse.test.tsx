import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { CollapsePicture } from '../../../src/panels/collapse/CollapsePicture';
import { COLLAPSE_MEASURES, neuralCollapseModel } from '../../../src/panels/collapse/curves';
import { CORNERS, collapseModel, sharedReach, spreadOf } from '../../../src/panels/collapse/geometry';
import { NeuralCollapseCurve } from '../../../src/panels/collapse/NeuralCollapseCurve';
import { richnessColour } from '../../../src/panels/common/richness';
import type { CollapseProps } from '../../../src/panels/types';
import type { Recording } from '../../../src/recording/recording';
import { TRAIL_LIMIT } from '../../../src/recording/trail';
import { addDetails, collapsing, planeOf } from './details';
import { gaps, lazy, makeRun, rich } from './fixture';
import { asFile } from './svg';

const classNames = ['zero', 'one', 'two', 'three'];
const numbers = (path: string) => path.match(/-?[\d.]+/g)!.map(Number);

function propsOf(recording: Recording, arm = 0, changes: Partial<CollapseProps> = {}): CollapseProps {
  return {
    ...{ arm: recording.arms[arm]!, version: recording.version, theme: 'light', probe: 'train' },
    ...{ classNames, reach: sharedReach(recording.arms, 'train'), width: 300, height: 388 },
    ...changes,
  };
}

describe('the plane of class means', () => {
  const run = addDetails(makeRun([rich, lazy]), 'train');

  it('draws the simplex of a collapsed network: corners 120° apart, the first at the top', () => {
    for (const [i, a] of CORNERS.entries())
      for (const b of CORNERS.slice(i + 1)) expect(a.x * b.x + a.y * b.y).toBeCloseTo(-0.5, 12);
    expect(CORNERS[1]!.x).toBeGreaterThan(0);
    const { target, plot } = collapseModel(propsOf(run));
    const [x0, y0, x1, y1, x2, y2] = numbers(target);
    expect(x0).toBe((plot.left + plot.right) / 2);
    expect(y0).toBeLessThan(y1!);
    expect(y1).toBe(y2);
    expect(x1! - x0!).toBeCloseTo(x0! - x2!, 6);
  });

  it('draws every point in the window, and says how many are not', () => {
    const [arm] = run.arms;
    const places = (reach: number) =>
      collapseModel(propsOf(run, 1, { reach })).points.map(path => path.split('M').length - 1);
    expect(places(20)).toEqual([12, 12, 12]);
    const near = collapseModel(propsOf(run, 1, { reach: 1.5 }));
    const drawn = near.points.reduce((sum, path) => sum + path.split('M').length - 1, 0);
    expect(drawn).toBeLessThan(36);
    expect(near.outside).toBe(`${36 - drawn} of 36 points lie farther out`);
    expect(collapseModel({ ...propsOf(run), arm: arm!, reach: 20 }).outside).toBe('');
  });

  it('shows all arms on one scale, large enough for the most scattered', () => {
    const both = sharedReach(run.arms, 'train');
    expect(both).toBe(Math.max(...run.arms.map(arm => sharedReach([arm], 'train'))));
    expect(sharedReach([run.arms[0]!], 'train')).toBeLessThan(both);
    expect(sharedReach(makeRun([rich]).arms, 'train')).toBeGreaterThan(1);
  });

  it('lets the means leave a trail in the colours of the richness on the way', () => {
    const { trails, means } = collapseModel(propsOf(run));
    expect(trails[0]!.colour).not.toBe(trails[13]!.colour);
    expect(trails[13]!.colour).toBe(richnessColour(rich.dlr(3_000)!, 'light'));
    expect(trails[0]!.opacity).toBeLessThan(trails[13]!.opacity);
    const [x, y] = numbers(trails[13]!.path).slice(-2);
    const [meanX, meanY] = numbers(means[0]!);
    expect([x, y]).toEqual([meanX, meanY]);
    expect(run.arms[0]!.trails.train!.steps.length).toBeLessThanOrEqual(TRAIL_LIMIT);
    expect(run.arms[0]!.trails.train!.steps[0]).toBe(0);
  });

  it('shows a past moment with its step, and the trail up to it', () => {
    const made = addDetails(makeRun([rich, lazy]), 'train');
    const past = made.arms[0]!.pastDetails.train;
    const step = past.steps[Math.floor(past.length / 2)]!;
    const then = collapseModel(propsOf(made, 0, { shownStep: step }));
    const now = collapseModel(propsOf(made));
    expect(then.title).toMatch(new RegExp(`, step ${step.toLocaleString('en-GB')}$`));
    expect(now.title).not.toContain('step');
    expect(then.summary).toContain(`at step ${step.toLocaleString('en-GB')}:`);
    expect(then.means).not.toEqual(now.means);
    expect(then.trails.length).toBeLessThanOrEqual(now.trails.length);
  });

  it('begins a new trail with other classes', () => {
    const recording = addDetails(makeRun([rich], { steps: 50 }), 'train');
    recording.setDetail(0, 'train', 60, {
      collapse: planeOf(0.1, { classes: [0, 1, 3] }),
      eigenfunctions: null,
    });
    expect(Array.from(recording.arms[0]!.trails.train!.steps)).toEqual([60]);
    expect(collapseModel(propsOf(recording)).trails).toEqual([]);
    expect(collapseModel(propsOf(recording)).labels.map(({ text }) => text)).toEqual([
      'zero',
      'one',
      'three',
    ]);
  });

  it('says in a sentence why there is nothing to see', () => {
    const empty = makeRun([rich], { until: -1 });
    expect(collapseModel(propsOf(empty)).message).toMatch(/^Press play/);
    expect(collapseModel(propsOf(empty, 0, { missing: 'Not in the file.' })).message).toBe(
      'Not in the file.',
    );
    const reason = 'Class 2 has no picture.';
    empty.setDetail(0, 'train', 0, { collapse: null, collapseMissing: reason, eigenfunctions: null });
    expect(collapseModel(propsOf(empty)).message).toBe(reason);
  });

  it('measures the spread around the means', () => {
    const plane = planeOf(0.3);
    const points = plane.points.map(
      (_, i) => plane.means[2 * plane.members[i >> 1]! + (i % 2)]! + (i % 2 ? 0.4 : 0.3),
    );
    expect(spreadOf({ ...plane, points })).toBeCloseTo(0.5, 12);
  });

  it.each(['light', 'dark'] as const)('is whole, %s', theme => {
    for (const recording of [
      run,
      makeRun([rich], { until: -1 }),
      addDetails(makeRun([gaps], { until: 0 }), 'train'),
    ])
      for (const width of [210, 300, 420]) {
        const svg = renderToStaticMarkup(<CollapsePicture {...propsOf(recording, 0, { theme, width })} />);
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        expect(svg).toMatch(/role="img" aria-label="Class means of A · [^"]+"/);
      }
  });

  it('as drawn', async () => {
    const small = addDetails(makeRun([rich, lazy], { steps: 300 }), 'train');
    await expect(asFile(renderToStaticMarkup(<CollapsePicture {...propsOf(small)} />))).toMatchFileSnapshot(
      'snapshots/collapse.svg',
    );
  });
});

describe('NC1 – NC4', () => {
  const input = (recording: Recording) =>
    ({ recording, theme: 'light', probe: 'train', stepAxis: 'log', width: 320, height: 130 }) as const;

  it.each(COLLAPSE_MEASURES)('%s has a curve and a label for each arm, inside the plot', measure => {
    const model = neuralCollapseModel(input(makeRun([collapsing(rich), collapsing(lazy)])), measure);
    expect(model.lines.map(({ end }) => end !== null)).toEqual([true, true]);
    for (const { y } of model.lines)
      for (const height of Array.from(y)) {
        expect(height).toBeGreaterThanOrEqual(model.plot.top - 0.5);
        expect(height).toBeLessThanOrEqual(model.plot.bottom + 0.5);
      }
    expect(model.labels.map(({ text }) => text[0]).sort()).toEqual(['A', 'B']);
    expect(model.readAt(100)!.rows).toHaveLength(2);
  });

  it('NC1 has a logarithmic axis: equal ratios are equally high', () => {
    const { values } = neuralCollapseModel(input(makeRun([collapsing(rich), collapsing(lazy)])), 'nc1');
    expect(values(1) - values(0.1)).toBeCloseTo(values(0.1) - values(0.01), 6);
    const linear = neuralCollapseModel(input(makeRun([collapsing(rich), collapsing(lazy)])), 'nc3').values;
    expect(linear(0.2) - linear(0.1)).toBeCloseTo(linear(0.1) - linear(0), 6);
  });

  it('says why there is no curve', () => {
    expect(neuralCollapseModel(input(makeRun([rich], { until: -1 })), 'nc1').empty).toMatch(/^Press play/);
    const recording = makeRun([rich], { until: 0 });
    const { measures } = recording.arms[0]!.latest!.train;
    const frame = recording.arms[0]!.latest!;
    const undefinedBecause = { nc3: 'A class is absent.' };
    recording.addFrame({
      ...frame,
      train: { ...frame.train, measures: { ...measures, nc3: null, undefinedBecause } },
    });
    expect(neuralCollapseModel(input(recording), 'nc3').empty).toBe('A class is absent.');
  });

  it('as drawn', async () => {
    const recording = makeRun([collapsing(rich), collapsing(lazy)], { steps: 300 });
    const svg = renderToStaticMarkup(
      <NeuralCollapseCurve
        {...input(recording)}
        {...{ version: 1, hoverStep: null, onHoverStep() {}, measure: 'nc1', name: 'NC1' }}
      />,
      { identifierPrefix: 'nc1' },
    );
    await expect(asFile(svg)).toMatchFileSnapshot('snapshots/nc1.svg');
  });
});
