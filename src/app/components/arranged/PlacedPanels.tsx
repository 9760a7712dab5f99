import { Suspense } from 'react';
import type { Placed } from '../../panels';
import { PANEL_COMPONENTS } from './panel-components';

/** Panels in their order, each as wide as it was chosen. */
export function PlacedPanels({ placed }: { placed: readonly Placed[] }) {
  return placed.map(({ id, wide }) => {
    const Panel = PANEL_COMPONENTS[id];
    return (
      <div className={wide ? 'place wide' : 'place'} data-panel={id} key={id}>
        <Suspense>
          <Panel />
        </Suspense>
      </div>
    );
  });
}
