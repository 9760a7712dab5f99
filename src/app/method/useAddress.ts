import { useEffect } from 'react';

/** Goes to the section that the address names: when the browser looked for it, it was not there yet. */
export function useAddress(): void {
  useEffect(() => {
    const { hash } = location;
    if (hash.length > 1) document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView();
  }, []);
}
