import '../../styles/arranged.css';
import { useRef } from 'react';
import { choosePanels } from '../../choose-panels';
import { useApp, useAppState } from '../../context';
import { FIRST_PANELS, movedPanel, PANELS, type PanelId, type Placed, readPanels } from '../../panels';
import { Dialog } from '../Dialog';
import { Prose } from '../Prose';

const panelOf = (id: PanelId) => PANELS.find(panel => panel.id === id)!;

interface EntryProps {
  panel: Placed;
  /** Place among those that are shown; null: it is not. */
  at: number | null;
  count: number;
  onShow(shown: boolean): void;
  onWide(wide: boolean): void;
  onMove(to: number): void;
}

/** One panel: shown or not, wide or not, earlier or later. */
function Entry({ panel, at, count, onShow, onWide, onMove }: EntryProps) {
  const { title, what } = panelOf(panel.id);
  const spoken = title.replace('D_LR', 'D L R');
  return (
    <li className="panel-entry" data-entry={panel.id}>
      <label className="panel-name">
        <input type="checkbox" checked={at !== null} onChange={event => onShow(event.target.checked)} />
        <span>
          <b>
            <Prose text={title} />
          </b>
          <span className="setting-help">
            <Prose text={what} />
          </span>
        </span>
      </label>
      {at !== null && (
        <span className="panel-place">
          <label>
            <input
              type="checkbox"
              checked={panel.wide}
              aria-label={`${spoken}: whole width`}
              onChange={event => onWide(event.target.checked)}
            />
            wide
          </label>
          {([-1, 1] as const).map(direction => (
            <button
              key={direction}
              type="button"
              className="pill square"
              data-move={direction}
              aria-label={`${spoken}: ${direction < 0 ? 'earlier' : 'later'}`}
              aria-disabled={at + direction < 0 || at + direction >= count || undefined}
              onClick={() => onMove(at + direction)}
            >
              {direction < 0 ? '↑' : '↓'}
            </button>
          ))}
        </span>
      )}
    </li>
  );
}

/** Which panels are shown, in which order and how wide. */
export default function PanelsDialog() {
  const { session } = useApp();
  const text = useAppState(state => state.view.panels);
  const list = useRef<HTMLUListElement>(null);
  const placed = readPanels(text);
  const hidden = FIRST_PANELS.filter(({ id }) => !placed.some(panel => panel.id === id));
  const choose = (next: readonly Placed[]) => choosePanels(session, next);
  /** What was pressed goes with its panel to another place of the list, and keeps the focus. */
  const keepFocus = (id: PanelId, control: string) =>
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-entry="${id}"] ${control}`)?.focus(),
    );
  const show = (panel: Placed, shown: boolean) => {
    choose(shown ? [...placed, panel] : placed.filter(({ id }) => id !== panel.id));
    keepFocus(panel.id, '.panel-name input');
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= placed.length) return;
    choose(movedPanel(placed, from, to));
    keepFocus(placed[from]!.id, `[data-move="${Math.sign(to - from)}"]`);
  };
  const entries = [
    ...placed.map((panel, at) => ({ panel, at })),
    ...hidden.map(panel => ({ panel, at: null })),
  ];
  return (
    <Dialog name="panels" title="Panels" className="sheet">
      <p className="dialog-lead">
        Which are shown, in their order. The choice is kept on this machine, and is in the link.
      </p>
      <div className="dialog-actions">
        <button type="button" className="pill" disabled={!text} onClick={() => choose(FIRST_PANELS)}>
          As they stood at first
        </button>
      </div>
      <ul className="panel-list" ref={list}>
        {entries.map(({ panel, at }) => (
          <Entry
            key={panel.id}
            panel={panel}
            at={at}
            count={placed.length}
            onShow={shown => show(panel, shown)}
            onWide={wide => choose(placed.map(other => (other.id === panel.id ? { ...other, wide } : other)))}
            onMove={to => move(at!, to)}
          />
        ))}
      </ul>
    </Dialog>
  );
}
