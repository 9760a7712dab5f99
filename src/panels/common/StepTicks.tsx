import type { Theme } from '../types';
import { FONT, PALETTES } from './palette';
import type { Plot, Scale } from './scales';
import { textWidth } from './text';

interface StepTicksProps {
  plot: Plot;
  steps: Scale;
  theme: Theme;
  /** The steps are labelled in the picture below: here there are marks alone. */
  bare: boolean;
}

/** The marks and labels of the step axis, below a picture. */
export function StepTicks({ plot, steps, theme, bare }: StepTicksProps) {
  const { soft, unknown } = PALETTES[theme];
  const lastTick = steps.ticks.at(-1)!;
  const marks = bare ? '' : steps.marks.map(x => `M${x},${plot.bottom}v3`).join('');
  const ticks = steps.ticks.map(tick => `M${tick.at},${plot.bottom}v5`).join('');
  return (
    <g fill={soft}>
      <path d={marks + ticks} stroke={unknown} strokeOpacity={0.7} fill="none" />
      {!bare && (
        <>
          {steps.ticks.map(tick => (
            <text key={tick.label} x={tick.at} y={plot.bottom + 18} textAnchor="middle">
              {tick.label}
            </text>
          ))}
          <text x={lastTick.at + textWidth(lastTick.label, FONT) / 2 + 7} y={plot.bottom + 18}>
            step
          </text>
        </>
      )}
    </g>
  );
}
