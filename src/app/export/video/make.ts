import { probeSteps } from '../../../recording/moment';
import { formatCount } from '../../format';
import { scenarioOf } from '../../scenarios';
import type { Session } from '../../session';
import { decoded } from '../picture';
import { captionOf } from '../words';
import { type Encoder, encoderOf } from './encode';
import { frameMaker } from './frame';
import { momentsOf } from './moments';

/** Dots for each pixel of the page, and the widest video that every decoder takes. */
const SCALE = 2;
const WIDEST = 1_920;
/** Milliseconds after which a page that is out of sight, and is not drawn, counts as drawn. */
const HIDDEN = 120;

/** Once the page has been drawn anew. */
const drawn = () =>
  new Promise<void>(resolve => {
    const timer = setTimeout(resolve, HIDDEN);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        clearTimeout(timer);
        resolve();
      }),
    );
  });

/** Encoders take even sizes only. */
const even = (pixels: number) => 2 * Math.round(pixels / 2);

export interface VideoOptions {
  /** The panels that are in it, laid out on the page. */
  panels: readonly HTMLElement[];
  onProgress(done: number, total: number): void;
  signal: AbortSignal;
}

/**
 * A video of a run: the panels at each of its probes, as they are shown when it is played back. The page shows those moments
 * meanwhile, and in the end what it showed before.
 * @throws AbortError where it was cancelled; Error with a sentence for people where no video can be made
 */
export async function videoOf(
  session: Session,
  { panels, onProgress, signal }: VideoOptions,
): Promise<{ blob: Blob; ending: Encoder['ending'] }> {
  const { recording, shownStep } = session.store.getState();
  const moments = momentsOf(probeSteps(recording.arms));
  if (moments.length < 2) throw new Error('There are not two moments to show yet: press Play first.');
  const claim = scenarioOf(recording.experiment).claim;
  const maker = frameMaker(panels, { claim, caption: captionOf(recording) });
  const canvas = document.createElement('canvas');
  const scale = Math.min(SCALE, WIDEST / maker.width);
  canvas.width = even(scale * maker.width);
  canvas.height = even(scale * maker.height);
  const context = canvas.getContext('2d');
  if (!context)
    throw new Error('The browser gives no room for the frames of a video: save pictures instead.');
  const encoder = await encoderOf(canvas);
  try {
    let at = 0;
    for (const [done, { step, seconds }] of moments.entries()) {
      signal.throwIfAborted();
      session.showStep(step);
      await drawn();
      const shown = session.store.getState().shownStep ?? probeSteps(recording.arms).at(-1)!;
      const image = await decoded(maker.make(formatCount(shown)));
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      await encoder.add(at, seconds);
      at += seconds;
      onProgress(done + 1, moments.length);
    }
    const blob = await encoder.finish();
    signal.throwIfAborted();
    return { blob, ending: encoder.ending };
  } catch (error) {
    await encoder.cancel().catch(() => {});
    throw error;
  } finally {
    if (session.store.getState().recording === recording) session.showStep(shownStep);
  }
}
