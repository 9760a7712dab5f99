import { describe, expect, it } from 'vitest';
import { causeColumn, causeModel } from '../../../src/panels/causes/geometry';
import { dlrInterval } from '../../../src/panels/common/error';
import type { CurveInput } from '../../../src/panels/common/model';
import { richnessColour } from '../../../src/panels/common/richness';
import {
  cellEdges,
  cellWords,
  layerMapModel,
  rowHeight,
  whyHatched,
} from '../../../src/panels/layer-map/geometry';
import { layerSpectrumModel } from '../../../src/panels/layer-map/spectrum';
import { richnessModel } from '../../../src/panels/richness-curve/geometry';
import { formatRival, rivalModel } from '../../../src/panels/rivals/geometry';
import { newestOf, RIVAL_NAMES, RIVALS, rivalReasons } from '../../../src/panels/rivals/measures';
import type { Recording } from '../../../src/recording/recording';
import { gaps, lazy, makeRun, measured, rich } from './fixture';

const input = (recording: Recording, changes: Partial<CurveInput> = {}): CurveInput => ({
  recording,
  ...{ theme: 'light', probe: 'train', stepAxis: 'log', width: 409, height: 160 },
  ...changes,
});
const texts = (labels: readonly { text: string }[]) => labels.map(label => label.text).sort();
const two = makeRun([measured(rich), measured(lazy)]);

describe('the error of D_LR', () => {
  it('is 1.96 standard errors to either side, inside [0, 1]', () => {
    expect(dlrInterval(0.5, 0.1)).toEqual([0.304, 0.696]);
    expect(dlrInterval(0.01, 0.1)[0]).toBe(0);
    expect(dlrInterval(0.99, 0.1)[1]).toBe(1);
  });

  it('is a band around the curve, where it is known', () => {
    const { lines, values } = richnessModel(input(makeRun([measured(rich), lazy])));
    expect(lines[1]!.band).toBe('');
    const [first] = lines[0]!.band.slice(1).split('L');
    const height = Number(first!.split(',')[1]);
    expect(height).toBeCloseTo(values(0.6 + 1.96 * 0.02), 0);
  });

  it('has a gap where D_LR is undefined', () => {
    const { lines } = richnessModel(input(makeRun([measured(gaps)])));
    expect(lines[0]!.band.split('Z')).toHaveLength(3);
  });
});

describe('causeModel', () => {
  it('splits D_LR into two factors whose product is 1 − D_LR', () => {
    const arm = two.arms[0]!;
    const [used, even] = [causeColumn(arm, 'train', 'used'), causeColumn(arm, 'train', 'even')];
    const dlr = arm.column('train', 'dlr');
    expect(used).toHaveLength(arm.frameCount);
    used.forEach((share, i) => {
      expect(1 - share * even[i]!).toBeCloseTo(dlr[i]!, 10);
    });
  });

  it('writes the share as a percentage, the evenness as a number', () => {
    const dlrs = [rich, lazy].map(story => story.dlr(3_000)!);
    expect(texts(causeModel(input(two), 'used').labels)).toEqual(
      dlrs.map((dlr, i) => `${'AB'[i]} ${Math.round(100 * (1 - dlr) ** 0.7)}\u202f%`),
    );
    expect(texts(causeModel(input(two), 'even').labels)).toEqual(
      dlrs.map((dlr, i) => `${'AB'[i]} ${((1 - dlr) ** 0.3).toFixed(2)}`),
    );
  });

  it('marks what counts as even only where features are spread wider', () => {
    expect(causeModel(input(two), 'even').references).toEqual([]);
    const wide = makeRun([{ ...rich, more: () => ({ participation: 36 }) }]);
    const model = causeModel(input(wide), 'even');
    expect(model.references).toEqual([model.values(1)]);
    expect(model.values(2)).toBeCloseTo(model.plot.top);
    expect(texts(model.labels)).toEqual(['A 2.00', 'even']);
  });

  it('says why there is nothing', () => {
    expect(causeModel(input(makeRun([gaps], { until: 0 })), 'used').empty).toMatch(
      /^The outputs do not differ/,
    );
    expect(causeModel(input(makeRun([rich], { until: -1 })), 'even').empty).toMatch(/^Press play/);
  });
});

