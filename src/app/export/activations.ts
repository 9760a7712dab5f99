import type { Activations } from '../../metrics/types';
import type { Split } from '../../recording/types';
import type { Session } from '../session';

/** Milliseconds without an answer after which there is none to come: the worker may measure a large probe first. */
const PATIENCE = 30_000;

/**
 * What the newest probe of an arm was measured from, and the step that it was made at.
 * @throws Error with a sentence for people where there is none
 */
export function newestActivations(
  session: Session,
  arm: number,
  split: Split,
): Promise<{ step: number; activations: Activations }> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      session.onActivations = null;
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error('The activations did not come: try again.'));
    }, PATIENCE);
    session.onActivations = event => {
      if (event.arm !== arm || event.split !== split) return;
      end();
      if (event.activations) resolve({ step: event.step, activations: event.activations });
      else reject(new Error('Nothing has been measured yet: press Play first.'));
    };
    if (session.askForActivations(arm, split)) return;
    end();
    reject(
      new Error('Activations are kept only while a run is under way: press Play, or make a step, first.'),
    );
  });
}
