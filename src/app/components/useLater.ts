import { useEffect, useRef, useState } from 'react';

/**
 * The newest value, some frames late. Parts of the page that follow the same value with different delays redraw
 * in different frames, so that no frame has to carry all of them.
 */
export function useLater<T>(value: T, frames: number): T {
  const [shown, setShown] = useState(value);
  const newest = useRef(value);
  const request = useRef(0);
  useEffect(() => {
    newest.current = value;
    if (request.current) return;
    let left = frames;
    const wait = () => {
      left--;
      request.current = left > 0 ? requestAnimationFrame(wait) : 0;
      if (left <= 0) setShown(newest.current);
    };
    request.current = requestAnimationFrame(wait);
  }, [value, frames]);
  useEffect(
    () => () => {
      cancelAnimationFrame(request.current);
      request.current = 0;
    },
    [],
  );
  return shown;
}
