import { type RefObject, useEffect, useState } from 'react';

/** How near an element must come to the window to count as near, in pixels. */
const REACH = 300;

/** Whether an element is in the window or about to come into it. */
export function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(entries => setNear(entries.at(-1)!.isIntersecting), {
      rootMargin: `${REACH}px`,
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return near;
}
