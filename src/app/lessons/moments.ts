import { eventsOf } from '../../recording/events';
import type { ArmRecording, Recording } from '../../recording/recording';
import { stepThatShows } from '../jump';
import type { Moment } from './types';

/** The probe at which a measure is highest; −1 where it was never defined. */
function highest(values: Float64Array): number {
  let best = -1;
  values.forEach((value, i) => {
    if (value > (values[best] ?? Number.NEGATIVE_INFINITY)) best = i;
  });
  return best;
}

const stepAt = (arm: ArmRecording, probe: number) => arm.frameSteps[probe];

/**
 * Step of a moment in a run; null for its newest probe, undefined where the run has no such moment, or not yet.
 */
export function stepOfMoment(recording: Recording, moment: Moment): number | null | undefined {
  if (moment === 'start') return 0;
  if (moment === 'end') return null;
  const [id, what] = moment.split('.');
  const arm = recording.arms.find(candidate => candidate.id === id);
  if (!arm) return undefined;
  if (what === 'best') return stepAt(arm, highest(arm.column('test', 'accuracy')));
  if (what === 'laziest') return stepAt(arm, highest(arm.column('train', 'dlr')));
  const event = eventsOf(recording).find(({ arm: index, kind }) => index === arm.index && kind === what);
  return event && stepThatShows(recording, event);
}
