import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import type { CurveProps } from '../types';
import { type Cause, causeModel } from './geometry';

const TITLES: Record<Cause, string> = {
  used: 'Used share of the features’ strength by step',
  even: 'Evenness of the features’ strength by step',
};

/** Why this D_LR: one of its two factors against step. */
export const CauseCurve = memo(function CauseCurve(props: CurveProps & { cause: Cause }) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, cause } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      causeModel({ recording, theme, probe, stepAxis, width, height, ...(absence && { absence }) }, cause),
    [recording, version, theme, probe, stepAxis, width, height, absence, cause],
  );
  return (
    <LineChart
      model={model}
      title={TITLES[cause]}
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={props.hoverStep}
      onHoverStep={props.onHoverStep}
    />
  );
});
