import { describe, expect, it } from 'vitest';
import { accuracyModel } from '../../../src/panels/accuracy-curve/geometry';
import { heightAt } from '../../../src/panels/common/lines';
import type { CurveInput } from '../../../src/panels/common/model';
import { stepAfterKey } from '../../../src/panels/common/StepHandle';
import { boxLeft, placeBox } from '../../../src/panels/common/Tooltip';
import { axisFormat, formatLoss, lossModel } from '../../../src/panels/loss-curve/geometry';
import { richnessModel } from '../../../src/panels/richness-curve/geometry';
import type { Recording } from '../../../src/recording/recording';
import { gaps, lazy, makeRun, rich } from './fixture';

const input = (recording: Recording): CurveInput => ({
  recording,
  ...{ theme: 'light', probe: 'train', stepAxis: 'log', width: 409, height: 160 },
});
const pieces = (path: string) => path.split('M').length - 1;
const texts = (labels: readonly { text: string }[]) => labels.map(label => label.text).sort();

describe('richnessModel', () => {
  it('names each arm by its newest value and the start once', () => {
    const { labels, references } = richnessModel(input(makeRun([rich, lazy])));
    expect(texts(labels)).toEqual(['A 0.05', 'B 0.52', 'start 0.60']);
    expect(references).toHaveLength(1);
  });

  it('gives starts that differ a line each, and one label while they are close', () => {
    const other = { ...lazy, dlr: (step: number) => lazy.dlr(step)! - 0.05 };
    const { labels, references } = richnessModel(input(makeRun([rich, other])));
    expect(references).toHaveLength(2);
    expect(texts(labels)).toContain('start ≈ 0.57');
  });

  it('leaves a gap where D_LR is undefined', () => {
    const { lines, references, labels } = richnessModel(input(makeRun([gaps])));
    expect(pieces(lines[0]!.path)).toBe(2);
    expect(references).toEqual([]);
    expect(texts(labels)).toEqual(['A 0.05']);
  });

  it('shows one point for a single probe', () => {
    const { lines } = richnessModel(input(makeRun([rich], { until: 0 })));
    expect(lines[0]!.dots).toHaveLength(1);
    expect(lines[0]!.end).toEqual(lines[0]!.dots[0]);
  });

  it('names an arm that was never defined, and gives the reason where none was', () => {
    expect(texts(richnessModel(input(makeRun([gaps, lazy], { until: 0 }))).labels)).toContain('A undefined');
    expect(richnessModel(input(makeRun([gaps], { until: 0 }))).empty).toMatch(/^The outputs do not differ/);
  });

  it('says what to do before the first probe', () => {
    const model = richnessModel(input(makeRun([rich], { until: -1 })));
    expect(model.empty).toBe('Press play: the first value comes at step 0.');
    expect(model.readAt(10)).toBeNull();
    expect(model.steps.ticks.length).toBeGreaterThan(2);
  });

  it('says in every picture why there is nothing: not asked for, on its way, or failed', () => {
    const given = input(makeRun([rich], { until: -1 }));
    for (const modelOf of [richnessModel, accuracyModel, lossModel]) {
      expect(modelOf(given).empty).toMatch(/^Press play: the first/);
      expect(modelOf({ ...given, absence: 'loading' }).empty).toMatch(/^Getting ready: the first/);
      expect(modelOf({ ...given, absence: 'failed' }).empty).toMatch(/^Nothing was recorded/);
    }
  });

  it('keeps the name of an arm that was never defined off the axis, and away from both ends of the scale', () => {
    const model = richnessModel(input(makeRun([gaps, lazy], { until: 0 })));
    const label = model.labels.find(({ text }) => text === 'A undefined')!;
    expect(label.x).toBeGreaterThan(model.plot.right);
    expect(richnessModel(input(makeRun([gaps, gaps], { until: 0 }))).labels).toEqual([]);
  });

  it('reads all arms at the probe nearest to a step', () => {
    const reading = richnessModel(input(makeRun([rich, lazy]))).readAt(99)!;
    expect(reading.step).toBe(100);
    expect(reading.rows.map(row => row.text)).toEqual([
      `A ${rich.dlr(100)!.toFixed(2)}`,
      `B ${lazy.dlr(100)!.toFixed(2)}`,
    ]);
  });

  it('says where an arm diverged', () => {
    const model = richnessModel(input(makeRun([rich, lazy], { divergesAt: 60 })));
    expect(model.summary).toMatch(/B 0\.\d\d, diverged at step 60$/);
    expect(model.lines.map(line => line.diverged)).toEqual([false, true]);
  });
});

