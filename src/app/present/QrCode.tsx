import { useMemo } from 'react';
import { formatCount } from '../format';
import { LONGEST, qrPicture } from './qr';

/** The link of the page for the phones of an audience. Dark on white in both themes, as readers expect it. */
export default function QrCode({ link }: { link: string }) {
  const picture = useMemo(() => qrPicture(link), [link]);
  if (!picture)
    return (
      <p className="qr-none">
        The link of this experiment has {formatCount(link.length)} letters. A QR code that can be read from
        the back row holds {formatCount(LONGEST)}: press C to copy the link instead.
      </p>
    );
  const { size, path } = picture;
  return (
    <figure className="qr">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={`QR code of ${link}`}
        shapeRendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <figcaption>The same on your phone</figcaption>
    </figure>
  );
}
