import { memo, useCallback } from 'react';
import type { CurveInput } from '../common/model';
import { StepCurve } from '../common/StepCurve';
import type { CurveProps } from '../types';
import { type Cause, causeModel } from './geometry';

const TITLES: Record<Cause, string> = {
  used: 'Used share of the features’ strength by step',
  even: 'Evenness of the features’ strength by step',
};

/** Why this D_LR: one of its two factors against step. */
export const CauseCurve = memo(function CauseCurve({ cause, ...props }: CurveProps & { cause: Cause }) {
  const modelOf = useCallback((input: CurveInput) => causeModel(input, cause), [cause]);
  return <StepCurve {...props} title={TITLES[cause]} modelOf={modelOf} />;
});
