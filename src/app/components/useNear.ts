import { type RefObject, useEffect, useState } from 'react';

/**
 * Whether an element is in the window or about to come into it.
 * @param reach how near it must come to the window, in pixels
 */
export function useNear(element: RefObject<HTMLElement | null>, reach: number): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(entries => setNear(entries.at(-1)!.isIntersecting), {
      rootMargin: `${reach}px`,
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element, reach]);
  return near;
}
