import { useEffect, useState } from 'react';
import { runsError } from '../../recording/runs/database';
import { type Library, listRuns, storageEstimate } from '../../recording/runs/library';
import { ownedRuns } from '../../recording/runs/owner';
import { onRunsChanged } from './channel';

export interface KeptRuns extends Library {
  /** Runs that some tab is writing. */
  owned: ReadonlySet<string>;
  storage: { used: number; most: number } | null;
}

/** What is kept, read anew whenever some tab changes it; null until it has been read. */
export function useRuns(): { kept: KeptRuns | null; fault: string | null; refresh(): void } {
  const [kept, setKept] = useState<KeptRuns | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const refresh = () => setTurn(now => now + 1);
  useEffect(() => onRunsChanged(() => setTurn(now => now + 1)), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn reads anew.
  useEffect(() => {
    let isCurrent = true;
    Promise.all([listRuns(), ownedRuns(), storageEstimate()]).then(
      ([library, owned, storage]) => {
        if (!isCurrent) return;
        setKept({ ...library, owned, storage });
        setFault(null);
      },
      (error: unknown) => isCurrent && setFault(runsError(error).message),
    );
    return () => {
      isCurrent = false;
    };
  }, [turn]);
  return { kept, fault, refresh };
}
