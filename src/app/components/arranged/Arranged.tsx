import '../../styles/arranged.css';
import { useMemo } from 'react';
import { useAppState } from '../../context';
import { readPanels } from '../../panels';
import { CommandButton } from '../CommandButton';
import { PlacedPanels } from './PlacedPanels';

/** The panels that the reader has chosen, in their order. */
export default function Arranged() {
  const text = useAppState(state => state.view.panels);
  const placed = useMemo(() => readPanels(text), [text]);
  return (
    <div className="arranged">
      <PlacedPanels placed={placed} />
      <p className="arranged-end">
        {placed.length === 0 && 'No panel is shown. '}
        <CommandButton command="panels" className="pill">
          {placed.length === 0 ? 'Choose panels' : 'Choose and arrange the panels'}
        </CommandButton>
      </p>
    </div>
  );
}
