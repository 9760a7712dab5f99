import { memo, useMemo } from 'react';
import type { ArmRecording } from '../../recording/recording';
import { Chart } from '../common/Chart';
import { PALETTES } from '../common/palette';
import { EmptyText, Heading } from '../common/parts';
import { type LayerSpectrumInput, layerSpectrumModel } from './spectrum';

interface LayerSpectrumProps extends LayerSpectrumInput {
  arm: ArmRecording;
  version: number;
  layer: number;
}

/** How strong the features of one layer are, strongest first, at the moment that is shown. */
export const LayerSpectrum = memo(function LayerSpectrum({
  arm,
  version,
  layer,
  theme,
  probe,
  width,
  height,
  shownStep = null,
}: LayerSpectrumProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () => layerSpectrumModel(arm, layer, { theme, probe, width, height, shownStep }),
    [arm, version, layer, theme, probe, width, height, shownStep],
  );
  const { plot, values, featureTicks, dimension, message, colour } = model;
  const { soft, rule, unknown } = PALETTES[theme];
  return (
    <Chart
      width={width}
      height={height}
      role="img"
      label={`Strength of the features of ${model.heading}: ${model.summary}`}
    >
      <Heading text={model.heading} theme={theme} />
      <g fill={soft}>
        <path
          d={values.ticks.map(tick => `M${plot.left},${tick.at}H${plot.right}`).join('')}
          stroke={rule}
          fill="none"
        />
        {values.ticks.map(tick => (
          <text key={tick.label} x={plot.left - 8} y={tick.at} dy="0.35em" textAnchor="end">
            {tick.label}
          </text>
        ))}
      </g>
      {message ? (
        <EmptyText text={message} plot={plot} theme={theme} />
      ) : (
        <>
          <path d={model.area} fill={colour} fillOpacity={0.14} />
          <path d={model.strength} stroke={colour} strokeWidth={2} fill="none" strokeLinejoin="round" />
          <g fill={soft}>
            <path d={featureTicks.map(tick => `M${tick.at},${plot.bottom}v5`).join('')} stroke={unknown} />
            {featureTicks.map(tick => (
              <text key={tick.label} x={tick.at} y={plot.bottom + 18} textAnchor="middle">
                {tick.label}
              </text>
            ))}
            <text x={plot.right} y={plot.bottom + 34} textAnchor="end">
              {model.axisName}
            </text>
            {dimension && (
              <>
                {dimension.x !== null && (
                  <path d={`M${dimension.x},${plot.top - 4}V${plot.bottom}`} stroke={unknown} />
                )}
                <text x={dimension.textX} y={plot.top - 12} dy="0.35em" textAnchor="middle">
                  {dimension.text}
                </text>
              </>
            )}
          </g>
        </>
      )}
    </Chart>
  );
});
