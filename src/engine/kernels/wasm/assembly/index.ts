// Kernels that work in place on a memory that this module imports: addresses are byte offsets of float32 data
// there, and nothing is copied. No static data and no allocation: the caller brings the scratch space. Kernels
// may read up to 7 floats beyond the end of their inputs.
export { gemm, gemmScratchBytes, gemmTransposedAdd } from './gemm';
export { conv, convGradientAdd, convInputGradient, convScratchBytes, convStridedInputGradientAdd } from './conv';
export { maxPool, maxPoolGradient } from './pool';
export { adamw, sgd } from './update';
export { meanPool, meanPoolGradient, sum } from './sum';
export { columnSumsAdd, multiplyDerivative, scale, square } from './elementwise';
export { batchMoments, deviations, momentsScratchBytes, normalise, normGradient } from './norm';
export { attention, attentionGradient, copyRuns, sequence } from './tokens';
export { gather, gatherMoved } from './gather';
export { centreColumns, gramLower, gramScratchBytes, mirror } from './gram';
export { parameterSizes } from './size';
export { frozenNormGradient } from './frozen';
