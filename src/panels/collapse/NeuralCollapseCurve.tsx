import { memo, useCallback } from 'react';
import type { CurveInput } from '../common/model';
import { StepCurve } from '../common/StepCurve';
import type { CurveProps } from '../types';
import { type CollapseMeasure, neuralCollapseModel } from './curves';

interface NeuralCollapseProps extends CurveProps {
  measure: CollapseMeasure;
  /** What it is called in the picture's sentence: "NC1". */
  name: string;
}

/** One of the curves NC1 – NC4. */
export const NeuralCollapseCurve = memo(function NeuralCollapseCurve({
  measure,
  name,
  ...props
}: NeuralCollapseProps) {
  const modelOf = useCallback((input: CurveInput) => neuralCollapseModel(input, measure), [measure]);
  return <StepCurve {...props} title={`${name} by step`} modelOf={modelOf} />;
});
