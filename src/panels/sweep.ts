/** The pictures of sweeps, apart from the others so that the page can fetch them later. */
export { formatValue } from './sweep-curve/axis';
export { formatSpread, SWEEP_WORDS } from './sweep-curve/measures';
export { SweepCurve } from './sweep-curve/SweepCurve';
export { SweepMap } from './sweep-map/SweepMap';
