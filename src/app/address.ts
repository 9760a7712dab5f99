import { decodeLink, encodeLink } from '../experiment/link';
import type { Experiment, View } from '../experiment/schema';
import type { DeviceChoice } from '../workers/protocol';
import { type EmbedAsked, readEmbed } from './embed/asked';
import type { Session } from './session';
import { addNotice } from './store';

const DEVICES = ['auto', 'webgpu', 'wasm', 'cpu'] as const satisfies readonly DeviceChoice[];

/** What the address asks for, with a sentence for each part that could not be followed. */
export interface Asked {
  device: DeviceChoice;
  /** Null where the address holds no experiment, or a damaged one. */
  link: { experiment: Experiment; view: View } | null;
  /** A sweep of the link's experiment: a ready one's id, or its axes and seeds; null for none. */
  sweep: string | null;
  /** Address of a recording to be shown; null for none. */
  recording: string | null;
  /** A lesson by its id, and the number of its step, counted from 1; null for none. */
  lesson: { id: string; step: number } | null;
  /** As a part of another page; null: by itself. */
  embed: EmbedAsked | null;
  complaints: string[];
}

/** @returns null where it is no address that can be fetched */
function webAddress(text: string, page: URL): string | null {
  const url = text && URL.canParse(text, page.href) ? new URL(text, page.href) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** Reads `?device=`, `?sweep=`, `?recording=`, `?lesson=`, `?step=`, `?embed=` and `#e=`. Never throws. */
export function readAddress(url: URL): Asked {
  const sweep = url.searchParams.get('sweep');
  const lesson = url.searchParams.get('lesson');
  const embed = readEmbed(url);
  const asked: Asked = {
    device: 'auto',
    link: null,
    sweep,
    recording: null,
    lesson: null,
    embed,
    complaints: [],
  };
  if (embed?.complaint) asked.complaints.push(embed.complaint);
  // Which lessons and steps there are is known where lessons are: they are fetched when one is asked for.
  if (lesson !== null) asked.lesson = { id: lesson, step: Number(url.searchParams.get('step') ?? 1) };
  const device = url.searchParams.get('device');
  const known = DEVICES.find(name => name === device);
  if (known) asked.device = known;
  else if (device !== null)
    asked.complaints.push(
      `There is no device "${device.slice(0, 30)}": use ?device=webgpu, wasm or cpu. The best one here was chosen.`,
    );
  const recording = url.searchParams.get('recording');
  if (recording !== null) {
    asked.recording = webAddress(recording, url);
    if (!asked.recording)
      asked.complaints.push(
        `There is no recording at "${recording.slice(0, 60)}": ?recording= takes an address that begins with https:, or a path on this site.`,
      );
  }
  try {
    asked.link = url.hash.length > 1 ? decodeLink(url.hash) : null;
  } catch (error) {
    asked.complaints.push((error as Error).message);
  }
  return asked;
}

/** The address of what is shown, whatever stands in the address bar. */
export function shownAddress({ store }: Session): string {
  const { experiment, view } = store.getState();
  return new URL(encodeLink({ experiment, view }), location.href).href;
}

const isDamaged = () => location.hash.startsWith('#e=') && !readAddress(new URL(location.href)).link;

/** Keeps the link in the address bar up to date, and follows one that is typed there. Returns what ends it. */
export function keepAddress(session: Session): () => void {
  const { store } = session;
  let written = location.hash;
  const write = () => {
    const { experiment, view } = store.getState();
    written = encodeLink({ experiment, view });
    if (written !== location.hash) history.replaceState(history.state, '', written);
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.experiment !== before.experiment || state.view !== before.view) write();
  });
  const follow = () => {
    if (location.hash === written) return;
    const { link, complaints } = readAddress(new URL(location.href));
    if (complaints.length) addNotice(store, 'link', complaints.join(' '));
    if (!link) {
      if (isDamaged()) write();
      return;
    }
    store.setState({ view: link.view });
    session.open(link.experiment, 'the link');
  };
  // A link that could not be followed must not be handed on.
  if (isDamaged()) write();
  addEventListener('hashchange', follow);
  return () => {
    unsubscribe();
    removeEventListener('hashchange', follow);
  };
}
