import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import type { CurveProps } from '../types';
import { lossModel } from './geometry';

/** How far from the targets: training loss against step. */
export const LossCurve = memo(function LossCurve(props: CurveProps) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, hoverStep, onHoverStep } =
    props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () => lossModel({ recording, theme, probe, stepAxis, width, height, ...(absence && { absence }) }),
    [recording, version, theme, probe, stepAxis, width, height, absence],
  );
  return (
    <LineChart
      model={model}
      title="Training loss by step"
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={hoverStep}
      onHoverStep={onHoverStep}
    />
  );
});
