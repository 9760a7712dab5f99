import type { Measures } from '../../metrics/types';
import { frameAt, fullFrameAt } from '../../recording/moment';
import { drawBand, drawLine, type Line, tenth } from '../common/lines';
import { nothingYet } from '../common/model';
import { FONT, PALETTES } from '../common/palette';
import { richnessColour, richnessTextColour } from '../common/richness';
import { formatStep, linearScale, type Plot, type Scale, type Tick } from '../common/scales';
import { shorten, textWidth } from '../common/text';
import type { SpectrumProps } from '../types';
import { type BoxedLabel, type LabelRequest, placeLabel, type Surroundings } from './place';

type Input = Omit<SpectrumProps, 'version'>;

export interface SpectrumModel {
  width: number;
  height: number;
  plot: Plot;
  title: string;
  /** Ticks along the features, first … last. */
  featureTicks: Tick[];
  /** Below the features: what they are, or of which probe where it is another one than that which is shown. */
  axisName: string;
  values: Scale;
  colour: string;
  /** ρ_k / ρ_1, as an outline and as an area. */
  strength: string;
  area: string;
  /** Π̂(k): cumulative utilisation; empty where the outputs do not vary. */
  used: string;
  /** Π*(k): cumulative quality; empty without targets. */
  quality: string;
  /** Where a rich network stops. */
  rankLine: { x: number; y: number; text: string } | null;
  labels: BoxedLabel[];
  /** A sentence in the picture's place; null where there is something to draw. */
  message: string | null;
  summary: string;
}

export const TITLE_FONT = 13.5;
/** Narrower or higher than this, the name of the upright line has a row of its own below the title. */
const [NARROW, HIGH] = [340, 230];

function plotFor(width: number, height: number): Plot {
  const top = width < NARROW || height > HIGH ? 44 : 28;
  return { left: 30, right: Math.max(120, width - 16), top, bottom: Math.max(top + 40, height - 40) };
}

/** The axis of features 1 … `features`, logarithmic. */
export function featureScale(features: number, plot: Plot): { at(k: number): number; ticks: Tick[] } {
  const last = Math.max(2, features);
  const room = (plot.right - plot.left) / Math.log(last);
  const at = (k: number) => plot.left + Math.log(k) * room;
  const wanted = [1, 3, 10, 30, 100, 300, 1_000].filter(k => k < last && at(last) - at(k) > 30);
  return { at, ticks: [...wanted, last].map(k => ({ at: tenth(at(k)), label: String(k) })) };
}

/** The three curves of one arm's features at the moment that is shown, strongest feature first. */
export function spectrumModel(input: Input, before: readonly BoxedLabel[] = []): SpectrumModel {
  const { arm, theme, probe, features, width, height, shownStep = null } = input;
  const plot = plotFor(width, height);
  const shown = frameAt(arm, shownStep);
  const frame = fullFrameAt(arm, shownStep);
  const measures = frame?.[probe].measures;
  const isOther = frame !== null && frame.step !== shown?.step;
  const { at, ticks } = featureScale(features, plot);
  const values = linearScale([0, 1], [plot.bottom, plot.top], String, [0, 0.5, 1]);
  const base = {
    ...{ width, height, plot, values },
    colour: richnessColour(measures?.dlr ?? Number.NaN, theme),
    title: shorten(`${arm.id} · ${arm.label}`, titleRoom(plot, width, measures, at), TITLE_FONT, true),
    featureTicks: ticks,
    axisName: isOther ? `features of step ${formatStep(frame.step)}` : 'feature, strongest first',
  };
  if (!measures?.relativeEigenvalues) {
    const message =
      measures?.undefinedBecause?.dlr ?? nothingYet(input.absence, 'the features come with step 0.');
    const nothing = { strength: '', area: '', used: '', quality: '', rankLine: null, labels: [] };
    return { ...base, ...nothing, message, summary: message };
  }

  const curveOf = (curve: ArrayLike<number> = []): Line => {
    const shown = Array.from({ length: Math.min(features, curve.length) }, (_, i) => i + 1);
    return drawLine(
      shown.map(at),
      shown.map(k => values(curve[k - 1]!)),
    );
  };
  const strength = curveOf(measures.relativeEigenvalues);
  const used = curveOf(measures.utilisation);
  const quality = curveOf(measures.quality);
  const rankLine = rankLineOf(measures, features, at, plot);
  const around: Surroundings = {
    plot,
    curves: [strength, used, quality],
    uprights: rankLine ? [rankLine.x] : [],
    area: strength,
  };
  const [xs, ys] = [Array.from(strength.x), Array.from(strength.y)];
  return {
    ...base,
    strength: strength.path,
    area: drawBand(
      xs,
      ys.map(() => plot.bottom),
      ys,
    ),
    used: used.path,
    quality: quality.path,
    rankLine,
    labels: placeAll(requests({ strength, used, quality }, measures, theme), around, before),
    message: null,
    summary:
      shownStep === null
        ? spectrumSummary(measures)
        : `at step ${formatStep(frame!.step)}, ${spectrumSummary(measures)}`,
  };
}

