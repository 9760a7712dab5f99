import { memo, useCallback } from 'react';
import type { CurveInput } from '../common/model';
import { StepCurve } from '../common/StepCurve';
import type { CurveProps } from '../types';
import { rivalModel } from './geometry';
import { RIVALS, type RivalName } from './measures';

interface RivalProps extends CurveProps {
  name: RivalName;
  /** It stands at the foot of the rows and labels the steps. */
  last: boolean;
}

/** One measure against step, as one row among its rivals. */
export const RivalCurve = memo(function RivalCurve({ name, last, ...props }: RivalProps) {
  const rival = RIVALS[name];
  const modelOf = useCallback((input: CurveInput) => rivalModel(input, rival, last), [rival, last]);
  return <StepCurve {...props} title={`${rival.heading}, by step`} modelOf={modelOf} />;
});
