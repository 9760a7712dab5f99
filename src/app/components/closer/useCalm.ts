import { useEffect, useRef, useState } from 'react';

/** The newest value, but no oftener than every so many milliseconds; the last one is always shown. */
export function useCalm<T>(value: T, milliseconds: number): T {
  const [shown, setShown] = useState(value);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const wait = changed.current + milliseconds - performance.now();
    const show = () => {
      changed.current = performance.now();
      setShown(value);
    };
    if (wait <= 0) return show();
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return shown;
}
