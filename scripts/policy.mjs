// @ts-check
/**
 * The content security policy under which the built page runs: nothing from elsewhere but the data sets of the
 * Hugging Face hub that a reader asks for. Wasm must be allowed, and React sets styles on elements.
 */
export const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' blob: https://huggingface.co https://*.huggingface.co https://*.hf.co",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');
