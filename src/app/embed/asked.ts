/** How a page that shows Richscope inside it wants it, from the address. */
export interface EmbedAsked {
  /** Readers may play, step and reset. */
  controls: boolean;
  /** The origin whose messages are followed; null: of none. */
  origin: string | null;
  /** What could not be followed, as one sentence; null where all could. */
  complaint: string | null;
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** An origin as browsers write it: https, or http on the same machine. Null where a text is none. */
function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, origin } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
  return isSafe && (text === origin || text === `${origin}/`) ? origin : null;
}

/** Reads `?embed=1`, `&controls=1` and `&origin=`; null where the page is by itself. */
export function readEmbed({ searchParams }: URL): EmbedAsked | null {
  if (searchParams.get('embed') !== '1') return null;
  const named = searchParams.get('origin');
  const origin = named === null ? null : originOf(named);
  return {
    controls: searchParams.get('controls') === '1',
    origin,
    complaint:
      named !== null && origin === null
        ? `“${named.slice(0, 60)}” is not an origin such as https://example.org, so no messages are followed.`
        : null,
  };
}
