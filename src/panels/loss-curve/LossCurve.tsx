import { memo } from 'react';
import { StepCurve } from '../common/StepCurve';
import type { CurveProps } from '../types';
import { lossModel } from './geometry';

/** How far from the targets: training loss against step. */
export const LossCurve = memo(function LossCurve(props: CurveProps) {
  return <StepCurve {...props} title="Training loss by step" modelOf={lossModel} kind="loss" />;
});
