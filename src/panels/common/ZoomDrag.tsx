import type { Theme } from '../types';
import { PALETTES } from './palette';
import type { Plot } from './scales';

interface ZoomDragProps {
  /** The ends of what is dragged over, in pixels; null where nothing is. */
  drawn: readonly [number, number] | null;
  plot: Plot;
  theme: Theme;
}

/** The stretch of steps that a drag will show. */
export function ZoomDrag({ drawn, plot, theme }: ZoomDragProps) {
  if (!drawn) return null;
  const [left, right] = drawn;
  return (
    <rect
      data-zooming=""
      x={left}
      y={plot.top}
      width={right - left}
      height={plot.bottom - plot.top}
      fill={PALETTES[theme].soft}
      fillOpacity={0.18}
    />
  );
}
