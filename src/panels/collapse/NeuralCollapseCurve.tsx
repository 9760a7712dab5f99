import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import type { CurveProps } from '../types';
import { type CollapseMeasure, neuralCollapseModel } from './curves';

interface NeuralCollapseProps extends CurveProps {
  measure: CollapseMeasure;
  /** What it is called in the picture's sentence: "NC1". */
  name: string;
}

/** One of the curves NC1 – NC4. */
export const NeuralCollapseCurve = memo(function NeuralCollapseCurve(props: NeuralCollapseProps) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, measure } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      neuralCollapseModel(
        { recording, theme, probe, stepAxis, width, height, ...(absence && { absence }) },
        measure,
      ),
    [recording, version, theme, probe, stepAxis, width, height, absence, measure],
  );
  return (
    <LineChart
      model={model}
      title={`${props.name} by step`}
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={props.hoverStep}
      onHoverStep={props.onHoverStep}
    />
  );
});
