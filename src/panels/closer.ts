/** The pictures below the first screen, apart from the others so that the page can fetch them later. */
export { CauseCurve } from './causes/CauseCurve';
export { CAUSES } from './causes/geometry';
