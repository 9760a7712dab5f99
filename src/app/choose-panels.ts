import { keepView } from './kept-view';
import { type Placed, writePanels } from './panels';
import type { Session } from './session';

/** Shows these panels from now on, and keeps the choice on this machine. */
export function choosePanels({ store }: Session, placed: readonly Placed[]): void {
  const panels = writePanels(placed);
  keepView('panels', panels);
  store.setState(({ view }) => ({ view: { ...view, panels } }));
}
