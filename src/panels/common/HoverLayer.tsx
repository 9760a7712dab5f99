import { bisector } from 'd3';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { Theme } from '../types';
import { textWidth } from './labels';
import { FONT, type LineModel, type Reading } from './model';
import { PALETTES } from './palette';

interface HoverLayerProps {
  model: LineModel;
  title: string;
  theme: Theme;
  hoverStep: number | null;
  onHoverStep(step: number | null): void;
}

const ROW = 18;
const nearest = bisector<number, number>(step => step).center;
const counts = new Intl.NumberFormat('en-GB');

/** The values at the step under the pointer, in this picture and, through `hoverStep`, in all others. */
export function HoverLayer({ model, title, theme, hoverStep, onHoverStep }: HoverLayerProps) {
  const { plot, steps, stops } = model;
  const [focused, setFocused] = useState(false);
  const reading = hoverStep === null ? null : model.readAt(hoverStep);

  function point(event: PointerEvent<SVGRectElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const x = plot.left + ((event.clientX - box.left) / box.width) * (plot.right - plot.left);
    onHoverStep(Math.round(steps.invert(x)));
  }

  function walk(event: KeyboardEvent) {
    const moves: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      Home: -stops.length,
      End: stops.length,
    };
    if (event.key === 'Escape') onHoverStep(null);
    const move = moves[event.key];
    if (move === undefined || !stops.length) return;
    event.preventDefault();
    const from = hoverStep === null ? stops.length : nearest(Array.from(stops), hoverStep);
    onHoverStep(stops[Math.max(0, Math.min(stops.length - 1, from + move))]!);
  }

  return (
    <g>
      {reading && <Tooltip reading={reading} model={model} theme={theme} />}
      <rect
        x={plot.left}
        y={plot.top}
        width={plot.right - plot.left}
        height={plot.bottom - plot.top}
        fill="transparent"
        stroke={focused ? PALETTES[theme].ink : 'none'}
        strokeWidth={2}
        tabIndex={0}
        role="slider"
        aria-label={`${title}: values at a step`}
        aria-valuemin={0}
        aria-valuemax={stops.at(-1) ?? 0}
        aria-valuenow={reading?.step ?? stops.at(-1) ?? 0}
        aria-valuetext={reading ? sentence(reading) : model.summary}
        style={{ outline: 'none', touchAction: 'pan-y' }}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => onHoverStep(null)}
        onKeyDown={walk}
        onFocus={event => setFocused(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => {
          setFocused(false);
          onHoverStep(null);
        }}
      />
    </g>
  );
}

function sentence({ step, rows }: Reading): string {
  return `Step ${counts.format(step)}: ${rows.map(row => row.text).join('; ')}`;
}

function Tooltip({ reading, model, theme }: { reading: Reading; model: LineModel; theme: Theme }) {
  const { plot, steps, width } = model;
  const { card, ink, soft, rule } = PALETTES[theme];
  const heading = `step ${counts.format(reading.step)}`;
  const x = steps(reading.step);
  const boxWidth =
    20 + Math.max(...[heading, ...reading.rows.map(row => row.text)].map(text => textWidth(text, FONT)));
  const boxHeight = 10 + ROW * (reading.rows.length + 1);
  const boxX = x + 12 + boxWidth < width ? x + 12 : Math.max(0, x - 12 - boxWidth);
  const boxY = plot.top;
  return (
    <g pointerEvents="none">
      <line x1={x} x2={x} y1={plot.top} y2={plot.bottom} stroke={soft} />
      {reading.rows.map(
        row =>
          row.y !== null && (
            <circle key={row.arm} cx={x} cy={row.y} r={4} fill={row.colour} stroke={card} strokeWidth={1.5} />
          ),
      )}
      <rect x={boxX} y={boxY} width={boxWidth} height={boxHeight} rx={6} fill={card} stroke={rule} />
      <text x={boxX + 10} y={boxY + 17} fill={soft}>
        {heading}
      </text>
      {reading.rows.map((row, i) => (
        <text key={row.arm} x={boxX + 10} y={boxY + 17 + ROW * (i + 1)} fill={ink} fontWeight={600}>
          {row.text}
        </text>
      ))}
    </g>
  );
}
