/** The smallest module with one v128 instruction, and with one of relaxed SIMD: valid where the browser has it. */
const SIMD = [1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
const RELAXED_SIMD = [
  ...[1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 1, 253, 15, 65, 2, 253, 15, 65, 3, 253, 15],
  ...[253, 133, 2, 11],
];

const isValid = (body: readonly number[]) =>
  typeof WebAssembly === 'object' &&
  WebAssembly.validate(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, ...body]));

/** Whether WebAssembly computes on several numbers at once here. */
export const hasSimd = (): boolean => isValid(SIMD);

/** Whether it also multiplies and adds in one instruction. */
export const hasRelaxedSimd = (): boolean => isValid(RELAXED_SIMD);