/** Width for the title: up to the name of the upright line where that stands in the same row. */
function titleRoom(
  plot: Plot,
  width: number,
  measures: Measures | undefined,
  at: (k: number) => number,
): number {
  if (!measures || plot.top > 28) return width;
  return at(neededOf(measures)) - textWidth(rankText(measures), FONT) / 2 - 12;
}

/** Features that a network needs that keeps no more than its outputs use. */
const neededOf = (measures: Measures) => Math.max(1, measures.outputs - 1);
const rankText = (measures: Measures) => `${neededOf(measures)} = C − 1`;

function rankLineOf(measures: Measures, features: number, at: (k: number) => number, plot: Plot) {
  const needed = neededOf(measures);
  return needed > 1 && needed < features
    ? { x: tenth(at(needed)), y: plot.top - 12, text: rankText(measures) }
    : null;
}

function requests(
  { strength, used, quality }: Record<'strength' | 'used' | 'quality', Line>,
  measures: Measures,
  theme: Input['theme'],
): LabelRequest[] {
  const { ink, soft } = PALETTES[theme];
  const colour = richnessTextColour(measures.dlr ?? Number.NaN, theme);
  // The name of the curve with the fewest free places first.
  const all: LabelRequest[] = [{ texts: ['strength'], colour, own: strength, below: true }];
  if (measures.quality)
    all.push({ texts: ['quality for the target', 'quality'], colour: ink, own: quality, below: false });
  all.push(
    measures.utilisation
      ? { texts: ['used by the outputs', 'used'], colour, own: used, below: false }
      : {
          texts: ['the outputs do not vary yet', 'outputs do not vary yet', 'no outputs yet'],
          colour: soft,
          own: null,
          below: false,
        },
  );
  return all;
}

function placeAll(
  wanted: readonly LabelRequest[],
  around: Surroundings,
  before: readonly BoxedLabel[],
): BoxedLabel[] {
  const labels: BoxedLabel[] = [];
  for (const request of wanted) {
    const label = placeLabel(request, around, labels, before);
    if (label) labels.push(label);
  }
  return labels;
}

/** How much of use and quality a network's strongest C − 1 features hold, as a clause. */
export function spectrumSummary(measures: Measures): string {
  const needed = neededOf(measures);
  const at = (curve: ArrayLike<number> | undefined) => {
    const value = curve?.[Math.min(needed, curve.length) - 1];
    return value === undefined ? 'an undefined share' : `${Math.round(100 * value)}\u202f%`;
  };
  const { utilisation, quality } = measures;
  return `the strongest ${needed} features hold ${at(utilisation)} of what the outputs use and ${at(quality)} of what the target needs`;
}
