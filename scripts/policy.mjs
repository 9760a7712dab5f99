// @ts-check
/**
 * The content security policy under which the built page runs: nothing from elsewhere but the data sets of the
 * Hugging Face hub that a reader asks for. Wasm must be allowed; the example page of embedding frames the page itself.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' https://huggingface.co https://*.huggingface.co https://*.hf.co",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
