import { type MouseEvent, type ReactNode, type SVGProps, useState } from 'react';
import type { Theme } from '../types';
import { FONT, FONT_FAMILY, PALETTES } from './palette';
import type { Plot } from './scales';

interface ChartProps {
  width: number;
  height: number;
  /** `group` where something inside can be reached by itself. */
  role: 'img' | 'group';
  /** The picture in words. */
  label: string;
  children: ReactNode;
}

/** The frame of every picture. */
export function Chart({ width, height, role, label, children }: ChartProps) {
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role={role}
      aria-label={label}
      fontFamily={FONT_FAMILY}
      fontSize={FONT}
      style={{ fontVariantNumeric: 'tabular-nums', display: 'block' }}
    >
      {children}
    </svg>
  );
}

interface PlotClipProps {
  id: string;
  plot: Plot;
  /** Pixels by which what is drawn may leave the plot. */
  beside?: number;
  above: number;
  below: number;
}

/** Cuts off what leaves a plot. */
export function PlotClip({ id, plot, beside = 0, above, below }: PlotClipProps) {
  return (
    <clipPath id={id}>
      <rect
        x={plot.left - beside}
        y={plot.top - above}
        width={plot.right - plot.left + 2 * beside}
        height={plot.bottom - plot.top + above + below}
      />
    </clipPath>
  );
}

interface PlotHandleProps extends Omit<SVGProps<SVGRectElement>, 'style' | 'onFocus' | 'ref'> {
  role: 'slider' | 'application';
  plot: Plot;
  theme: Theme;
  /** A press chooses something. */
  pressed?: boolean;
}

/** What answers to pointer and keys all over a plot, with a frame where the keyboard has reached it. */
export function PlotHandle({ plot, theme, pressed = false, onBlur, ...rest }: PlotHandleProps) {
  const [focused, setFocused] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role comes with the other properties.
    <rect
      x={plot.left}
      y={plot.top}
      width={plot.right - plot.left}
      height={plot.bottom - plot.top}
      fill="transparent"
      stroke={focused ? PALETTES[theme].ink : 'none'}
      strokeWidth={2}
      tabIndex={0}
      {...rest}
      style={{ outline: 'none', touchAction: 'pan-y', ...(pressed && { cursor: 'pointer' }) }}
      onFocus={event => setFocused(event.currentTarget.matches(':focus-visible'))}
      onBlur={event => {
        setFocused(false);
        onBlur?.(event);
      }}
    />
  );
}

/** Where on a picture an event on its plot's handle is, however large the picture is shown. */
export function pointIn(plot: Plot, event: MouseEvent<SVGRectElement>): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: plot.left + ((event.clientX - box.left) / box.width) * (plot.right - plot.left),
    y: plot.top + ((event.clientY - box.top) / box.height) * (plot.bottom - plot.top),
  };
}
