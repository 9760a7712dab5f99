import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import type { CurveProps } from '../types';
import { lossModel } from './geometry';

/** How far from the targets: training loss against step. */
export const LossCurve = memo(function LossCurve(props: CurveProps) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, behind } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      lossModel({
        recording,
        theme,
        probe,
        stepAxis,
        width,
        height,
        ...(absence && { absence }),
        ...(behind && { behind }),
      }),
    [recording, version, theme, probe, stepAxis, width, height, absence, behind],
  );
  return (
    <LineChart
      model={model}
      title="Training loss by step"
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={props.hoverStep}
      onHoverStep={props.onHoverStep}
      behind={!!behind && { Picture: behind.Picture, kind: 'loss', probe }}
    />
  );
});
