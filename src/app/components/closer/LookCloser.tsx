import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useNear } from '../useNear';

/** Pixels ahead of the window: enough for the section to be there when it is reached. */
const REACH = 300;

const Closer = lazy(() => import('./Closer'));

/** The pictures below the first screen. They are fetched and drawn when the reader first comes near to them. */
export function LookCloser() {
  const section = useRef<HTMLElement>(null);
  const near = useNear(section, REACH);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (near) setWanted(true);
  }, [near]);
  return (
    <section className="closer" ref={section} aria-labelledby="closer">
      <h2 id="closer">Look closer</h2>
      <Suspense>{wanted && <Closer />}</Suspense>
    </section>
  );
}
