import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import type { CurveProps } from '../types';
import { accuracyModel } from './geometry';

/** How good: accuracy against step, on test and on training pictures. */
export const AccuracyCurve = memo(function AccuracyCurve(props: CurveProps) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, hoverStep, onHoverStep } =
    props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () => accuracyModel({ recording, theme, probe, stepAxis, width, height, ...(absence && { absence }) }),
    [recording, version, theme, probe, stepAxis, width, height, absence],
  );
  return (
    <LineChart
      model={model}
      title="Accuracy by step"
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={hoverStep}
      onHoverStep={onHoverStep}
    />
  );
});
