import { memo, useMemo } from 'react';
import { LineChart } from '../common/LineChart';
import { rivalModel } from '../rivals/geometry';
import type { Rival } from '../rivals/measures';
import type { CurveProps } from '../types';

/** The numbers of frequencies, in the order in which they stand. */
export const FREQUENCY_NAMES = ['effectiveFrequencies', 'frequenciesPerUnit'] as const;
export type FrequencyName = (typeof FREQUENCY_NAMES)[number];

const common = { axis: 'number', of: 'network', fooledBy: '' } as const;
const FREQUENCIES: Record<FrequencyName, Rival> = {
  effectiveFrequencies: {
    ...{ name: 'effectiveFrequencies', short: 'frequencies', heading: 'frequencies of the whole embedding' },
    ...common,
  },
  frequenciesPerUnit: {
    ...{ name: 'frequenciesPerUnit', short: 'per unit', heading: 'frequencies of a unit, on the mean' },
    ...common,
  },
};

/** How many frequencies carry the power of the learned embedding, against step. */
export const FrequencyCurve = memo(function FrequencyCurve(props: CurveProps & { name: FrequencyName }) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, name } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      rivalModel(
        { recording, theme, probe, stepAxis, width, height, ...(absence && { absence }) },
        FREQUENCIES[name],
        true,
      ),
    [recording, version, theme, probe, stepAxis, width, height, absence, name],
  );
  return (
    <LineChart
      model={model}
      title={`Number of ${FREQUENCIES[name].heading}, by step`}
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={props.hoverStep}
      onHoverStep={props.onHoverStep}
    />
  );
});
