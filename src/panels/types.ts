import type { ComponentType } from 'react';
import type { ArmRecording, Recording, Split, StepDetail } from '../recording/recording';
import type { ProbePictures } from '../recording/types';
import type { LineModel } from './common/model';
import type { Smoothing } from './common/smooth';
import type { Zoom } from './common/zoom';

export type Theme = 'light' | 'dark';
export type StepAxis = 'log' | 'linear';

/** Why there is nothing to draw yet: the run waits for the reader, it is being made ready, or it could not start. */
export type Absence = 'unasked' | 'loading' | 'failed';

/** What a picture over steps shows. */
export type CurveKind = 'dlr' | 'accuracy' | 'loss';

export interface BehindProps {
  kind: CurveKind;
  model: LineModel;
  theme: Theme;
  probe: Split;
}

/** Something that lies behind the curves of pictures over steps, loaded when it is first asked for. */
export interface Behind {
  /** Smallest and largest value, for which the axis has to have room; null where there is none. */
  range(kind: CurveKind, probe: Split): [number, number] | null;
  Picture: ComponentType<BehindProps>;
}

/** What every picture over steps is given. It draws in pixels, so it must be told its size. */
export interface CurveProps {
  recording: Recording;
  /** `recording.version`: what is drawn is kept until it changes. */
  version: number;
  theme: Theme;
  probe: Split;
  stepAxis: StepAxis;
  width: number;
  height: number;
  /** Said in the place of what there is not; `unasked` where it is left out. */
  absence?: Absence;
  behind?: Behind | null;
  /** The steps that are shown; null, or left out: the whole run. */
  zoom?: Zoom;
  smoothing?: Smoothing;
  /** Step of the past moment that the page shows; null, or left out: the newest. */
  shownStep?: number | null;
  /** Step under the pointer in any picture; null for none. */
  hoverStep: number | null;
  onHoverStep(step: number | null): void;
  /** The reader asks for other steps; left out where they cannot be chosen. */
  onZoom?(zoom: Zoom): void;
}

/** What the spectrum of one arm is given. */
export interface SpectrumProps {
  arm: ArmRecording;
  version: number;
  theme: Theme;
  probe: Split;
  /** Step of the past moment that is shown; null, or left out: the newest. */
  shownStep?: number | null;
  /** Number of features on the axis, shared by all arms. */
  features: number;
  width: number;
  height: number;
  /** Said in the place of what there is not; `unasked` where it is left out. */
  absence?: Absence;
}

/** What the collapse plane of one arm is given. */
export interface CollapseProps {
  arm: ArmRecording;
  version: number;
  theme: Theme;
  probe: Split;
  /** Names of all classes. */
  classNames: readonly string[];
  /** Step of the past moment that is shown; null, or left out: the newest. */
  shownStep?: number | null;
  /** Half-width of the window, in radii of the simplex's circle; shared by all arms. */
  reach: number;
  width: number;
  height: number;
  absence?: Absence;
  /** Why there can be no plane, as a sentence. */
  missing?: string;
}

/** What the eigenfunctions of one arm are given. */
export interface EigenfunctionsProps {
  arm: ArmRecording;
  /** What the arm shows: `arm.details[probe]`, or an earlier one of it. */
  found: StepDetail | null;
  theme: Theme;
  probe: Split;
  classNames: readonly string[];
  pictures: ProbePictures | null;
  width: number;
  absence?: Absence;
  /** Why there can be none, as a sentence. */
  missing?: string;
}
