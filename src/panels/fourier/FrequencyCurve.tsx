import { memo, useCallback } from 'react';
import type { CurveInput } from '../common/model';
import { StepCurve } from '../common/StepCurve';
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
export const FrequencyCurve = memo(function FrequencyCurve({
  name,
  ...props
}: CurveProps & { name: FrequencyName }) {
  const measure = FREQUENCIES[name];
  const modelOf = useCallback((input: CurveInput) => rivalModel(input, measure, true), [measure]);
  return <StepCurve {...props} title={`Number of ${measure.heading}, by step`} modelOf={modelOf} />;
});
