/** The pictures below the first screen, apart from the others so that the page can fetch them later. */
export { CauseCurve } from './causes/CauseCurve';
export { CAUSES } from './causes/geometry';
export { CollapsePicture } from './collapse/CollapsePicture';
export { COLLAPSE_MEASURES, type CollapseMeasure } from './collapse/curves';
export { sharedReach } from './collapse/geometry';
export { markPath } from './collapse/marks';
export { NeuralCollapseCurve } from './collapse/NeuralCollapseCurve';
export { Eigenfunctions } from './eigenfunctions/Eigenfunctions';
export { WANTED } from './eigenfunctions/geometry';
export { FourierSpectrum } from './fourier/FourierSpectrum';
export { FREQUENCY_NAMES, FrequencyCurve } from './fourier/FrequencyCurve';
export { whyHatched, whyNoLayers } from './layer-map/geometry';
export { LayerMap } from './layer-map/LayerMap';
export { LayerSpectrum } from './layer-map/LayerSpectrum';
export { layerAt } from './layer-map/spectrum';
export { RIVAL_NAMES, RIVALS, type RivalName, rivalColumn, rivalReasons } from './rivals/measures';
export { RivalCurve } from './rivals/RivalCurve';
