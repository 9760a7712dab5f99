/** The part of `gifenc` that the scripts use; it comes without types. */
declare module 'gifenc' {
  type Colour = readonly number[];
  interface Frame {
    palette: readonly Colour[];
    /** Milliseconds. */
    delay: number;
    transparent: boolean;
    transparentIndex: number;
    /** 1: what was drawn before stays below. */
    dispose: number;
  }
  interface Encoder {
    writeFrame(indices: Uint8Array, width: number, height: number, frame: Frame): void;
    finish(): void;
    bytes(): Uint8Array;
  }
  const gifenc: {
    GIFEncoder(): Encoder;
    /** @param pixels RGBA, a byte each */
    quantize(pixels: Uint8Array, colours: number): number[][];
    applyPalette(pixels: Uint8Array, palette: readonly Colour[]): Uint8Array;
  };
  export default gifenc;
}