describe('rivalModel', () => {
  it('has the same step axis in every row', () => {
    const models = RIVAL_NAMES.map(name => rivalModel(input(two), RIVALS[name], false));
    for (const { steps, plot } of models) {
      expect(steps(0)).toBe(models[0]!.steps(0));
      expect(steps(3_000)).toBeCloseTo(plot.right);
    }
  });

  it('labels the steps only at the foot of the rows', () => {
    expect(rivalModel(input(two), RIVALS.nc1, false).bare).toBe(true);
    expect(rivalModel(input(two), RIVALS.nc1, true).bare).toBe(false);
  });

  it('puts equal ratios of NC1 at equal distances', () => {
    const { values } = rivalModel(input(two), RIVALS.nc1, true);
    expect(values(0.1) - values(1)).toBeCloseTo(values(1) - values(10));
    expect(formatRival(0.0123, RIVALS.nc1)).toBe('0.012');
  });

  it('leaves out an NC1 of exactly 0, which a logarithmic axis does not have', () => {
    const collapsed = makeRun([{ ...rich, more: step => ({ nc1: step > 100 ? 0 : 1 }) }]);
    const { lines, steps } = rivalModel(input(collapsed), RIVALS.nc1, true);
    expect(lines[0]!.end!.x).toBeLessThanOrEqual(steps(100));
  });

  it('joins the points of what is measured seldom, and shows each', () => {
    const { lines } = rivalModel(input(two), RIVALS.tangentKernelChange, true);
    const values = two.arms[0]!.networkColumn('tangentKernelChange');
    const count = values.filter(value => !Number.isNaN(value)).length;
    expect(count).toBeGreaterThan(3);
    expect(count).toBeLessThan(values.length);
    expect(lines[0]!.dots).toHaveLength(count);
    expect(lines[0]!.path.split('M')).toHaveLength(2);
  });

  it('names the step of a value that was measured at another probe', () => {
    const { readAt } = rivalModel(input(makeRun([measured(rich)])), RIVALS.tangentKernelChange, true);
    expect(readAt(1)!.rows[0]).toMatchObject({ text: 'A 0.00 at step 0', y: null });
    expect(readAt(3_000)!.rows[0]!.text).toMatch(/^A 0\.\d\d$/);
  });

  it('says why a measure is undefined, once for all arms that share the reason', () => {
    const { arms } = makeRun([measured(gaps), measured(gaps), measured(rich)], { until: 0 });
    expect(rivalReasons(arms, 'train', RIVALS.initialSimilarity)).toEqual([
      'A, B: The features at the start are not known.',
    ]);
    expect(rivalReasons(arms.slice(0, 2), 'train', RIVALS.initialSimilarity)).toEqual([
      'The features at the start are not known.',
    ]);
    expect(rivalReasons([arms[2]!], 'train', RIVALS.nc1)).toEqual([]);
  });

  it('tells what was not measured at all from what has not been measured yet', () => {
    const plain = makeRun([rich], { until: 0 });
    expect(rivalModel(input(plain), RIVALS.nc1, true).empty).toBe('It was not measured in this run.');
    expect(rivalModel(input(makeRun([rich], { until: -1 })), RIVALS.nc1, true).empty).toMatch(/^Press play/);
  });

  it('takes the newest value that there is of what is measured seldom', () => {
    const column = Float64Array.of(0.1, Number.NaN, 0.3, Number.NaN);
    expect(newestOf(column, RIVALS.tangentKernelChange)).toBe(0.3);
    expect(newestOf(column, RIVALS.nc1)).toBeNaN();
  });
});

describe('cellEdges', () => {
  const plot = { left: 50, right: 150 };

  it('halves the way between probes, in whole pixels inside the plot', () => {
    expect(cellEdges([50, 70, 130], plot)).toEqual([50, 60, 100, 150]);
  });

  it('gives a lone probe a cell that can be seen', () => {
    expect(cellEdges([50], plot)).toEqual([50, 56]);
    expect(cellEdges([], plot)).toEqual([]);
  });
});

