// Kernels that work in place on tfjs's own WebAssembly memory, which this module imports: addresses are
// byte offsets of float32 data there, and nothing is copied. No static data and no allocation: the caller
// brings the scratch space.
export { gemm, gemmScratchBytes } from './gemm';
export { conv2d, conv2dFilterGradient, conv2dInputGradient, conv2dScratchBytes } from './conv';
export { maxPoolGradient } from './pool';
export { adamw, sgd } from './update';
export { columnSums, reluGradient } from './elementwise';
