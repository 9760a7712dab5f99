import type { AppStore } from './store';

const DARK = '(prefers-color-scheme: dark)';

/** Asked once: it is read with every picture that is drawn. */
let asked: MediaQueryList | null = null;
function ask(): MediaQueryList {
  asked ??= matchMedia(DARK);
  return asked;
}

/** The theme that is shown: the reader's choice, or the system's. */
export function shownTheme(choice: 'system' | 'light' | 'dark'): 'light' | 'dark' {
  if (choice !== 'system') return choice;
  return ask().matches ? 'dark' : 'light';
}

/** Calls back whenever the system's theme changes. Returns what ends it. */
export function onSystemTheme(listener: () => void): () => void {
  const query = ask();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Writes the reader's choice on the root element, where the style sheet finds it. */
export function keepTheme(store: AppStore): () => void {
  const write = () => {
    const { theme } = store.getState().view;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  write();
  return store.subscribe((state, before) => {
    if (state.view.theme !== before.view.theme) write();
  });
}
