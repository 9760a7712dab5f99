import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CommandId, Services } from './commands';
import { runCommand } from './commands';
import type { Session } from './session';
import type { AppState } from './store';

export interface App {
  session: Session;
  services: Services;
}

export const AppContext = createContext<App | null>(null);

/** The session and the services of the page that a component is on. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('A component of the page was drawn outside the page.');
  return app;
}

/** One part of the state; redraws when it changes. */
export function useAppState<T>(select: (state: AppState) => T): T {
  return useStore(useApp().session.store, select);
}

/** What runs a command from a button. */
export function useCommand(id: CommandId): () => void {
  const { session, services } = useApp();
  return () => runCommand(id, session, services);
}
