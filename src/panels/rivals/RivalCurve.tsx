import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import type { CurveProps } from '../types';
import { rivalModel } from './geometry';
import { RIVALS, type RivalName } from './measures';

interface RivalProps extends CurveProps {
  name: RivalName;
  /** It stands at the foot of the rows and labels the steps. */
  last: boolean;
}

/** One measure against step, as one row among its rivals. */
export const RivalCurve = memo(function RivalCurve(props: RivalProps) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, name, last } = props;
  const rival = RIVALS[name];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      rivalModel(
        { recording, theme, probe, stepAxis, width, height, ...(absence && { absence }) },
        rival,
        last,
      ),
    [recording, version, theme, probe, stepAxis, width, height, absence, name, last],
  );
  return (
    <LineChart
      model={model}
      title={`${rival.heading}, by step`}
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={props.hoverStep}
      onHoverStep={props.onHoverStep}
    />
  );
});
