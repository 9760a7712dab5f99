import { memo, useMemo } from 'react';
import { Chart } from '../common/Chart';
import { PALETTES } from '../common/palette';
import { EmptyText, Heading } from '../common/parts';
import type { Theme } from '../types';
import { type FourierModel, type FourierProps, fourierModel } from './geometry';

/** At which frequencies the learned embedding of modular arithmetic has its power, at the moment that is shown. */
export const FourierSpectrum = memo(function FourierSpectrum(props: FourierProps) {
  const { arm, version, theme, probe, width, height, absence, shownStep = null } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () => fourierModel({ arm, theme, probe, width, height, shownStep, ...(absence && { absence }) }),
    [arm, version, theme, probe, width, height, absence, shownStep],
  );
  return (
    <Chart
      width={width}
      height={height}
      role="img"
      label={`Fourier spectrum of the embedding of ${arm.id} · ${arm.label}: ${model.summary}`}
    >
      <Heading text={model.heading} theme={theme} />
      <FrequencyAxes model={model} theme={theme} />
      {model.message ? (
        <EmptyText text={model.message} plot={model.plot} theme={theme} />
      ) : (
        <Tables model={model} theme={theme} />
      )}
    </Chart>
  );
});

function FrequencyAxes({ model, theme }: { model: FourierModel; theme: Theme }) {
  const { plot, valueTicks, frequencyTicks, message } = model;
  const { soft, rule, unknown } = PALETTES[theme];
  return (
    <g fill={soft}>
      <path
        d={valueTicks.map(tick => `M${plot.left},${tick.at}H${plot.right}`).join('')}
        stroke={rule}
        fill="none"
      />
      {valueTicks.map(tick => (
        <text key={tick.at} x={plot.left - 8} y={tick.at} dy="0.35em" textAnchor="end">
          {tick.label}
        </text>
      ))}
      {!message && (
        <>
          <path d={frequencyTicks.map(tick => `M${tick.at},${plot.bottom}v5`).join('')} stroke={unknown} />
          {frequencyTicks.map(tick => (
            <text key={tick.label} x={tick.at} y={plot.bottom + 18} textAnchor="middle">
              {tick.label}
            </text>
          ))}
        </>
      )}
      <text x={plot.right} y={plot.bottom + 34} textAnchor="end">
        frequency k
      </text>
    </g>
  );
}

function Tables({ model, theme }: { model: FourierModel; theme: Theme }) {
  const { plot, base, tables, colour } = model;
  const { ink, soft, unknown } = PALETTES[theme];
  return (
    <>
      {tables.map(({ bars, start, name }) => (
        <g key={bars}>
          <path d={bars} fill={colour} />
          <path d={start} fill="none" stroke={ink} strokeDasharray="2 3.5" strokeWidth={1.4} />
          {name && (
            <text x={name.x} y={name.y} textAnchor={name.anchor} fill={soft}>
              {name.text}
            </text>
          )}
        </g>
      ))}
      <path d={`M${plot.left},${base}H${plot.right}`} stroke={unknown} />
    </>
  );
}
