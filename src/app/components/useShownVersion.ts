import { useEffect, useState } from 'react';
import { useAppState } from '../context';
import { useLater } from './useLater';

/**
 * Version of the recording that a picture shows: the newest, some frames late, while the picture is near the window.
 * Elsewhere it stands still, so that nothing is drawn that nobody sees. null until it is first near.
 */
export function useShownVersion(near: boolean, framesLate: number): number | null {
  const newest = useLater(
    useAppState(state => state.recordingVersion),
    framesLate,
  );
  const [version, setVersion] = useState<number | null>(null);
  useEffect(() => {
    if (near) setVersion(newest);
  }, [near, newest]);
  return version;
}
