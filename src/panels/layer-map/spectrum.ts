import type { LayerMeasures } from '../../metrics/types';
import type { ArmRecording, Split } from '../../recording/recording';
import { drawBand, drawLine, tenth } from '../common/lines';
import { FONT } from '../common/palette';
import { richnessColour } from '../common/richness';
import { linearScale, type Plot, type Scale, type Tick } from '../common/scales';
import { textWidth } from '../common/text';
import { featureScale } from '../spectrum/geometry';
import type { Theme } from '../types';

/** The strongest features of one layer at the newest probe, ready to draw. */
export interface LayerSpectrumModel {
  plot: Plot;
  heading: string;
  colour: string;
  values: Scale;
  featureTicks: Tick[];
  /** ρ_k / ρ_1 as an outline and as an area. */
  strength: string;
  area: string;
  /** Where the effective dimension stands on the axis of features; null where it is undefined. */
  dimension: { x: number; textX: number; text: string } | null;
  /** A sentence in the picture's place; null where there is something to draw. */
  message: string | null;
  summary: string;
}

/** What the newest probe of an arm measured of a layer. */
export function newestLayer(arm: ArmRecording, probe: Split, layer: number): LayerMeasures | undefined {
  return arm.latest?.[probe].layers[layer];
}

/** The strength of a layer's features, strongest first, at the newest probe. */
export function layerSpectrumModel(
  arm: ArmRecording,
  layer: number,
  { theme, probe, width, height }: { theme: Theme; probe: Split; width: number; height: number },
): LayerSpectrumModel {
  const plot: Plot = { left: 30, right: width - 16, top: 46, bottom: height - 40 };
  const measures = newestLayer(arm, probe, layer);
  const strengths = measures?.relativeEigenvalues;
  const { at, ticks } = featureScale(strengths?.length ?? 1, plot);
  const values = linearScale([0, 1], [plot.bottom, plot.top], String, [0, 0.5, 1]);
  const name = arm.layers[layer]?.name ?? '';
  const base = {
    ...{ plot, values, featureTicks: ticks, heading: `${arm.id} · ${name}` },
    colour: richnessColour(measures?.dlr ?? Number.NaN, theme),
  };
  if (!measures || !strengths?.length) {
    const message = measures?.undefinedBecause ?? 'The newest probe did not measure this layer.';
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
    dimension: dimension === null ? null : markOf(dimension, at(Math.min(dimension, x.length)), plot),
    message: null,
    summary: `${strengths.length} strongest features; effective dimension ${dimension?.toFixed(1) ?? 'undefined'}`,
  };
}

function markOf(dimension: number, x: number, plot: Plot) {
  const text = `effective dimension ${dimension.toFixed(1)}`;
  const half = textWidth(text, FONT) / 2;
  const textX = Math.max(plot.left + half - 30, Math.min(plot.right + 16 - half, x));
  return { x: tenth(x), textX: tenth(textX), text };
}
