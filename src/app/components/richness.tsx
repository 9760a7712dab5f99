import { useMemo, useSyncExternalStore } from 'react';
import { DASHES, richnessColour, richnessTextColour, type Theme } from '../../panels';
import { useAppState } from '../context';
import { onSystemTheme, shownTheme } from '../theme';

/** The theme on the screen, which the pictures need as a word: they carry their own colours. */
export function useTheme(): Theme {
  const choice = useAppState(state => state.view.theme);
  return useSyncExternalStore(onSystemTheme, () => shownTheme(choice));
}

/** The colour of text about a D_LR. */
export function useRichnessInk(): (dlr: number | null) => string {
  const theme = useTheme();
  return useMemo(() => dlr => richnessTextColour(dlr ?? Number.NaN, theme), [theme]);
}

/** An arm's dash in the colour of its richness, as its curves are drawn. */
export function Swatch({ arm, dlr }: { arm: number; dlr: number | null }) {
  const theme = useTheme();
  return (
    <svg className="swatch" width="34" height="6" viewBox="0 0 34 6" aria-hidden="true">
      <line
        x1="1"
        x2="33"
        y1="3"
        y2="3"
        stroke={richnessColour(dlr ?? Number.NaN, theme)}
        strokeWidth="4"
        strokeDasharray={DASHES[arm]}
      />
    </svg>
  );
}
