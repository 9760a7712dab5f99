import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import type { CurveProps } from '../types';
import { richnessModel } from './geometry';

/** How rich: D_LR against step. */
export const RichnessCurve = memo(function RichnessCurve(props: CurveProps) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, behind } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      richnessModel({
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
      title="Richness D_LR by step"
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={props.hoverStep}
      onHoverStep={props.onHoverStep}
      behind={!!behind && { Picture: behind.Picture, kind: 'dlr', probe }}
    />
  );
});
