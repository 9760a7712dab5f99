import { lazy, Suspense } from 'react';
import type { PanelId } from '../panels';

const TableButton = lazy(() => import('../tables/TableButton'));

interface PanelTableProps {
  panel: PanelId;
  /** Id of the sentence that says what the panel shows. */
  words: string;
}

/** Beside a panel's title: what shows its data as a table. With it comes the panel's sentence, for those who do not see it. */
export function PanelTable(props: PanelTableProps) {
  return (
    <span className="panel-table">
      <Suspense>
        <TableButton {...props} />
      </Suspense>
    </span>
  );
}
