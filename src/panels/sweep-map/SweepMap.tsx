import { type KeyboardEvent, memo, type PointerEvent, useId, useMemo } from 'react';
import { Chart, PlotHandle, pointIn } from '../common/Chart';
import { Gradient } from '../common/LineChart';
import { PALETTES } from '../common/palette';
import { Heading } from '../common/parts';
import { LAZY, RICH, richnessTextColour } from '../common/richness';
import type { Theme } from '../types';
import { type SweepMapInput, type SweepMapModel, sweepMapModel } from './geometry';

interface SweepMapProps extends SweepMapInput {
  version: number;
  /** Place on each axis of the cell that is looked at; null for none. */
  selected: readonly [number, number] | null;
  /** The cell under the pointer; null for none. */
  onHover(at: [number, number] | null): void;
  onSelect(at: [number, number]): void;
}

/** The lazy–rich phase diagram: one arm at each pair of values of two settings. */
export const SweepMap = memo(function SweepMap(props: SweepMapProps) {
  const { results, version, arm, measure, axisLabels, theme, width } = props;
  const [across, up] = axisLabels;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the results change in place; their version tells.
  const model = useMemo(
    () => sweepMapModel({ results, arm, measure, axisLabels: [across, up], theme, width }),
    [results, version, arm, measure, across, up, theme, width],
  );
  const { height, heading, summary } = model;
  return (
    <Chart
      width={width}
      height={height}
      role="group"
      label={`${heading}: D_LR by ${across}, across, and ${up}, up. ${summary}`}
    >
      <Drawing model={model} theme={theme} />
      <Cursor {...props} model={model} />
    </Chart>
  );
});

const Drawing = memo(function Drawing({ model, theme }: { model: SweepMapModel; theme: Theme }) {
  const id = useId();
  const { plot, cells, across, up, axisLabels, bar, heading } = model;
  const { soft, rule, unknown } = PALETTES[theme];
  return (
    <>
      <defs>
        <pattern id={`${id}-hatch`} width={6} height={6} patternUnits="userSpaceOnUse">
          <path d="M0,6L6,0M-1,1L1,-1M5,7L7,5" stroke={unknown} strokeOpacity={0.6} />
        </pattern>
        <Gradient id={`${id}-bar`} from={bar.left} to={bar.right} stops={bar.stops} />
      </defs>
      <Heading text={heading} theme={theme} />
      <rect
        x={bar.left}
        y={bar.top}
        width={bar.right - bar.left}
        height={8}
        rx={4}
        fill={`url(#${id}-bar)`}
      />
      <text x={bar.left - 6} y={bar.top + 9} textAnchor="end" fill={richnessTextColour(RICH, theme)}>
        rich
      </text>
      <text x={bar.right + 6} y={bar.top + 9} fill={richnessTextColour(LAZY, theme)}>
        lazy
      </text>
      <text x={0} y={plot.top - 12} fill={soft}>
        {axisLabels[1]} ↑
      </text>
      {cells.map(({ at, left, top, width, height, state, colour, text, textColour }) => (
        <g key={at.join()}>
          <rect
            x={left}
            y={top}
            width={width}
            height={height}
            fill={state === 'measured' ? colour : state === 'undefined' ? `url(#${id}-hatch)` : 'none'}
            stroke={state === 'waiting' ? rule : 'none'}
          />
          {text && (
            <text
              x={left + width / 2}
              y={top + height / 2}
              dy="0.35em"
              textAnchor="middle"
              fill={textColour}
              fontWeight={650}
            >
              {text}
            </text>
          )}
        </g>
      ))}
      <g fill={soft}>
        {up.map(({ at, label }) => (
          <text key={label} x={plot.left - 8} y={at} dy="0.35em" textAnchor="end">
            {label}
          </text>
        ))}
        {across.map(({ at, label }) => (
          <text key={label} x={at} y={plot.bottom + 16} textAnchor="middle">
            {label}
          </text>
        ))}
        <text x={(plot.left + plot.right) / 2} y={plot.bottom + 36} textAnchor="middle">
          {axisLabels[0]} →
        </text>
      </g>
    </>
  );
});

const MOVES: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function Cursor({
  model,
  theme,
  results,
  selected,
  onHover,
  onSelect,
  axisLabels,
}: SweepMapProps & { model: SweepMapModel }) {
  const { plot, cells, heading } = model;
  const { card, ink } = PALETTES[theme];
  const [columns, rows] = results.sweep.axes.map(({ values }) => values.length) as [number, number];
  const cell = selected && cells.find(({ at }) => at[0] === selected[0] && at[1] === selected[1]);
  const cellOf = (event: PointerEvent<SVGRectElement>) => {
    const { x, y } = pointIn(plot, event);
    return model.cellAt(x, y);
  };
  const press = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const [i, j] = selected ?? [-move[0], -move[1]];
    onSelect([Math.max(0, Math.min(columns - 1, i + move[0])), Math.max(0, Math.min(rows - 1, j + move[1]))]);
  };
  const frame = cell && { x: cell.left, y: cell.top, width: cell.width, height: cell.height, fill: 'none' };
  return (
    <g>
      {frame && (
        <g pointerEvents="none">
          <rect {...frame} stroke={card} strokeWidth={5} />
          <rect {...frame} stroke={ink} strokeWidth={2.5} />
        </g>
      )}
      <PlotHandle
        plot={plot}
        theme={theme}
        pressed
        role="application"
        aria-roledescription="heat map"
        aria-label={`${heading}: arrow keys go along ${axisLabels[0]} and ${axisLabels[1]}; what was measured is said below`}
        onPointerMove={event => onHover(cellOf(event))}
        onPointerDown={event => onSelect(cellOf(event))}
        onPointerLeave={() => onHover(null)}
        onKeyDown={press}
      />
    </g>
  );
}
