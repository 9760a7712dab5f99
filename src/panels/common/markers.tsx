interface EndMarkerProps {
  arm: number;
  x: number;
  y: number;
  /** A colour or a gradient. */
  fill: string;
  /** Draws a cross, in this colour, for an arm that diverged. */
  cross?: string | undefined;
}

/** The mark at a line's end: circle, square, triangle or diamond by arm; a cross where the arm diverged. */
export function EndMarker({ arm, x, y, fill, cross }: EndMarkerProps) {
  if (cross) return <path d={`M${x - 4},${y - 4}l8,8m0,-8l-8,8`} stroke={cross} strokeWidth={2} />;
  switch (arm % 4) {
    case 0:
      return <circle cx={x} cy={y} r={4.5} fill={fill} />;
    case 1:
      return <rect x={x - 4} y={y - 4} width={8} height={8} fill={fill} />;
    case 2:
      return <path d={`M${x},${y - 5.5}l5.2,9.2h-10.4z`} fill={fill} />;
    default:
      return <path d={`M${x},${y - 5.5}l5.5,5.5l-5.5,5.5l-5.5,-5.5z`} fill={fill} />;
  }
}
