import { FITTED_ACCURACY, RICH_BELOW } from './phase';
import type { ArmRecording, Recording } from './recording';

/** Something that happened to an arm, for the timeline. */
export interface ArmEvent {
  kind: 'fitted' | 'halved' | 'rich' | 'diverged';
  /** Step of the first probe that shows it. */
  step: number;
  /** Index of the arm. */
  arm: number;
  /** "A turns rich". */
  text: string;
}

/** What has happened so far, in order of step, then of arm. Each kind is told once an arm. */
export function eventsOf(recording: Recording): ArmEvent[] {
  return recording.arms.flatMap(armEvents).sort((a, b) => a.step - b.step || a.arm - b.arm);
}

function armEvents(arm: ArmRecording): ArmEvent[] {
  const dlr = arm.column('train', 'dlr');
  const start = dlr.findIndex(value => !Number.isNaN(value));
  const richAtStart = start >= 0 && dlr[start]! < RICH_BELOW;
  const fitted = arm.column('train', 'accuracy').findIndex(value => value >= FITTED_ACCURACY);
  const halved = dlr.findIndex(value => value < dlr[start]! / 2);
  const rich = richAtStart ? -1 : dlr.findIndex(value => value < RICH_BELOW);

  const events: ArmEvent[] = [];
  const add = (kind: ArmEvent['kind'], step: number | null | undefined, words: string) => {
    if (typeof step === 'number') events.push({ kind, step, arm: arm.index, text: `${arm.id} ${words}` });
  };
  const stepOf = (probe: number) => arm.frameSteps[probe];
  add('fitted', stepOf(fitted), 'fits the training set');
  add('halved', stepOf(halved), 'has half its D_LR at the start');
  add('rich', stepOf(rich), 'turns rich');
  add('diverged', arm.divergedAt, 'diverged');
  return events;
}
