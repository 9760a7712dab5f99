import { useMemo } from 'react';
import type { Absence, CurveProps, Zoom } from '../../panels';
import { useApp, useAppState } from '../context';
import { useStateInSight } from './inSight';
import { useTheme } from './richness';

/** Why a picture has nothing to draw, where it has not. */
function useAbsence(): Absence {
  return useAppState(({ status }) =>
    status === 'failed' ? 'failed' : status === 'loading' || status === 'compiling' ? 'loading' : 'unasked',
  );
}

/** What all curves over steps are given, but their size. */
export function useCurveProps(): Omit<CurveProps, 'width' | 'height' | 'absence' | 'shownStep'> & {
  absence: Absence;
  shownStep: number | null;
} {
  const { session } = useApp();
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const probe = useAppState(state => state.view.probe);
  const stepAxis = useAppState(state => state.view.stepAxis);
  const shownStep = useStateInSight(state => state.shownStep);
  const hoverStep = useStateInSight(state => state.hoverStep);
  const zoom = useStateInSight(state => state.zoom);
  const smoothing = useAppState(state => state.view.smoothing);
  const behind = useAppState(state => state.behind);
  const theme = useTheme();
  const absence = useAbsence();
  const asked = useMemo(
    () => ({
      onHoverStep: (step: number | null) => session.store.setState({ hoverStep: step }),
      onZoom: (zoom: Zoom) => session.store.setState({ zoom }),
    }),
    [session],
  );
  return {
    ...{ recording, version, probe, stepAxis, zoom, smoothing, shownStep, hoverStep, theme, absence, behind },
    ...asked,
  };
}
