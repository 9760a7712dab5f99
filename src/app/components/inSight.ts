import { createContext, type RefObject, useContext, useRef } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../context';
import type { AppState } from '../store';
import { useNear } from './useNear';

/** Pixels ahead of the window: a picture that scrolls in is up to date. */
const REACH = 80;

/** Whether a panel is in the window or about to come into it. */
export const useInSight = (panel: RefObject<HTMLElement | null>): boolean => useNear(panel, REACH);

/** Whether the panel around a component is near the window. */
export const InSight = createContext(true);

/**
 * One part of the state, for a picture: out of sight it stands still, so that a moment of the past costs no more than
 * what is seen of it. While a dialog is open all pictures follow, as it may save or tell of them.
 */
export function useStateInSight<T>(select: (state: AppState) => T): T {
  const isInSight = useContext(InSight);
  const { store } = useApp().session;
  const kept = useRef<{ value: T } | null>(null);
  return useStore(store, state => {
    if (isInSight || state.dialog || !kept.current) kept.current = { value: select(state) };
    return kept.current.value;
  });
}