describe('accuracyModel', () => {
  it('shows test accuracy strong and training accuracy faint', () => {
    const { lines, labels, summary } = accuracyModel(input(makeRun([rich, lazy])));
    expect(lines.map(line => line.faint)).toEqual([true, true, false, false]);
    expect(texts(labels)).toEqual(['A 29\u202f%', 'B 78\u202f%', 'training']);
    expect(summary).toBe('A test 29\u202f%, train 100\u202f%; B test 78\u202f%, train 95\u202f%');
  });

  it('is not broken by a gap in D_LR', () => {
    const { lines } = accuracyModel(input(makeRun([gaps])));
    expect(lines.map(line => pieces(line.path))).toEqual([1, 1]);
  });
});

describe('the labels of a logarithmic axis', () => {
  it('are written in one manner: decimals, or powers of ten where these would be too long', () => {
    const decimal = axisFormat(2e-4);
    expect([5e-4, 1e-3, 0.05, 1, 20].map(decimal)).toEqual(['0.0005', '0.001', '0.05', '1', '20']);
    const power = axisFormat(3e-6);
    expect([1e-5, 1e-3, 0.1, 1].map(power)).toEqual(['1e-5', '1e-3', '1e-1', '1']);
  });
});

describe('lossModel', () => {
  it('stands in the same place over the steps as the other curves', () => {
    const given = input(makeRun([rich, lazy]));
    const [loss, richness] = [lossModel(given), richnessModel(given)];
    expect(loss.plot).toEqual(richness.plot);
    expect(loss.steps(100)).toBe(richness.steps(100));
  });

  it('leaves a gap for a loss of 0 and survives infinite ones', () => {
    const recording = makeRun(
      [{ ...rich, loss: step => (step === 20 ? 0 : step === 30 ? Number.POSITIVE_INFINITY : 0.5) }],
      {
        until: 40,
      },
    );
    const { lines, values } = lossModel(input(recording));
    expect(pieces(lines[0]!.path)).toBe(3);
    expect(values.ticks.every(tick => Number.isFinite(tick.at))).toBe(true);
  });

  it('draws 16,000 losses in as many points as there are pixels', () => {
    const model = lossModel(input(makeRun([rich], { steps: 16_000 })));
    expect(model.lines[0]!.path.split(/[ML]/).length).toBeLessThan(2 * (model.plot.right - model.plot.left));
  });

  it('writes losses short', () => {
    expect([0.01234, 1, 12, 4.5e-6, 3e5, Number.NaN].map(formatLoss)).toEqual([
      '0.012',
      '1',
      '12',
      '4.5e-6',
      '3e5',
      'undefined',
    ]);
  });
});

describe('keys', () => {
  const stops = Float64Array.of(0, 1, 2, 5, 10, 20);

  it('walk from probe to probe, from the newest on', () => {
    expect(stepAfterKey('ArrowLeft', stops, null)).toBe(10);
    expect(stepAfterKey('ArrowLeft', stops, 10)).toBe(5);
    expect(stepAfterKey('ArrowRight', stops, 4)).toBe(10);
  });

  it('stop at the first and the last probe', () => {
    expect(stepAfterKey('ArrowLeft', stops, 0)).toBe(0);
    expect(stepAfterKey('ArrowRight', stops, 20)).toBe(20);
    expect([stepAfterKey('Home', stops, 5), stepAfterKey('End', stops, 5)]).toEqual([0, 20]);
  });

  it('leave all other keys, and every key before the first probe, to the page', () => {
    expect(stepAfterKey(' ', stops, 5)).toBeNull();
    expect(stepAfterKey('ArrowLeft', new Float64Array(0), null)).toBeNull();
  });
});

describe('tooltip', () => {
  const plot = { left: 50, right: 330, top: 9, bottom: 135 };

  it('covers no curve and no label where there is a free place', () => {
    for (const modelOf of [richnessModel, accuracyModel]) {
      const model = modelOf(input(makeRun([rich, lazy])));
      for (let x = model.plot.left; x <= model.plot.right; x += 10) {
        const box = placeBox(x, 90, 60, model);
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.left + box.width).toBeLessThanOrEqual(model.width);
        expect(box.left < x && x < box.left + box.width).toBe(false);
      }
    }
    const model = richnessModel(input(makeRun([rich, lazy])));
    const box = placeBox(model.steps(1_000), 90, 60, model);
    for (const line of model.lines)
      for (let at = box.left; at <= box.left + box.width; at++) {
        const y = heightAt(line, at);
        expect(y > box.top && y < box.top + box.height).toBe(false);
      }
  });

  it('stays inside the picture', () => {
    for (let x = plot.left; x <= plot.right; x += 5)
      for (const width of [60, 120, 200]) {
        const left = boxLeft(x, width, 409, plot);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + width).toBeLessThanOrEqual(409);
      }
  });
});
