/** What there is to see, in the order in which it stands at first. */
export const PANELS = [
  { id: 'arms', title: 'The networks', what: 'D_LR, accuracy and phase of each' },
  { id: 'richness', title: 'How rich?', what: 'D_LR by step' },
  { id: 'accuracy', title: 'How good?', what: 'accuracy by step' },
  { id: 'loss', title: 'How far from the targets?', what: 'training loss by step' },
  { id: 'spectrum', title: 'Which features?', what: 'strength, use and quality of each feature' },
  { id: 'why', title: 'Why this D_LR?', what: 'how much is used, and how evenly' },
  { id: 'rivals', title: 'What do other measures say?', what: 'S_init, weights, NC1 and others by step' },
  { id: 'layers', title: 'Which layer turns rich?', what: 'D_LR of each layer by step' },
  { id: 'collapse', title: 'Do the classes collapse?', what: 'class means, NC1 – NC4' },
  { id: 'eigenfunctions', title: 'What has it learned to see?', what: 'pictures of the strongest features' },
  { id: 'fourier', title: 'How does it see numbers?', what: 'Fourier spectrum, modular arithmetic only' },
  { id: 'pair', title: 'Any two against each other', what: 'any series along, any other up' },
] as const;
export type PanelId = (typeof PANELS)[number]['id'];

/** A panel that is shown. */
export interface Placed {
  id: PanelId;
  /** It takes the whole width. */
  wide: boolean;
}

/** Those that need the whole width from the start. */
const WIDE_AT_FIRST: readonly PanelId[] = ['arms', 'collapse', 'eigenfunctions'];

/** All panels, as they stand where nothing was chosen. */
export const FIRST_PANELS: readonly Placed[] = PANELS.map(({ id }) => ({
  id,
  wide: WIDE_AT_FIRST.includes(id),
}));

const isPanel = (id: string): id is PanelId => PANELS.some(panel => panel.id === id);

/** What `view.panels` says: "richness.why!" is two panels, the second of them wide. Unknown and repeated ones are left out. */
export function readPanels(text: string): Placed[] {
  if (!text) return [...FIRST_PANELS];
  const placed = new Map<PanelId, Placed>();
  for (const name of text.split('.')) {
    const id = name.replace('!', '');
    if (isPanel(id) && !placed.has(id)) placed.set(id, { id, wide: name.endsWith('!') });
  }
  return [...placed.values()];
}

/** What `view.panels` says where no panel is shown, since an empty text means all of them. */
const NONE = 'none';

/** As `view.panels` says it; empty where nothing differs from the start. */
export function writePanels(placed: readonly Placed[]): string {
  const write = (panels: readonly Placed[]) => panels.map(({ id, wide }) => (wide ? `${id}!` : id)).join('.');
  if (placed.length === 0) return NONE;
  return write(placed) === write(FIRST_PANELS) ? '' : write(placed);
}

/** A copy with the panel at `from` moved to `to`. */
export function movedPanel(placed: readonly Placed[], from: number, to: number): Placed[] {
  const next = [...placed];
  const [panel] = next.splice(from, 1);
  if (panel) next.splice(to, 0, panel);
  return next;
}
