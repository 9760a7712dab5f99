import { memo, useEffect, useMemo, useRef } from 'react';
import { Chart } from '../common/Chart';
import { halo, PALETTES } from '../common/palette';
import { EmptyText } from '../common/parts';
import { useReducedMotion } from '../common/useReducedMotion';
import type { SpectrumProps, Theme } from '../types';
import { type SpectrumModel, spectrumModel, TITLE_FONT } from './geometry';
import type { BoxedLabel } from './place';

/** Which features: strength, use by the outputs and quality for the target of one arm, strongest feature first. */
export const Spectrum = memo(function Spectrum({
  arm,
  version,
  theme,
  probe,
  features,
  width,
  height,
  absence,
  shownStep = null,
}: SpectrumProps) {
  const before = useRef<readonly BoxedLabel[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      spectrumModel(
        { arm, theme, probe, features, width, height, shownStep, ...(absence && { absence }) },
        before.current,
      ),
    [arm, version, theme, probe, features, width, height, absence, shownStep],
  );
  useEffect(() => {
    before.current = model.labels;
  }, [model]);
  const { plot, message } = model;
  return (
    <Chart
      width={width}
      height={height}
      role="img"
      label={`Features of ${arm.id} · ${arm.label}: ${model.summary}`}
    >
      <text x={0} y={14} fill={PALETTES[theme].ink} fontWeight={650} fontSize={TITLE_FONT}>
        {model.title}
      </text>
      <FeatureAxes model={model} theme={theme} />
      {message ? (
        <EmptyText text={message} plot={plot} theme={theme} />
      ) : (
        <Curves model={model} theme={theme} />
      )}
    </Chart>
  );
});

function FeatureAxes({ model, theme }: { model: SpectrumModel; theme: Theme }) {
  const { plot, values, featureTicks, rankLine } = model;
  const { soft, rule, unknown } = PALETTES[theme];
  return (
    <g fill={soft}>
      <path
        d={values.ticks.map(tick => `M${plot.left},${tick.at}H${plot.right}`).join('')}
        stroke={rule}
        fill="none"
      />
      <path d={featureTicks.map(tick => `M${tick.at},${plot.bottom}v5`).join('')} stroke={unknown} />
      {values.ticks.map(tick => (
        <text key={tick.label} x={plot.left - 8} y={tick.at} dy="0.35em" textAnchor="end">
          {tick.label}
        </text>
      ))}
      {featureTicks.map(tick => (
        <text key={tick.label} x={tick.at} y={plot.bottom + 18} textAnchor="middle">
          {tick.label}
        </text>
      ))}
      <text x={plot.right} y={plot.bottom + 34} textAnchor="end">
        {model.axisName}
      </text>
      {rankLine && (
        <>
          <path d={`M${rankLine.x},${plot.top - 4}V${plot.bottom}`} stroke={unknown} />
          <text x={rankLine.x} y={rankLine.y} dy="0.35em" textAnchor="middle">
            {rankLine.text}
          </text>
        </>
      )}
    </g>
  );
}

/** How long a curve takes from one probe's shape to the next, where motion is welcome. */
const MORPH = 'd 160ms ease-out';

function Curves({ model, theme }: { model: SpectrumModel; theme: Theme }) {
  const { colour, labels } = model;
  const { ink, soft } = PALETTES[theme];
  const morph = useReducedMotion() ? undefined : { transition: MORPH };
  return (
    <>
      <path d={model.area} fill={colour} fillOpacity={0.14} style={morph} />
      <g fill="none" strokeLinejoin="round">
        <path d={model.strength} stroke={colour} strokeWidth={1.6} style={morph} />
        <path d={model.used} stroke={colour} strokeWidth={4} strokeLinecap="round" style={morph} />
        <path d={model.quality} stroke={ink} strokeWidth={2} strokeDasharray="2 3.5" style={morph} />
        <path d={labels.map(label => label.leader).join('')} stroke={soft} />
      </g>
      {labels.map(label => (
        <text
          key={label.text}
          x={label.x}
          y={label.y}
          dy="0.35em"
          fill={label.colour}
          fontWeight={600}
          {...(!label.isInArea && halo(theme))}
        >
          {label.text}
        </text>
      ))}
    </>
  );
}