describe('layerMapModel', () => {
  const mapOf = (recording: Recording, arm = 0) =>
    layerMapModel({
      ...{ recording, arm: recording.arms[arm]!, theme: 'light', probe: 'train', stepAxis: 'log' },
      ...{ width: 500, last: true },
    });

  it('has a row for each layer, the input below', () => {
    const { rows, height } = mapOf(two);
    expect(rows.map(row => row.name)).toEqual(['dense 1', 'dense 2', 'dense 3']);
    expect(rows.map(row => row.top)).toEqual([114, 70, 26]);
    expect(height).toBe(26 + 3 * 44 + 25);
  });

  it('has lower rows where there are more of them', () => {
    expect(rowHeight(two)).toBe(44);
    expect(rowHeight(makeRun([rich, rich, lazy]))).toBe(29);
    expect(rowHeight(makeRun([rich, rich, lazy, lazy]))).toBe(24);
  });

  it('begins the steps of all arms at the same place', () => {
    expect(mapOf(two, 0).steps(10)).toBe(mapOf(two, 1).steps(10));
  });

  it('draws the colours of the values, and covers each row from the first probe to the last', () => {
    const { paths, plot } = mapOf(two);
    expect(paths.map(path => path.colour)).toContain(richnessColour(0.05, 'light'));
    const areas = paths.flatMap(({ d }) =>
      [...d.matchAll(/M(\d+),(\d+)H(\d+)v42H(\d+)Z/g)].map(([, from, , to]) => Number(to) - Number(from)),
    );
    const total = areas.reduce((sum, width) => sum + width, 0);
    expect(total).toBe(3 * (Math.round(plot.right) - Math.round(plot.left)));
  });

  it('has few paths, however long the run', () => {
    expect(mapOf(makeRun([rich], { steps: 100_000, probes: probes(4_000, 25) })).paths.length).toBeLessThan(
      75,
    );
  });

  it('hatches what is undefined, and says why', () => {
    const recording = makeRun([measured(gaps), measured(rich)]);
    expect(mapOf(recording, 0).undefinedPath).toMatch(/^M/);
    expect(mapOf(recording, 1).undefinedPath).toBe('');
    expect(whyHatched(recording.arms[0]!, 'train')).toBe('The outputs do not differ between inputs.');
    expect(whyHatched(recording.arms[1]!, 'train')).toBeNull();
  });

  it('reads the cell under a place', () => {
    const model = mapOf(two);
    const cell = model.cellAt(2, 100)!;
    expect(cell.dlr).toBeCloseTo(rich.dlr(100)!);
    expect(model.layerAt(cell.top + 1)).toBe(2);
    expect(model.stepAt((cell.left + cell.right) / 2)).toBe(100);
    expect(model.stepAt(-10)).toBe(0);
    expect(model.stepAt(10_000)).toBe(3_000);
    expect(cellWords(cell)).toBe(
      `dense 3, step 100: D_LR ${cell.dlr.toFixed(2)}, ${Math.round(100 * (1 - cell.dlr))}\u202f% of its strength used, effective dimension 8.0`,
    );
  });

  it('says only what is defined', () => {
    const cell = mapOf(makeRun([gaps])).cellAt(0, 0)!;
    expect(cellWords(cell)).toBe('dense 1, step 0: D_LR undefined, effective dimension 12.0');
  });

  it('says why there are no layers', () => {
    expect(mapOf(makeRun([rich], { until: -1 })).empty).toBe('Press play: the layers come with step 0.');
    expect(mapOf(two).empty).toBeNull();
  });
});

/** `count` steps, `apart` from each other. */
function probes(count: number, apart: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => i * apart);
}

describe('layerSpectrumModel', () => {
  const size = { theme: 'light', probe: 'train', width: 400, height: 200 } as const;

  it('draws the strongest 64 features from 1 down, and the effective dimension', () => {
    const model = layerSpectrumModel(two.arms[0]!, 2, size);
    expect(model.strength).toMatch(/^M30,46L/);
    expect(model.featureTicks.map(tick => tick.label)).toEqual(['1', '3', '10', '30', '64']);
    expect(model.dimension!.text).toBe('effective dimension 8.0');
    expect(model.dimension!.x).toBeCloseTo(30 + (Math.log(8) / Math.log(64)) * 354, 0);
    expect(model.heading).toBe('A · dense 3');
  });

  it('says of an effective dimension beyond the axis that it is', () => {
    const run = makeRun([rich], { steps: 100 });
    run.arms[0]!.latest!.train.layers[2]!.effectiveDimension = 80;
    const { dimension } = layerSpectrumModel(run.arms[0]!, 2, size);
    expect(dimension!.x).toBeNull();
    expect(dimension!.text).toBe('effective dimension 80.0, beyond this axis');
  });

  it('says why there is nothing to draw', () => {
    expect(layerSpectrumModel(two.arms[0]!, 9, size).message).toBe('This probe did not measure this layer.');
  });
});
