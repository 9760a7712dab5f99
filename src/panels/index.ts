export { AccuracyCurve } from './accuracy-curve/AccuracyCurve';
export { stepAfterKey } from './common/HoverLayer';
export { DASHES } from './common/palette';
export { richnessColour, richnessTextColour } from './common/richness';
export { useReducedMotion } from './common/useReducedMotion';
export { LossCurve } from './loss-curve/LossCurve';
export { RichnessCurve } from './richness-curve/RichnessCurve';
export { Spectrum } from './spectrum/Spectrum';
export type { Absence, Behind, CurveProps, SpectrumProps, StepAxis, Theme } from './types';
