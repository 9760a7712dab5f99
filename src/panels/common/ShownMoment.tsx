import { memo } from 'react';
import type { Theme } from '../types';
import type { LineModel, Reading } from './model';
import { PALETTES } from './palette';
import { isInPlot } from './scales';
import { Guide, GuideValues } from './Tooltip';

/** How much of what came after the moment is hidden. */
export const VEIL = 0.72;

interface ShownMomentProps {
  /** What is read at the moment. */
  reading: Reading;
  model: LineModel;
  theme: Theme;
  /** Whether its values are written: false where those of another step are. */
  hasValues: boolean;
}

/** A past moment in a picture over steps: a rule with its values; what came later is faded. */
export const ShownMoment = memo(function ShownMoment({ reading, model, theme, hasValues }: ShownMomentProps) {
  const { plot, steps, width } = model;
  const x = Math.max(plot.left, Math.min(width, steps(reading.step)));
  const isInView = isInPlot(plot, steps(reading.step));
  return (
    <g data-shown-step={reading.step} pointerEvents="none">
      <rect
        x={x}
        y={plot.top - 8}
        width={width - x}
        height={plot.bottom - plot.top + 7}
        fill={PALETTES[theme].card}
        fillOpacity={VEIL}
      />
      {isInView && <Guide reading={reading} model={model} theme={theme} />}
      {isInView && hasValues && <GuideValues reading={reading} model={model} theme={theme} />}
    </g>
  );
});
