import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import type { CurveProps } from '../types';
import { accuracyModel } from './geometry';

/** How good: accuracy against step, on test and on training pictures. */
export const AccuracyCurve = memo(function AccuracyCurve(props: CurveProps) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, behind } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      accuracyModel({
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
      title="Accuracy by step"
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={props.hoverStep}
      onHoverStep={props.onHoverStep}
      behind={!!behind && { Picture: behind.Picture, kind: 'accuracy', probe }}
    />
  );
});
