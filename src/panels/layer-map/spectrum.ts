import type { LayerMeasures } from '../../metrics/types';
import { frameAt, fullFrameAt } from '../../recording/moment';
import type { ArmRecording, Split } from '../../recording/recording';
import { drawBand, drawLine, tenth } from '../common/lines';
import { FONT } from '../common/palette';
import { richnessColour } from '../common/richness';
import { formatStep, linearScale, type Plot, type Scale, type Tick } from '../common/scales';
import { textWidth } from '../common/text';
import { featureScale } from '../spectrum/geometry';
import type { Theme } from '../types';

/** The strongest features of one layer at one probe, ready to draw. */
export interface LayerSpectrumModel {
  plot: Plot;
  heading: string;
  colour: string;
  values: Scale;
  featureTicks: Tick[];
  /** Below the features: what they are, or of which probe where it is another one than that which is shown. */
  axisName: string;
  /** ρ_k / ρ_1 as an outline and as an area. */
  strength: string;
  area: string;
  /** Where the effective dimension stands on the axis of features, x null: beyond its end; null where it is undefined. */
  dimension: { x: number | null; textX: number; text: string } | null;
  /** A sentence in the picture's place; null where there is something to draw. */
  message: string | null;
  summary: string;
}

export interface LayerSpectrumInput {
  theme: Theme;
  probe: Split;
  width: number;
  height: number;
  /** Step of the past moment that is shown; null, or left out: the newest. */
  shownStep?: number | null;
}

/** What an arm's probe nearest to a step measured of a layer. @param shownStep null: the newest */
export function layerAt(
  arm: ArmRecording,
  probe: Split,
  layer: number,
  shownStep: number | null,
): LayerMeasures | undefined {
  return frameAt(arm, shownStep)?.[probe].layers[layer];
}

/** The strength of a layer's features, strongest first, at the moment that is shown. */
export function layerSpectrumModel(
  arm: ArmRecording,
  layer: number,
  { theme, probe, width, height, shownStep = null }: LayerSpectrumInput,
): LayerSpectrumModel {
  const plot: Plot = { left: 30, right: width - 16, top: 46, bottom: height - 40 };
  const shown = frameAt(arm, shownStep);
  const frame = fullFrameAt(arm, shownStep);
  const measures = frame?.[probe].layers[layer];
  const isOther = frame !== null && frame.step !== shown?.step;
  const strengths = measures?.relativeEigenvalues;
  const { at, ticks } = featureScale(strengths?.length ?? 1, plot);
  const values = linearScale([0, 1], [plot.bottom, plot.top], String, [0, 0.5, 1]);
  const name = arm.layers[layer]?.name ?? '';
  const base = {
    ...{ plot, values, featureTicks: ticks, heading: `${arm.id} · ${name}` },
    axisName: isOther ? `features of step ${formatStep(frame.step)}` : 'feature, strongest first',
    colour: richnessColour(measures?.dlr ?? Number.NaN, theme),
  };
  if (!measures || !strengths?.length) {
    const message = measures?.undefinedBecause ?? 'This probe did not measure this layer.';
    return { ...base, strength: '', area: '', dimension: null, message, summary: message };
  }
  const x = Array.from(strengths, (_, i) => at(i + 1));
  const y = Array.from(strengths, values);
  const dimension = measures.effectiveDimension;
  return {
    ...base,
    strength: drawLine(x, y).path,
    area: drawBand(
      x,
      y.map(() => plot.bottom),
      y,
    ),
    dimension:
      dimension === null ? null : markOf(dimension, dimension > x.length ? null : at(dimension), plot),
    message: null,
    summary: `${strengths.length} strongest features; effective dimension ${dimension?.toFixed(1) ?? 'undefined'}`,
  };
}

function markOf(dimension: number, x: number | null, plot: Plot) {
  const text = `effective dimension ${dimension.toFixed(1)}${x === null ? ', beyond this axis' : ''}`;
  const half = textWidth(text, FONT) / 2;
  const textX = Math.max(plot.left + half - 30, Math.min(plot.right + 16 - half, x ?? plot.right));
  return { x: x === null ? null : tenth(x), textX: tenth(textX), text };
}
