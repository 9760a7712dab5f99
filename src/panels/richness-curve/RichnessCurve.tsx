import { memo } from 'react';
import { StepCurve } from '../common/StepCurve';
import type { CurveProps } from '../types';
import { richnessModel } from './geometry';

/** How rich: D_LR against step. */
export const RichnessCurve = memo(function RichnessCurve(props: CurveProps) {
  return <StepCurve {...props} title="Richness D_LR by step" modelOf={richnessModel} kind="dlr" />;
});
