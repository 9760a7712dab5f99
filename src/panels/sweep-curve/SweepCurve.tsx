import { type KeyboardEvent, memo, type PointerEvent, useId, useMemo } from 'react';
import { Chart, PlotHandle, pointIn } from '../common/Chart';
import { Gradient } from '../common/LineChart';
import { EndMarker } from '../common/markers';
import { DASHES, PALETTES } from '../common/palette';
import { EmptyText, HaloText, Heading, ValueAxis } from '../common/parts';
import type { Theme } from '../types';
import { formatValue } from './axis';
import { type SweepCurveInput, type SweepCurveModel, sweepCurveModel } from './geometry';

interface SweepCurveProps extends SweepCurveInput {
  version: number;
  /** The value that is looked at, by its place on the axis; null for none. */
  selected: number | null;
  /** The value under the pointer; null for none. */
  onHover(index: number | null): void;
  onSelect(index: number): void;
}

/** One measure at the end of training along one setting. */
export const SweepCurve = memo(function SweepCurve(props: SweepCurveProps) {
  const { results, version, measure, axisLabel, theme, width, height, selected } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the results change in place; their version tells.
  const model = useMemo(
    () => sweepCurveModel({ results, measure, axisLabel, theme, width, height }),
    [results, version, measure, axisLabel, theme, width, height],
  );
  return (
    <Chart
      width={width}
      height={height}
      role="group"
      label={`${model.heading}, against ${axisLabel}. ${model.summary}`}
    >
      <Drawing model={model} theme={theme} />
      {selected !== null && !model.empty && <Mark model={model} theme={theme} index={selected} />}
      {!model.empty && <Cursor {...props} model={model} />}
    </Chart>
  );
});

const Drawing = memo(function Drawing({ model, theme }: { model: SweepCurveModel; theme: Theme }) {
  const id = useId();
  const { plot, ticks, places, lines, dots, crosses, labels, empty, axisLabel } = model;
  const { ink, soft, unknown } = PALETTES[theme];
  return (
    <>
      <defs>
        {lines.map(({ arm, stops }) => (
          <Gradient key={arm} id={`${id}-${arm}`} from={plot.left} to={plot.right} stops={stops} />
        ))}
      </defs>
      <Heading text={model.heading} theme={theme} />
      <ValueAxis model={model} theme={theme} />
      <path d={places.map(x => `M${x},${plot.bottom}v5`).join('')} stroke={unknown} strokeOpacity={0.7} />
      <g fill={soft} textAnchor="middle">
        {ticks.map(({ at, label }) => (
          <text key={label} x={at} y={plot.bottom + 18}>
            {label}
          </text>
        ))}
        <text x={(plot.left + plot.right) / 2} y={plot.bottom + 36}>
          {axisLabel}
        </text>
      </g>
      {lines.map(({ arm, band, path }) => (
        <g key={arm}>
          {band && <path d={band} fill={`url(#${id}-${arm})`} fillOpacity={0.22} />}
          <path
            d={path}
            fill="none"
            stroke={`url(#${id}-${arm})`}
            strokeWidth={2.5}
            strokeDasharray={DASHES[arm % DASHES.length]}
            strokeLinejoin="round"
          />
        </g>
      ))}
      {dots.map(({ arm, x, y, colour }) => (
        <EndMarker key={`${arm} ${x}`} arm={arm} x={x} y={y} fill={colour} />
      ))}
      {crosses.map(({ arm, x, y }) => (
        <EndMarker key={`${arm} ${x}`} arm={arm} x={x} y={y} fill={ink} cross={ink} />
      ))}
      {labels.map(label => (
        <HaloText key={label.text} label={label} theme={theme} />
      ))}
      {empty && <EmptyText text={empty} plot={plot} theme={theme} />}
    </>
  );
});

/** The value that is looked at: a rule, and what was measured there at its top. */
function Mark({ model, theme, index }: { model: SweepCurveModel; theme: Theme; index: number }) {
  const { plot, places, dots } = model;
  const { ink } = PALETTES[theme];
  const x = places[index]!;
  return (
    <g pointerEvents="none">
      <path d={`M${x},${plot.top}V${plot.bottom}`} stroke={ink} strokeOpacity={0.6} />
      {dots
        .filter(dot => dot.x === x)
        .map(dot => (
          <circle key={dot.arm} cx={x} cy={dot.y} r={8} fill="none" stroke={ink} strokeWidth={1.5} />
        ))}
    </g>
  );
}

const MOVES: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

function Cursor({
  model,
  theme,
  axisLabel,
  selected,
  onHover,
  onSelect,
  results,
}: SweepCurveProps & { model: SweepCurveModel }) {
  const { plot, places, indexAt, wordsAt } = model;
  const last = places.length - 1;
  const at = selected ?? last;
  const indexOf = (event: PointerEvent<SVGRectElement>) => indexAt(pointIn(plot, event).x);
  const press = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    onSelect(Math.max(0, Math.min(last, at + move)));
  };
  const value = results.sweep.axes[0]!.values[at]!;
  return (
    <PlotHandle
      plot={plot}
      theme={theme}
      role="slider"
      aria-label={`${model.heading}: values along ${axisLabel}`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={`${axisLabel} ${formatValue(value)}: ${wordsAt(at).join('; ')}`}
      onPointerMove={event => onHover(indexOf(event))}
      onPointerDown={event => onSelect(indexOf(event))}
      onPointerLeave={() => onHover(null)}
      onKeyDown={press}
    />
  );
}
