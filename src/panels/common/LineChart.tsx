import { useId } from 'react';
import type { Theme } from '../types';
import { HoverLayer } from './HoverLayer';
import { EndMarker } from './markers';
import { FONT, type LineModel } from './model';
import { DASHES, FONT_FAMILY, halo, PALETTES } from './palette';

interface LineChartProps {
  model: LineModel;
  title: string;
  theme: Theme;
  hoverStep: number | null;
  onHoverStep(step: number | null): void;
}

/** Draws a `LineModel`: axes, reference lines, curves, labels, and what is under the pointer. */
export function LineChart({ model, title, theme, hoverStep, onHoverStep }: LineChartProps) {
  const id = useId();
  const { width, height, plot, steps, values, lines, references, labels, colourBar, empty } = model;
  const { ink, soft, rule } = PALETTES[theme];
  const [axis, middle] = [plot.bottom, (plot.left + plot.right) / 2];
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element stands for a drawing with a control inside.
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={`${title}. ${model.summary}`}
      fontFamily={FONT_FAMILY}
      fontSize={FONT}
      style={{ fontVariantNumeric: 'tabular-nums', display: 'block' }}
    >
      <defs>
        {lines.map((line, i) => (
          <linearGradient
            key={`${line.arm} ${line.faint}`}
            id={`${id}${i}`}
            gradientUnits="userSpaceOnUse"
            x1={plot.left}
            x2={plot.right}
            y1={0}
            y2={0}
          >
            {line.stops.map(stop => (
              <stop key={stop.offset} offset={stop.offset.toFixed(4)} stopColor={stop.colour} />
            ))}
          </linearGradient>
        ))}
        {colourBar && (
          <linearGradient id={`${id}bar`} x1="0" x2="0" y1="0" y2="1">
            {colourBar.map(stop => (
              <stop key={stop.offset} offset={stop.offset.toFixed(4)} stopColor={stop.colour} />
            ))}
          </linearGradient>
        )}
      </defs>
      <g stroke={rule}>
        {values.ticks.map(tick => (
          <line key={tick.label} x1={plot.left} x2={plot.right} y1={tick.at} y2={tick.at} />
        ))}
      </g>
      <g fill={soft} textAnchor="end">
        {values.ticks.map(tick => (
          <text key={tick.label} x={plot.left - (colourBar ? 14 : 8)} y={tick.at} dy="0.35em">
            {tick.label}
          </text>
        ))}
      </g>
      <g fill={soft} textAnchor="middle">
        {steps.ticks.map((tick, i) => (
          <text key={tick.label} x={tick.at} y={axis + 18} textAnchor={i === 0 ? 'start' : 'middle'}>
            {tick.label}
          </text>
        ))}
        <text x={plot.right + 24} y={axis + 18} textAnchor="start">
          step
        </text>
      </g>
      {colourBar && (
        <rect
          x={plot.left - 9}
          y={plot.top}
          width={5}
          height={plot.bottom - plot.top}
          rx={2.5}
          fill={`url(#${id}bar)`}
        />
      )}
      {references.map(reference => (
        <line
          key={reference.y}
          x1={plot.left}
          x2={plot.right}
          y1={reference.y}
          y2={reference.y}
          stroke={soft}
          strokeWidth={1.2}
          strokeDasharray="1.5 3.5"
        />
      ))}
      {empty && (
        <text x={middle} y={(plot.top + plot.bottom) / 2} textAnchor="middle" fill={soft} fontSize={13}>
          {empty}
        </text>
      )}
      <g fill="none" strokeLinejoin="round" strokeLinecap="round">
        {lines.map((line, i) => (
          <path
            key={`${line.arm} ${line.faint}`}
            d={line.path}
            // A gradient along a level line would have no box to stretch over; this one is in user space.
            stroke={`url(#${id}${i})`}
            strokeWidth={line.faint ? 1.4 : 3}
            strokeOpacity={line.faint ? 0.5 : 1}
            strokeDasharray={DASHES[line.arm % DASHES.length]}
          />
        ))}
      </g>
      {lines.map(line =>
        line.dots.map(dot => (
          <circle
            key={`${line.arm} ${dot.x}`}
            cx={dot.x}
            cy={dot.y}
            r={line.faint ? 1.5 : 2.5}
            fill={dot.colour}
          />
        )),
      )}
      {lines.map(
        line =>
          !line.faint &&
          line.end && (
            <EndMarker key={line.arm} arm={line.arm} {...line.end} diverged={line.diverged} stroke={ink} />
          ),
      )}
      {labels.map(label => (
        <text
          key={label.text}
          x={label.x}
          y={label.y}
          dy="0.35em"
          fill={label.colour}
          fontWeight={label.strong ? 650 : 400}
          {...halo(theme)}
        >
          {label.text}
        </text>
      ))}
      <HoverLayer model={model} title={title} theme={theme} hoverStep={hoverStep} onHoverStep={onHoverStep} />
    </svg>
  );
}
