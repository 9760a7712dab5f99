import { useMemo } from 'react';
import type { CurveKind, CurveProps } from '../types';
import { LineChart } from './LineChart';
import { type CurveInput, inView, type LineModel } from './model';

interface StepCurveProps extends CurveProps {
  title: string;
  /** Lays the curve out; the same function for as long as it is the same quantity. */
  modelOf(input: CurveInput): LineModel;
  /** What it is called by what lies behind curves; nothing lies behind this one where it is left out. */
  kind?: CurveKind;
}

/** One quantity against step. */
export function StepCurve(props: StepCurveProps) {
  const { recording, version, theme, probe, stepAxis, width, height, absence, title, modelOf, kind } = props;
  const { zoom = null, smoothing = 'none', onZoom } = props;
  const behind = (kind && props.behind) ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(() => {
    const input: CurveInput = {
      ...{ recording, theme, probe, stepAxis, zoom, smoothing, width, height },
      ...(absence && { absence }),
      ...(behind && { behind }),
    };
    return inView(modelOf(input), input);
  }, [recording, version, theme, probe, stepAxis, zoom, smoothing, width, height, absence, behind, modelOf]);
  return (
    <LineChart
      model={model}
      title={title}
      theme={theme}
      shownStep={props.shownStep}
      hoverStep={props.hoverStep}
      onHoverStep={props.onHoverStep}
      zooming={onZoom && { zoom, onZoom, kind: stepAxis, last: recording.experiment.stop.steps }}
      behind={!!(kind && behind) && { Picture: behind.Picture, kind, probe }}
    />
  );
}
