import type { RichscopeApi } from '../api';
import type { Services } from '../commands';
import { recordedOf } from '../recorded';
import type { Session } from '../session';
import { prepareWhenIdle } from '../start';
import type { EmbedAsked } from './asked';
import { createAnswerer, MESSAGE_VERSION, type Reply } from './messages';

/**
 * Shows what there is to see: the recording that the address points to, or else the recorded run to those who can only look, and a run of their own, at step 0, to those
 * who may play it. Nothing is kept in the browser.
 */
export async function startEmbed(
  session: Session,
  services: Services,
  { controls }: EmbedAsked,
): Promise<void> {
  const { experiment, linked } = session.store.getState();
  const { preset } = experiment;
  if (linked !== null) await (await import('../linked')).offerLinked(session);
  else if (controls) await prepareWhenIdle(session);
  else if (recordedOf(preset)) await services.showRecorded(preset!);
}

/** Sends to the page around this one; only to the named origin, or to any where none is named. */
const sendTo = (origin: string | null) => (reply: Reply) => parent.postMessage(reply, origin ?? '*');

/** Tells how tall the content is, in whole pixels, whenever that changes. */
function reportHeight(send: (reply: Reply) => void): void {
  const root = document.getElementById('root')!;
  let reported = 0;
  const observer = new ResizeObserver(() => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === reported) return;
    reported = height;
    send({ richscope: MESSAGE_VERSION, event: 'height', height });
  });
  observer.observe(root);
}

/** Talks with the page around this one: its height and that it is ready; calls come from the named origin only. */
export function talkToEmbedder(api: RichscopeApi, { origin }: EmbedAsked): void {
  if (parent === window) return;
  const send = sendTo(origin);
  reportHeight(send);
  if (origin === null) return;
  const answer = createAnswerer(api);
  addEventListener('message', async event => {
    if (event.source !== parent || event.origin !== origin) return;
    send(await answer(event.data));
  });
  void api.ready.then(() => send({ richscope: MESSAGE_VERSION, event: 'ready' }));
}
