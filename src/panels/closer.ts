/** The pictures below the first screen, apart from the others so that the page can fetch them later. */
export { CauseCurve } from './causes/CauseCurve';
export { CAUSES } from './causes/geometry';
export { whyHatched, whyNoLayers } from './layer-map/geometry';
export { LayerMap } from './layer-map/LayerMap';
export { LayerSpectrum } from './layer-map/LayerSpectrum';
export { newestLayer } from './layer-map/spectrum';
export { RIVAL_NAMES, RIVALS, type RivalName, rivalColumn, rivalReasons } from './rivals/measures';
export { RivalCurve } from './rivals/RivalCurve';
