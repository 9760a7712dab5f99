import { memo } from 'react';
import { StepCurve } from '../common/StepCurve';
import type { CurveProps } from '../types';
import { accuracyModel } from './geometry';

/** How good: accuracy against step, on test and on training pictures. */
export const AccuracyCurve = memo(function AccuracyCurve(props: CurveProps) {
  return <StepCurve {...props} title="Accuracy by step" modelOf={accuracyModel} kind="accuracy" />;
});
