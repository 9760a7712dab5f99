interface Box {
  left: number;
  top: number;
  bottom: number;
}

/** Pixels between a word and what explains it, and from the edge of the window. */
const GAP = 6;
const EDGE = 8;

/**
 * Where the words of a button stand, in pixels from the window's corner: below it where there is room, above it
 * otherwise, and never beyond the edges of the window.
 */
export function placeBeside(
  button: Box,
  size: { width: number; height: number },
  window: { width: number; height: number },
): { left: number; top: number } {
  const inside = (at: number, length: number, whole: number) =>
    Math.max(EDGE, Math.min(at, whole - length - EDGE));
  const below = button.bottom + GAP;
  const above = button.top - GAP - size.height;
  const fitsBelow = below + size.height + EDGE <= window.height;
  return {
    left: inside(button.left, size.width, window.width),
    top: inside(fitsBelow || above < EDGE ? below : above, size.height, window.height),
  };
}
